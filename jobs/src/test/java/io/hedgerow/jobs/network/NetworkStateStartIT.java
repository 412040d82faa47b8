package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hedgerow.jobs.JobArguments;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands in the way of a start is said before anything runs, with what to do about it. */
class NetworkStateStartIT {

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  void shouldGiveEveryOperatorOfTheGraphItsUid() {
    StreamExecutionEnvironment env = environment();

    NetworkStateOnKafka.build(env, arguments(kafka.bootstrapServers()));

    Set<String> uids = new TreeSet<>();
    for (StreamNode node : env.getStreamGraph().getStreamNodes()) {
      assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
      uids.add(node.getTransformationUID());
    }
    for (NetworkStateUid operator : NetworkStateUid.values()) {
      assertThat(uids).anyMatch(uid -> uid.contains(operator.uid()));
    }
  }

  @Test
  void shouldSayHowToCreateAMissingTopic() {
    kafka.admin().delete(List.of(Topic.CHAIN_HEALTH.topicName()));

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> NetworkStateOnKafka.build(environment(), arguments(kafka.bootstrapServers())))
        .withMessageContaining("chain.health")
        .withMessageContaining("hedgerow topics create");
  }

  @Test
  void shouldRefuseATopicWithAnotherNumberOfPartitions() throws Exception {
    String topic = Topic.VENUE_HEALTH.topicName();
    try (Admin admin = Admin.create(arguments(kafka.bootstrapServers()).connection())) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    }
    try {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> NetworkStateOnKafka.build(environment(), arguments(kafka.bootstrapServers())))
          .withMessageContaining("venue.health: expected 2 partitions, saw 3")
          .withMessageContaining("delete it");
    } finally {
      kafka.admin().delete(List.of(topic));
    }
  }

  @Test
  void shouldSayWhichBrokerDoesNotAnswer() throws IOException {
    String nobody = "127.0.0.1:" + RunningJob.freePort();

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NetworkStateOnKafka.build(
                    environment(),
                    JobArguments.parse(
                        "--bootstrap-servers",
                        nobody,
                        "--kafka",
                        "default.api.timeout.ms=1000",
                        "--kafka",
                        "request.timeout.ms=500")))
        .withMessageContaining("the broker " + nobody + " does not answer")
        .withMessageContaining("--bootstrap-servers");
  }

  @Test
  void shouldSayThatAnAddressIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkStateOnKafka.build(environment(), arguments("nowhere.invalid:9")))
        .withMessageContaining("the broker nowhere.invalid:9 does not answer")
        .withMessageContaining("--bootstrap-servers");
  }

  private static StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.createLocalEnvironment(1);
  }

  private static JobArguments arguments(String servers) {
    return JobArguments.parse("--bootstrap-servers", servers, "--bootstrap");
  }
}
