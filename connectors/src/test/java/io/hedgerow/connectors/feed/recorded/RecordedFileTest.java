package io.hedgerow.connectors.feed.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.RecordedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("NET-1")
class RecordedFileTest {

  private static final InstrumentCatalog CATALOG = InstrumentCatalog.loadDefault();
  private static final String TRADE =
      "{\"e\":\"trade\",\"E\":1,\"s\":\"BTCUSDT\",\"t\":7,\"p\":\"2\",\"q\":\"3\",\"T\":1,"
          + "\"m\":true}";

  @TempDir Path data;

  @Test
  void shouldListFilesByFolderAndNameWithWhatTheNameSays() throws IOException {
    // given
    write("books/binance/usdm_ethusdt_20240808.gz", "");
    write("books/binance/cm_btcusd_perp_20240808.gz", "");
    write("books/binance/notes.txt", "");
    write("books/brl/two.jsonl.gz", "");
    write("books/lobdeep/trades_btc_spot.csv.gz", "");

    // when
    List<RecordedFile> files = RecordedFile.list(data, CATALOG);

    // then
    assertThat(files)
        .extracting(file -> file.name() + file.instruments().stream().map(Instrument::key).toList())
        .containsExactly(
            "cm_btcusd_perp_20240808.gz[BINANCE-COINM|BTC-USD-PERP]",
            "usdm_ethusdt_20240808.gz[BINANCE-USDM|ETH-USDT-PERP]",
            "two.jsonl.gz[BRL-EX1|BTC-BRL, BRL-EX2|BTC-BRL]",
            "trades_btc_spot.csv.gz[BINANCE|BTC-USDT]");
  }

  @Test
  void shouldListNothingWhereNothingIsRecorded() {
    assertThat(RecordedFile.list(data.resolve("absent"), CATALOG)).isEmpty();
  }

  @Test
  void shouldNameTheFileWhoseSymbolIsUnknown() throws IOException {
    write("books/binance/spot_dogeusdt_20240808.gz", "");
    assertThatThrownBy(() -> RecordedFile.list(data, CATALOG))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("spot_dogeusdt_20240808.gz")
        .hasMessageContaining("no symbol DOGEUSDT at BINANCE");
  }

  @Test
  void shouldReadStampsInNanosecondsAndMicrosecondsAndKeepGoingOverBrokenLines()
      throws IOException {
    // given
    write(
        "books/binance/spot_btcusdt_20240808.gz",
        "1723161254087896568 " + TRADE,
        "1680652700441533 " + TRADE,
        "no stamp",
        "",
        "1680652700441534 {\"cut",
        "99999999999999999999 " + TRADE);

    // when
    List<RecordedMessage> messages = readAll(RecordedFile.list(data, CATALOG).get(0));

    // then
    assertThat(messages)
        .extracting(RecordedMessage::receivedAtMicros)
        .containsExactly(
            1723161254087896L,
            1680652700441533L,
            1680652700441533L,
            1680652700441533L,
            1680652700441534L,
            1680652700441534L);
    assertThat(messages)
        .extracting(message -> message.result().getClass().getSimpleName())
        .containsExactly("Records", "Records", "Rejected", "Rejected", "Rejected", "Rejected");
    assertThat(messages.get(0).payload()).isEqualTo(TRADE);
    assertThat(messages).extracting(RecordedMessage::lineNumber).endsWith(6L);
  }

  @Test
  void shouldNameAFileThatIsNoGzip() throws IOException {
    Path file = data.resolve("books/binance/spot_btcusdt_20240808.gz");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "plain text");
    assertThatThrownBy(() -> RecordedFile.list(data, CATALOG).get(0).open())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("spot_btcusdt_20240808.gz, after line 0: Not in GZIP format");
  }

  @Test
  void shouldNameAFileThatIsCutOff() throws IOException {
    // given
    String[] lines = new String[5_000];
    Arrays.setAll(lines, i -> (1680652700441533L + i * 7_919L) + " " + TRADE);
    Path file = write("books/binance/spot_btcusdt_20240808.gz", lines);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    // then
    assertThatThrownBy(() -> readAll(RecordedFile.list(data, CATALOG).get(0)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("spot_btcusdt_20240808.gz, after line ")
        .hasMessageContaining("end of ZLIB input stream");
  }

  @Test
  void shouldTranslateEveryLineOfTheOtherRecordings() {
    // given
    RecordedData.folder("books/brl");
    Map<String, Integer> records = new TreeMap<>();

    // when
    for (RecordedFile file : RecordedFile.list(RecordedData.root(), CATALOG)) {
      if (file.path().toString().contains("binance")) {
        continue;
      }
      for (RecordedMessage message : readAll(file)) {
        String kind = message.result() instanceof FeedResult.Records ? "" : message.result() + " ";
        records.merge(kind + file.name(), 1, Integer::sum);
      }
    }

    // then
    assertThat(records)
        .isEqualTo(
            Map.of(
                "btcbrl_two_venues_20200621_am.jsonl.gz", 12_664,
                "lobdeep_btc_fut.jsonl.gz", 2_559,
                "lobdeep_btc_spot.jsonl.gz", 2_559,
                "trades_btc_fut.csv.gz", 11_947,
                "trades_btc_spot.csv.gz", 10_215,
                "Ignored[reason=header] trades_btc_fut.csv.gz", 1,
                "Ignored[reason=header] trades_btc_spot.csv.gz", 1));
  }

  private static List<RecordedMessage> readAll(RecordedFile file) {
    List<RecordedMessage> messages = new ArrayList<>();
    try (RecordedMessages open = file.open()) {
      open.forEachRemaining(messages::add);
    }
    return messages;
  }

  private Path write(String name, String... lines) throws IOException {
    Path file = data.resolve(name);
    Files.createDirectories(file.getParent());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
    return Files.write(file, bytes.toByteArray());
  }
}
