package io.hedgerow.jobs.network;

import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.margin.AccountMargin;
import io.hedgerow.testkit.kafka.TopicContents;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What {@code state.margin} must say in the end: the same accounts, without Kafka and Flink. */
final class RebuiltMargins {

  private RebuiltMargins() {}

  /**
   * The view of every account.
   *
   * @param used which records of {@code venue.accounts} may be used
   */
  static Map<String, MarginView> of(TopicContents venueAccounts, Predicate<TopicRecord> used) {
    Map<String, AccountMargin> margins = new TreeMap<>();
    for (TopicRecord record : venueAccounts.records()) {
      boolean tick = record.key() == null;
      if (!tick && used.test(record)) {
        margins
            .computeIfAbsent(record.key(), AccountMargin::new)
            .apply((VenueAccount) record.value(), record.offset());
      }
    }
    Map<String, MarginView> views = new TreeMap<>();
    margins.forEach((key, margin) -> views.put(key, margin.record()));
    return views;
  }
}
