package io.hedgerow.jobs.network;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hedgerow.connectors.kafka.EventHeaders;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.HostileInput;
import io.hedgerow.simulator.market.HostileInput.Message;
import io.hedgerow.simulator.market.HostileInput.Outcome;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedInstrument;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A market with everything that can hurt the job in between: nothing is lost, nothing spreads. */
@Tag("NET-1")
@Tag("NET-3")
class NetworkStateHostileIT {

  private static final long STEP_MICROS = 100_000;
  private static final int PART_STEPS = 40;
  private static final long MINUTE_MICROS = 60_000_000;
  private static final long HOUR_MICROS = 60 * MINUTE_MICROS;
  private static final long AFTERWARDS_SEQUENCE = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration COUNTERS_LAG = Duration.ofMillis(500);

  private static final String HOSTILE = "hedgerow/hostile/";
  private static final List<Header> ODD_HEADERS =
      List.of(
          new RecordHeader(EventHeaders.SOURCE, (HOSTILE + "odd-headers").getBytes(UTF_8)),
          new RecordHeader("twice", new byte[] {0, -1}),
          new RecordHeader("twice", null),
          new RecordHeader("ключ", new byte[0]));

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  /** Ticks of the future are told from the clock of this machine, so the market ends before it. */
  private final long startMicros = System.currentTimeMillis() * 1_000 - MINUTE_MICROS;

  private final LeveragedAccount market =
      new LeveragedAccount(MarketSettings.usual(5, startMicros));

  @Test
  void shouldEndEachHostileRecordAsItsCatalogueSaysAndLiveOn() throws Exception {
    List<HostileInput> hostile = hostile(startMicros + PART_STEPS * STEP_MICROS);
    try (RunningJob job =
            RunningJob.start(kafka.bootstrapServers(), folder, RunningJob.NEVER_SILENT_SECONDS);
        EventProducer producer = kafka.producer("hedgerow/generator")) {
      play(producer, 0);
      sendHostile(producer, hostile);
      play(producer, 1);
      job.awaitAllRead();

      thenEachIsADeadLetter(hostile);
      thenEachBookIsAsTheCatalogueSays(hostile);
      thenNothingSpreads(hostile);
      thenNothingIsLost(job);

      sendGoodBooks(producer);
      job.awaitAllRead();

      thenEveryBookIsUsable();
      thenNothingSpreads(hostile);
      thenNothingIsLost(job);
    }
  }

  /** The catalogue, and for each topic what may come to any of them. */
  private List<HostileInput> hostile(long nowMicros) {
    List<HostileInput> all = new ArrayList<>(HostileInput.catalogue(nowMicros));
    all.addAll(HostileInput.accounts(nowMicros));
    LeveragedAccount another = new LeveragedAccount(MarketSettings.usual(6, startMicros));
    List<SpecificRecord> records = another.step(startMicros + 3_000_000);
    SpecificRecord trade = first(records, Topic.MARKET_TRADES);
    for (Topic topic : NetworkStateOnKafka.INPUTS) {
      byte[] good = RecordCodec.encode(first(records, topic));
      byte[] tick = RecordCodec.encode(new ClockTick("hostile", nowMicros + HOUR_MICROS));
      byte[] key = "SOMEWHERE|ELSE".getBytes(UTF_8);
      dead(all, topic, DeadLetterReason.NOT_FRAMED, key, "<xml/>".getBytes(UTF_8));
      dead(all, topic, DeadLetterReason.NULL_VALUE, key, null);
      dead(all, topic, DeadLetterReason.FOREIGN_RECORD_TYPE, key, RecordCodec.encode(trade));
      dead(all, topic, DeadLetterReason.MALFORMED, key, Arrays.copyOf(good, good.length - 9));
      dead(all, topic, DeadLetterReason.IMPOSSIBLE_TIME, null, tick);
      dead(all, topic, DeadLetterReason.WRONG_KEY, null, good);
    }
    return all;
  }

  private static void dead(
      List<HostileInput> to, Topic topic, DeadLetterReason reason, byte[] key, byte[] value) {
    String name = topic.topicName() + " " + reason;
    Outcome outcome = new Outcome.DeadLetter(reason);
    to.add(new HostileInput(name, topic, List.of(new Message(key, value)), outcome));
  }

  private static SpecificRecord first(List<SpecificRecord> records, Topic topic) {
    return records.stream()
        .filter(record -> RecordKeys.topicOf(record) == topic)
        .findFirst()
        .orElseThrow();
  }

  private void play(EventProducer producer, int part) {
    for (long step = part * PART_STEPS; step < (part + 1) * PART_STEPS; step++) {
      long now = startMicros + step * STEP_MICROS;
      market.step(now).forEach(producer::send);
      producer.tickAll(now);
    }
    producer.flush();
  }

  private void sendHostile(EventProducer producer, List<HostileInput> hostile) {
    hostile.forEach(input -> input.sendTo(producer, startMicros));
    producer.sendRaw(
        Topic.MARKET_BOOKS.topicName(), new byte[] {0}, new byte[] {1}, startMicros, ODD_HEADERS);
    producer.flush();
  }

