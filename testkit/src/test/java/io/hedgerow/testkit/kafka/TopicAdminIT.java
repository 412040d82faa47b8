package io.hedgerow.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.KafkaEdgeException;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicAdminIT {

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  void shouldCreateEveryTopicOfTheCatalogueWithItsDeadLetters() {
    Map<String, TopicAdmin.Standing> topics = kafka.admin().describe();

    for (Topic topic : Topic.values()) {
      TopicAdmin.Standing standing = topics.get(topic.topicName());
      assertThat(standing.partitions()).isEqualTo(topic.partitions());
      assertThat(standing.cleanupPolicy()).isEqualTo(topic.compacted() ? "compact" : "delete");
      assertThat(topics.containsKey(topic.deadLetterName())).isEqualTo(topic.isInput());
    }
  }

  @Test
  void shouldCreateNothingTheSecondTime() {
    Map<String, TopicAdmin.Standing> before = kafka.admin().describe();

    List<String> created = kafka.admin().createCatalogue();

    assertThat(created).isEmpty();
    assertThat(kafka.admin().describe()).isEqualTo(before);
  }

  @Test
  void shouldGiveARecreatedTopicAnotherId() {
    Uuid before = kafka.admin().describe().get("market.trades").id();

    kafka.admin().delete(List.of("market.trades"));
    List<String> created = kafka.admin().createCatalogue();

    assertThat(created).containsExactly("market.trades");
    assertThat(kafka.admin().describe().get("market.trades").id()).isNotEqualTo(before);
  }

  @Test
  void shouldNameEveryDifferenceOfATopicThatIsThereAlready() throws Exception {
    kafka.admin().delete(List.of("state.depth"));
    try (Admin admin =
        Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .createTopics(List.of(new NewTopic("state.depth", Optional.of(3), Optional.empty())))
          .all()
          .get();
    }

    assertThatThrownBy(() -> kafka.admin().createCatalogue())
        .isInstanceOf(KafkaEdgeException.class)
        .hasMessageContaining("state.depth: expected 8 partitions, saw 3")
        .hasMessageContaining("state.depth: expected cleanup.policy=compact, saw delete");

    kafka.admin().delete(List.of("state.depth"));
  }

  @Test
  void shouldSayWhichBrokerCannotBeReached() {
    try (TopicAdmin admin = TopicAdmin.connect("127.0.0.1:1", Duration.ofSeconds(1))) {
      assertThatThrownBy(admin::describe)
          .isInstanceOf(KafkaEdgeException.class)
          .hasMessageContaining("could not list the topics at 127.0.0.1:1");
    }
  }
}
