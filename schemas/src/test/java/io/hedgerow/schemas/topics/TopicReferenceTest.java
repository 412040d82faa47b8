package io.hedgerow.schemas.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class TopicReferenceTest {

  private static final Path REFERENCE = Path.of("../docs/topics.md");

  @Test
  void shouldAgreeWithTheCommittedReference() throws IOException {
    if (Boolean.getBoolean("hedgerow.docs.write")) {
      Files.createDirectories(REFERENCE.getParent());
      Files.writeString(REFERENCE, TopicReference.markdown());
    }
    assertThat(Files.readString(REFERENCE))
        .as(
            "docs/topics.md differs from the catalogue: write it anew with"
                + " ./mvnw -pl schemas test -Dhedgerow.docs.write=true, and commit it")
        .isEqualTo(TopicReference.markdown());
  }

  @Test
  void shouldExplainEveryTopicAndEveryField() {
    String markdown = TopicReference.markdown();

    for (Topic topic : Topic.values()) {
      assertThat(markdown).contains("\n## " + topic.topicName() + "\n");
      Topic.schemaOf(topic.recordTypes().get(0))
          .getFields()
          .forEach(field -> assertThat(markdown).contains("| `" + field.name() + "` |"));
    }
  }

  /** The {@code ce_id} header of a view is cut from the end of its bytes. */
  @Test
  void shouldEndEveryViewWithItsEventId() {
    for (Topic topic : Topic.values()) {
      if (topic.compacted()) {
        List<Schema.Field> fields = Topic.schemaOf(topic.recordTypes().get(0)).getFields();
        assertThat(fields.get(fields.size() - 1).name()).as(topic.topicName()).isEqualTo("eventId");
      }
    }
  }

  @Test
  void shouldHaveEachClockTickedByOne() {
    assertThat(Topic.tickedByFastPath())
        .isNotEmpty()
        .doesNotContainAnyElementsOf(Topic.tickedByFeeds())
        .allMatch(topic -> topic.from().equals("fast path"));
    assertThat(Topic.tickedByFeeds())
        .isNotEmpty()
        .noneMatch(topic -> topic.from().equals("fast path"));
    assertThat(Arrays.stream(Topic.values()).filter(Topic::hasTicks))
        .allMatch(
            topic ->
                Topic.tickedByFeeds().contains(topic) || Topic.tickedByFastPath().contains(topic));
  }

  @Test
  void shouldFindEveryTopicByItsName() {
    for (Topic topic : Topic.values()) {
      assertThat(Topic.named(topic.topicName())).contains(topic);
      assertThat(topic.partitions()).isPositive();
      assertThat(topic.carries(Topic.schemaOf(topic.recordTypes().get(0)).getFullName())).isTrue();
    }
    assertThat(Topic.named("market.books.dlq")).isEmpty();
    assertThat(Arrays.stream(Topic.values()).map(Topic::topicName)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(Topic.values()).filter(Topic::compacted).map(Topic::topicName))
        .allMatch(name -> name.matches("(state|risk|recon)\\..*"));
  }
}