  private void thenEachIsADeadLetter(List<HostileInput> hostile) {
    for (Topic topic : NetworkStateOnKafka.INPUTS) {
      Map<String, DeadLetterReason> expected = deadSources(topic, hostile);
      RawTopic letters = RawTopic.read(kafka, topic.deadLetterName());
      assertThat(letters.bySource().keySet()).isEqualTo(expected.keySet());
      assertThat(letters.size()).isEqualTo(expected.size());
      var sent = RawTopic.read(kafka, topic.topicName()).bySource();
      expected.forEach(
          (source, reason) ->
              thenIsTheDeadLetterOf(
                  sent.get(source).get(0), letters.bySource().get(source).get(0), reason));
    }
  }

  private static Map<String, DeadLetterReason> deadSources(
      Topic topic, List<HostileInput> hostile) {
    Map<String, DeadLetterReason> sources = new HashMap<>();
    for (HostileInput input : hostile) {
      if (input.topic() == topic && input.outcome() instanceof Outcome.DeadLetter letter) {
        sources.put(HOSTILE + input.name(), letter.reason());
      }
    }
    if (topic == Topic.MARKET_BOOKS) {
      sources.put(HOSTILE + "odd-headers", DeadLetterReason.NOT_FRAMED);
    }
    return sources;
  }

  private static void thenIsTheDeadLetterOf(
      ConsumerRecord<byte[], byte[]> sent,
      ConsumerRecord<byte[], byte[]> letter,
      DeadLetterReason reason) {
    List<Header> original = List.of(sent.headers().toArray());
    List<Header> headers = List.of(letter.headers().toArray());
    assertThat(letter.key()).as("key of %s", original).isEqualTo(sent.key());
    assertThat(letter.value()).as("value of %s", original).isEqualTo(sent.value());
    assertThat(headers).startsWith(original.toArray(Header[]::new));
    assertThat(texts(headers.subList(original.size(), headers.size())))
        .as("added headers of %s", original)
        .containsEntry("dlq-reason", reason.name())
        .containsEntry("__connect.errors.topic", sent.topic())
        .containsEntry("__connect.errors.partition", "" + sent.partition())
        .containsEntry("__connect.errors.offset", "" + sent.offset())
        .hasEntrySatisfying(
            "__connect.errors.stage", stage -> assertThat(stage).startsWith("network-state/check"))
        .hasEntrySatisfying(
            "__connect.errors.exception.message", message -> assertThat(message).isNotBlank());
  }

  private void thenEachBookIsAsTheCatalogueSays(List<HostileInput> hostile) {
    Map<String, DepthView> views = kafka.read(Topic.STATE_DEPTH).newestByKey(DepthView.class);
    for (HostileInput input : hostile) {
      if (input.outcome() instanceof Outcome.Book book) {
        DepthView view = views.get(keyOf(input));
        assertThat(view).as(input.name()).isNotNull();
        assertThat(view.getValidity()).as(input.name()).isEqualTo(book.validity());
        assertThat(view.getReason()).as(input.name()).isEqualTo(book.reason());
        assertThat(view.getBestBidPriceE8() > 0)
            .as("%s: only a LIVE book shows a price", input.name())
            .isEqualTo(book.validity() == BookValidity.LIVE);
      }
    }
  }

  /** Every key has the view that it has without the dead letters, and there is no other key. */
  private void thenNothingSpreads(List<HostileInput> hostile) {
    Set<String> dead = deadSources(Topic.MARKET_BOOKS, hostile).keySet();

    assertThat(kafka.read(Topic.STATE_DEPTH))
        .hasViews(
            RebuiltBooks.of(
                kafka.read(Topic.MARKET_BOOKS), record -> !dead.contains(source(record))));
    assertThat(kafka.read(Topic.STATE_FUNDING).newestByKey().keySet())
        .isEqualTo(
            market.market().instruments().stream()
                .filter(SimulatedInstrument::perpetual)
                .map(SimulatedInstrument::key)
                .collect(Collectors.toSet()));
    Set<String> deadStatements = deadSources(Topic.VENUE_ACCOUNTS, hostile).keySet();
    Map<String, MarginView> margins =
        RebuiltMargins.of(
            kafka.read(Topic.VENUE_ACCOUNTS), record -> !deadStatements.contains(source(record)));
    assertThat(margins).containsOnlyKeys(LeveragedAccount.KEY);
    assertThat(margins.get(LeveragedAccount.KEY).getMarginRatioPpm()).isPositive();
    assertThat(kafka.read(Topic.STATE_MARGIN)).hasViews(margins);
    assertThat(kafka.read(Topic.STATE_VENUES).newestByKey().keySet())
        .as("SIM-HOSTILE has sound books, and with them a clock")
        .containsExactlyInAnyOrder("SIM-ALPHA", "SIM-BRAVO", "SIM-CHARLIE", "SIM-HOSTILE");
    assertThat(kafka.read(Topic.STATE_CHAINS).newestByKey().keySet())
        .containsExactlyInAnyOrder("ARBITRUM", "BITCOIN", "ETHEREUM", "SOLANA");
  }

