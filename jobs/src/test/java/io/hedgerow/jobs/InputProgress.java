package io.hedgerow.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far a job has read its input, as the broker knows it. */
public final class InputProgress {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private InputProgress() {}

  /**
   * Waits until everything that stands on the input topics now is in a completed checkpoint:
   * offsets are committed with a checkpoint, before which every view was written.
   *
   * @param alive fails if the job has ended
   */
  public static void awaitAllRead(JobKind job, String servers, Runnable alive) {
    try (Admin admin = connect(servers)) {
      Map<TopicPartition, Long> ends =
          ends(admin, job.inputs().stream().map(Topic::topicName).toList());
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                alive.run();
                Map<TopicPartition, Long> behind = behind(job, admin, ends);
                assertThat(behind).as("records that wait for a checkpoint").isEmpty();
              });
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("the broker does not say where its topics end", e);
    }
  }

  /** How many records stand on these topics. */
  public static long recordsOn(String servers, List<String> topics) {
    try (Admin admin = connect(servers)) {
      return ends(admin, topics).values().stream().mapToLong(Long::longValue).sum();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("the broker does not say where its topics end", e);
    }
  }

  /** Lets a job of an earlier test be forgotten. */
  public static void forget(JobKind job, String servers) {
    try (Admin admin = connect(servers)) {
      if (!admin
          .listConsumerGroupOffsets(job.group())
          .partitionsToOffsetAndMetadata()
          .get()
          .isEmpty()) {
        admin.deleteConsumerGroups(List.of(job.group())).all().get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException("the consumer group could not be deleted", e);
    }
  }

  private static Admin connect(String servers) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers);
    return Admin.create(settings);
  }

  private static Map<TopicPartition, Long> behind(
      JobKind job, Admin admin, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(job.group()).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, Long> behind = new HashMap<>();
    ends.forEach(
        (partition, end) -> {
          OffsetAndMetadata reached = committed.get(partition);
          long missing = end - (reached == null ? 0 : reached.offset());
          if (missing > 0) {
            behind.put(partition, missing);
          }
        });
    return behind;
  }

  private static Map<TopicPartition, Long> ends(Admin admin, List<String> topics)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    admin
        .describeTopics(topics)
        .allTopicNames()
        .get()
        .forEach(
            (name, topic) ->
                IntStream.range(0, topic.partitions().size())
                    .forEach(p -> asked.put(new TopicPartition(name, p), OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin.listOffsets(asked).all().get().forEach((p, end) -> ends.put(p, end.offset()));
    return ends;
  }
}
