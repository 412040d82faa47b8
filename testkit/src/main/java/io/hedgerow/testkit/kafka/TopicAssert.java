package io.hedgerow.testkit.kafka;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions about what stands on a topic. A failure names each difference in a line of its own:
 * key, field, expected, seen.
 */
public final class TopicAssert extends AbstractAssert<TopicAssert, TopicContents> {

  TopicAssert(TopicContents actual) {
    super(actual, TopicAssert.class);
  }

  /** Exactly these records in this order; clock ticks are left out. For topics of one key. */
  public TopicAssert holdsExactly(SpecificRecord... expected) {
    return holdsExactly(Arrays.asList(expected));
  }

  /** Exactly these records in this order; clock ticks are left out. For topics of one key. */
  public TopicAssert holdsExactly(List<? extends SpecificRecord> expected) {
    return failIfAny(RecordDifference.ofLists(expected, actual.events()));
  }

  /** So many records, clock ticks left out. */
  public TopicAssert hasEvents(int expected) {
    int seen = actual.events().size();
    return failIfAny(seen == expected ? "" : "expected " + expected + " events, saw " + seen);
  }

  /** No record, not even a tick. */
  public TopicAssert isEmpty() {
    List<TopicRecord> records = actual.records();
    return failIfAny(
        records.isEmpty()
            ? ""
            : "expected nothing, saw "
                + records.size()
                + " records, the first at "
                + records.get(0).where());
  }

  /** The same newest version of every key as another reading, field by field. */
  public TopicAssert hasSameViewsAs(TopicContents expected, String... ignoredFields) {
    return hasViews(expected.newestByKey(), ignoredFields);
  }

  /** These newest versions, by key, field by field. */
  public TopicAssert hasViews(
      Map<String, ? extends SpecificRecord> expected, String... ignoredFields) {
    return failIfAny(
        RecordDifference.ofMaps(expected, actual.newestByKey(), Set.of(ignoredFields)));
  }

  /** A header of every record has this value. */
  public TopicAssert allHaveHeader(String name, String expected) {
    for (TopicRecord record : actual.records()) {
      String seen = record.headers().get(name);
      if (!expected.equals(seen)) {
        return failIfAny(
            record.where() + " header " + name + ": expected " + expected + ", saw " + seen);
      }
    }
    return this;
  }

  private TopicAssert failIfAny(String difference) {
    isNotNull();
    if (!difference.isEmpty()) {
      failWithMessage("%s differs:%n%s", actual.topic(), difference);
    }
    return this;
  }
}