  /** in = used + ticks + dead letters, as the job counts and as the broker does. */
  private void thenNothingIsLost(RunningJob job) {
    Map<String, Long> records = new HashMap<>();
    for (Topic topic : NetworkStateOnKafka.INPUTS) {
      records.put(topic.topicName(), records(topic.topicName()));
      records.put(topic.deadLetterName(), records(topic.deadLetterName()));
    }
    long views =
        records(
            Topic.STATE_DEPTH.topicName(),
            Topic.STATE_FUNDING.topicName(),
            Topic.STATE_MARGIN.topicName(),
            Topic.STATE_VENUES.topicName(),
            Topic.STATE_CHAINS.topicName());
    await()
        .atMost(PATIENCE)
        .pollInterval(COUNTERS_LAG)
        .untilAsserted(
            () -> {
              JobCounters counters = job.counters();
              NetworkStateOnKafka.INPUTS.forEach(topic -> thenAddsUp(counters, topic, records));
              assertThat(counters.total("viewsPublished")).isEqualTo(views);
            });
  }

  private void thenAddsUp(JobCounters counters, Topic topic, Map<String, Long> records) {
    String check = "check-" + part(topic);
    long in = counters.of(check, "recordsIn");
    long passed = counters.of(check, "recordsPassed");
    long ticks = counters.of(check, "ticks");
    long deadLetters = counters.of(check, "deadLetters");
    assertThat(in).as("%s: read", topic).isEqualTo(records.get(topic.topicName()));
    assertThat(deadLetters).as("%s: dead", topic).isEqualTo(records.get(topic.deadLetterName()));
    assertThat(ticks).as("%s: ticks", topic).isEqualTo(2L * PART_STEPS * topic.partitions());
    assertThat(passed + ticks + deadLetters).as("%s: in = out", topic).isEqualTo(in);
    if (topic != Topic.VENUE_HEALTH) { // which the clocks of the books join
      String keep = "keep-" + part(topic);
      assertThat(
              counters.of(keep, "applied")
                  + counters.of(keep, "kept")
                  + counters.of(keep, "ignored"))
          .as("%s: used", topic)
          .isEqualTo(passed);
    }
  }

  private static String part(Topic topic) {
    return switch (topic) {
      case MARKET_BOOKS -> "books";
      case MARKET_FUNDING -> "funding";
      case VENUE_HEALTH -> "venues";
      case VENUE_ACCOUNTS -> "accounts";
      case CHAIN_HEALTH -> "chains";
      default -> throw new IllegalArgumentException("the job does not read " + topic);
    };
  }

  /** A whole book for each key that was hurt, as good as any. */
  private void sendGoodBooks(EventProducer producer) throws Exception {
    long now = startMicros + 2 * PART_STEPS * STEP_MICROS;
    List<HostileInput> catalogue = HostileInput.catalogue(now);
    byte[] sound =
        catalogue.stream()
            .filter(input -> input.name().equals("duplicate-delta"))
            .findFirst()
            .orElseThrow()
            .messages()
            .get(0)
            .value();
    BookUpdate like = (BookUpdate) RecordCodec.decode(sound);
    for (HostileInput input : catalogue) {
      producer.send(
          BookUpdate.newBuilder(like)
              .setInstrument(input.name().toUpperCase(Locale.ROOT))
              .setKind(BookUpdateKind.SNAPSHOT)
              .setLastSequence(AFTERWARDS_SEQUENCE)
              .setEventId(EventIds.of("Afterwards", input.name()))
              .build());
    }
    producer.flush();
  }

  private void thenEveryBookIsUsable() {
    Map<String, DepthView> views = kafka.read(Topic.STATE_DEPTH).newestByKey(DepthView.class);
    HostileInput.catalogue(startMicros)
        .forEach(
            input -> {
              DepthView view = views.get(keyOf(input));
              assertThat(view).as(input.name()).isNotNull();
              assertThat(view.getValidity()).as(input.name()).isEqualTo(BookValidity.LIVE);
              assertThat(view.getSequence()).as(input.name()).isEqualTo(AFTERWARDS_SEQUENCE);
            });
    assertThat(views.values())
        .hasSize(market.market().instruments().size() + HostileInput.catalogue(startMicros).size())
        .allMatch(view -> view.getValidity() == BookValidity.LIVE);
  }

  private static String keyOf(HostileInput input) {
    return "SIM-HOSTILE|" + input.name().toUpperCase(Locale.ROOT);
  }

  private static String source(TopicRecord record) {
    return record.headers().get(EventHeaders.SOURCE);
  }

  private static Map<String, String> texts(List<Header> headers) {
    Map<String, String> texts = new HashMap<>();
    headers.forEach(header -> texts.put(header.key(), new String(header.value(), UTF_8)));
    return texts;
  }

  private static long records(String... topics) {
    return InputProgress.recordsOn(kafka.bootstrapServers(), List.of(topics));
  }
}
