package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands that talk to a broker, against a real one. */
class CommandsIT {

  private static final int BOOKS = 20;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  private Path recording;

  @BeforeEach
  void record() throws IOException {
    recording = folder.resolve("recording");
    Path file = recording.resolve("books/brl/two_venues.jsonl.gz");
    Files.createDirectories(file.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < BOOKS; i++) {
        String line =
            String.format(
                Locale.ROOT,
                "{\"timestamp\":%d.%d,\"exchange\":\"EX1\",\"bids\":[[\"49779.15\",\"0.02\"]],"
                    + "\"asks\":[[\"49790.%02d\",\"0.5\"]]}%n",
                1_592_726_830L + i / 10,
                i % 10,
                i);
        out.write(line.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void shouldCreateAndCheckTheTopics() {
    assertThat(run("topics", "create").out()).contains("All topics are there.");
    assertThat(run("topics", "check")).matches(checked -> checked.code() == 0, "exit code 0");

    kafka.admin().delete(List.of(Topic.CHAIN_HEALTH.topicName()));

    Outcome missing = run("topics", "check");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.out()).containsPattern("chain.health +\\d+ +missing");
    assertThat(missing.out()).contains("Not as in the catalogue.");
    assertThat(run("topics", "create").out()).contains("Created chain.health");
  }

  @Test
  void shouldMeasureBooks() {
    Outcome measured = Outcome.of("bench", "book", "--books", "4", "--repeats", "1", "--json");

    assertThat(measured.code()).isZero();
    assertThat(measured.out()).contains("book.levelsPerSecond.median");
  }

  @Test
  void shouldSayThatThereIsNoStateYet() {
    Outcome empty = run("state", "depth");

    assertThat(empty.code()).isEqualTo(1);
    assertThat(empty.err())
        .isEqualToNormalizingNewlines(
            "hedgerow: state.depth is empty: is the network-state job running and fed?\n");
  }

  @Test
  @Tag("NET-7")
  void shouldReplayARecordingOnceOnly() {
    Outcome replayed = run("replay", recording.toString());
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(replayed.out()).contains("20 lines: 20 records sent", "0 rejected");
    assertThat(kafka.read(Topic.MARKET_BOOKS).events(BookUpdate.class)).hasSize(BOOKS);

    Outcome refused = run("replay", recording.toString());
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .contains("the recording begins at 2020-06-21T08:07:10Z, but the topics at ")
        .contains("have come to 2020-06-21T08:07:1")
        .contains("its books would be STALE", "hedgerow demo --data " + recording, "--late")
        .hasLineCount(1);

    assertThat(run("replay", recording.toString(), "--late").code()).isZero();
    assertThat(kafka.read(Topic.MARKET_BOOKS).events(BookUpdate.class)).hasSize(2 * BOOKS);
  }

  @Test
  void shouldNameTheRecordedFileThatIsBroken() throws IOException {
    Files.writeString(recording.resolve("books/brl/broken.jsonl.gz"), "no gzip");

    Outcome failed = run("replay", recording.toString());

    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err())
        .contains("broken.jsonl.gz", "Not in GZIP format")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldPrintTheStateThatTheJobMakesOfARecording() throws Exception {
    try (LocalFlink flink = startJob()) {
      assertThat(run("replay", recording.toString()).code()).isZero();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                flink.requireRunning();
                return run("state", "depth").out().contains("BRL-EX1");
              });
    }

    JsonNode view = new ObjectMapper().readTree(run("state", "depth", "--json").out());
    assertThat(view.path("venue").asText()).isEqualTo("BRL-EX1");
    assertThat(view.path("instrument").asText()).isEqualTo("BTC-BRL");
    assertThat(view.path("validity").asText()).isEqualTo("LIVE");
    assertThat(view.path("bestBidPrice").decimalValue()).isEqualByComparingTo("49779.15");
    assertThat(view.path("bids")).isNotEmpty();
    assertThat(run("state", "depth", "--venue", "brl-ex1").out()).contains("bid 49779.15 x 0.02");
    assertThat(run("state", "depth", "--venue", "NASDAQ").err())
        .contains("nothing matches; state.depth has: BRL-EX1|BTC-BRL")
        .hasLineCount(1);
  }

  @Test
  @Tag("NET-3")
  void shouldPrintTheMarginOfAnAccountWithItsPositions() throws Exception {
    try (EventProducer producer = kafka.producer("test")) {
      producer.send(StateTablesTest.LIVE);
    }

    assertThat(run("state", "margin", "--venue", "sim-alpha").out())
        .containsPattern("SIM-ALPHA +main +PROGRAMME +LIVE +USDT +20000.5 ")
        .containsPattern("BTC-USDT-PERP +-0.1 +64000 ");
    JsonNode view = new ObjectMapper().readTree(run("state", "margin", "--json").out()).get(0);
    assertThat(view.path("marginRatioPpm").asInt()).isEqualTo(8_000);
    assertThat(view.path("free").decimalValue()).isEqualByComparingTo("19680.5");
    assertThat(view.path("positions").get(0).path("quantity").decimalValue())
        .isEqualByComparingTo("-0.1");
  }

  /** The job with the shipped settings, but for the silence after a replay's end. */
  private LocalFlink startJob() throws Exception {
    String shipped = Files.readString(Path.of("../flink-conf/network-state.yaml"));
    assertThat(shipped).contains("silentAfterSeconds: 5");
    Path config = folder.resolve("network-state.yaml");
    Files.writeString(config, shipped.replace("silentAfterSeconds: 5", "silentAfterSeconds: 3600"));
    JobArguments arguments =
        JobArguments.parse(
            "--bootstrap-servers",
            kafka.bootstrapServers(),
            "--config",
            config.toString(),
            "--bootstrap");
    return LocalFlink.start(
        new LocalFlink.Settings(
            "network-state", 1, freePort(), folder.resolve("checkpoints"), Duration.ofMillis(500)),
        env -> NetworkStateOnKafka.build(env, arguments));
  }

  private static Outcome run(String... command) {
    String[] broker = {"--bootstrap-servers", kafka.bootstrapServers()};
    return Outcome.of(
        Stream.concat(Arrays.stream(command), Arrays.stream(broker)).toArray(String[]::new));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
