package io.hedgerow.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.replay.RecordedReplay;
import io.hedgerow.simulator.replay.ReplayProgress;
import io.hedgerow.simulator.replay.ReplaySpeed;
import io.hedgerow.testkit.RecordedData;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicContents;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("NET-1")
@Tag("NET-7")
class RecordedReplayIT {

  private static final String BRL = "btcbrl_two_venues_20200621_am.jsonl.gz";
  private static final String USDM_2023 = "usdm_btcusdt_20230404.gz";

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  void shouldBringEveryRecordOfAFileInItsOrderWithItsTime() {
    List<RecordedFile> files = files(USDM_2023);
    Map<Topic, List<SpecificRecord>> expected = recordsByTopic(files.get(0));

    long nanos = System.nanoTime();
    ReplayProgress end = replay(files, ReplaySpeed.MAX);
    nanos = System.nanoTime() - nanos;

    expected.forEach((topic, records) -> assertThat(kafka.read(topic)).holdsExactly(records));
    assertThat(end.records()).isEqualTo(expected.values().stream().mapToInt(List::size).sum());
    assertThat(end.lines()).isEqualTo(13_384);
    assertThat(end.rejected()).isZero();
    assertThat(end.session()).isEqualTo(1);
    System.out.printf(
        "measured: %d lines, %d records replayed in %d ms%n",
        end.lines(), end.records(), nanos / 1_000_000);
  }

  @Test
  void shouldTickInEveryPartitionAndNeverBreakThePromise() {
    replay(files(USDM_2023), ReplaySpeed.MAX);

    for (Topic topic : Topic.tickedByFeeds()) {
      TopicContents contents = kafka.read(topic);
      assertThat(contents.ticksByPartition()).hasSize(topic.partitions());
      Map<Integer, Long> promised = new HashMap<>();
      for (TopicRecord record : contents.records()) {
        SpecificRecord value = record.value();
        long atMicros = RecordKeys.eventTimeMicrosOf(value);
        assertThat(atMicros)
            .isGreaterThanOrEqualTo(promised.getOrDefault(record.partition(), Long.MIN_VALUE));
        if (value instanceof ClockTick) {
          promised.put(record.partition(), atMicros);
        }
      }
    }
  }

  @Test
  void shouldStartASessionForEachStretchOfTime() {
    List<RecordedFile> files = files(BRL, USDM_2023);

    ReplayProgress end;
    try (EventProducer producer = kafka.producer("replay")) {
      end =
          new RecordedReplay(files, producer, ReplaySpeed.MAX, Duration.ofSeconds(10))
              .run(progress -> {});
    }

    assertThat(end.session()).isEqualTo(2);
    long ticks = kafka.read(Topic.CHAIN_HEALTH).ticksByPartition().get(0).size();
    long recordedTens = (1_592_752_028 - 1_592_726_829 + 1_680_652_799 - 1_680_652_700) / 10;
    assertThat(ticks).isBetween(recordedTens, recordedTens + 6);
  }

  @Test
  void shouldStopWhenTold() {
    try (EventProducer producer = kafka.producer("replay")) {
      RecordedReplay replay =
          new RecordedReplay(files(USDM_2023), producer, ReplaySpeed.parse("20"));

      ReplayProgress end = replay.run(progress -> replay.stop());

      assertThat(end.lines()).isBetween(1L, 13_000L);
    }
  }

  private static ReplayProgress replay(List<RecordedFile> files, ReplaySpeed speed) {
    try (EventProducer producer = kafka.producer("replay")) {
      return new RecordedReplay(files, producer, speed).run(progress -> {});
    }
  }

  private static List<RecordedFile> files(String... names) {
    Path folder = RecordedData.folderOrSkip();
    List<RecordedFile> files =
        RecordedFile.list(folder, InstrumentCatalog.loadDefault()).stream()
            .filter(file -> Arrays.asList(names).contains(file.name()))
            .toList();
    assertThat(files).hasSameSizeAs(names);
    return files;
  }

  private static Map<Topic, List<SpecificRecord>> recordsByTopic(RecordedFile file) {
    Map<Topic, List<SpecificRecord>> records = new HashMap<>();
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext()) {
        if (messages.next().result() instanceof FeedResult.Records translated) {
          for (SpecificRecord record : translated.records()) {
            records.computeIfAbsent(RecordKeys.topicOf(record), t -> new ArrayList<>()).add(record);
          }
        }
      }
    }
    return records;
  }
}
