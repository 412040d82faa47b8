package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.feed.FeedAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped settings, and what is wrong with others. */
@Tag("TRUTH-4")
class FastPathFileTest {

  @TempDir private Path folder;
  private Path file;
  private String shipped;

  @BeforeEach
  void copy() throws IOException {
    Path from = Path.of("../flink-conf");
    shipped = Files.readString(from.resolve("fastpath.yaml"));
    Files.copy(from.resolve("registry.yaml"), folder.resolve("registry.yaml"));
    Files.writeString(folder.resolve("sim-alpha.password"), "secret\n");
    Files.writeString(folder.resolve("sim-delta.password"), "other");
    file = Files.writeString(folder.resolve("fastpath.yaml"), shipped);
  }

  private FastPathSettings read() throws IOException {
    return FastPathFile.read(file, folder.resolve("data"), "localhost:9092", "build");
  }

  @Test
  void shouldReadTheShippedFile() throws IOException {
    FastPathSettings settings = read();

    assertThat(settings.sessions().keySet()).containsExactly("SIM-ALPHA", "SIM-DELTA");
    FixClientSettings alpha = settings.sessions().get("SIM-ALPHA");
    assertThat(alpha.password()).isEqualTo("secret");
    assertThat(alpha.venue().getPort()).isEqualTo(9_871);
    assertThat(alpha.cancelOnDisconnect()).isTrue();
    assertThat(settings.segmentBytes()).isEqualTo(256 << 20);
    assertThat(settings.maxJournalBytes()).isEqualTo(16L << 30);
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "spins: false|spins: maybe|boolean",
        "spins: false|spin: false|spin",
        "port: 9871|port: 0|port",
        "port: 9871|port: 65536|port",
        "venue: SIM-DELTA|venue: SIM-ALPHA|named twice",
        "heartbeatSeconds: 10|heartbeatSeconds: 0|heartbeatSeconds",
        "sender: main|sender: ''|sender",
        "segmentMebibytes: 256|segmentMebibytes: 4096|1024 MiB",
        "registry: registry.yaml||registry",
        "feeds: []||feeds",
        "feeds: []|feeds: [{venue: OKX}]|streamUrl",
        "bookStaleMillis: 2000|bookStaleMillis: 0|bookStaleMillis",
      })
  void shouldRefuseWhatMakesNoSense(String right, String wrong, String why) throws IOException {
    String text = shipped.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(shipped);
    Files.writeString(file, text);

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void shouldReadFeedsAtTheirOwnAddressesOrOthers() throws IOException {
    Files.writeString(
        file,
        shipped.replace(
            "feeds: []",
            "feeds:\n"
                + "  - {venue: OKX, streamUrl: ~, restUrl: ~}\n"
                + "  - {venue: BYBIT, streamUrl: 'wss://here:1', restUrl: 'https://here:2'}"));

    assertThat(read().feeds())
        .containsExactly(
            new FeedAddress("OKX", null, null),
            new FeedAddress("BYBIT", URI.create("wss://here:1"), URI.create("https://here:2")));
  }

  @Test
  void shouldNameTheFileThatIsMissing() throws IOException {
    Files.delete(folder.resolve("sim-delta.password"));

    assertThatThrownBy(this::read)
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("sim-delta.password");
  }

  @Test
  void shouldRefuseAnEmptyPassword() throws IOException {
    Files.writeString(folder.resolve("sim-delta.password"), " \n");

    assertThatThrownBy(this::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sim-delta.password is empty");
  }
}
