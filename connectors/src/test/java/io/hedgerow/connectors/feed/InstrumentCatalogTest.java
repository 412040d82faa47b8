package io.hedgerow.connectors.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.market.Contract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("NET-1")
class InstrumentCatalogTest {

  @Test
  void shouldKnowWhatAContractIs() {
    InstrumentCatalog catalog = InstrumentCatalog.loadDefault();
    assertThat(catalog.find("BINANCE-COINM", "BTCUSD_PERP"))
        .contains(
            new Instrument(
                "BINANCE-COINM",
                "BTCUSD_PERP",
                "BTC-USD-PERP",
                "BTC",
                Contract.INVERSE,
                10_000_000_000L,
                0,
                0,
                0,
                1_000));
    assertThat(catalog.find("BINANCE", "BTCUSD_PERP")).isEmpty();
    assertThat(catalog.find("NOWHERE", "BTCUSDT")).isEmpty();
  }

  @Test
  void shouldHoldTheVenuesOfTheRecordedDataAndOfThePayloads() {
    assertThat(InstrumentCatalog.loadDefault().venues())
        .containsExactly(
            "BINANCE",
            "BINANCE-USDM",
            "BINANCE-COINM",
            "BYBIT",
            "OKX",
            "KRAKEN",
            "KRAKEN-FUTURES",
            "HYPERLIQUID",
            "BRL-EX1",
            "BRL-EX2");
  }

  @Test
  void shouldReadAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "venues: {X: {instruments: {ab: {id: A-B, asset: A}}}}");
    assertThat(InstrumentCatalog.load(file).find("X", "ab").orElseThrow().key()).isEqualTo("X|A-B");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          venue: {}                                                       | test:1: unknown key 'venue', expected one of [venues]
          venues: {X: {depth: 3, instruments: {}}}                        | test:1: unknown key 'depth', expected one of
          venues: {X: {instruments: {a: {id: A, asset: A, size: 1}}}}     | unknown key 'size', expected one of
          venues: {X: {instruments: {}}, X: {instruments: {}}}            | test:1: Duplicate field 'X'
          venues: {x: {instruments: {}}}                                  | test: venue ID 'x'
          venues: {X: {}}                                                 | test: X: expected the key 'instruments'
          venues: {X: {instruments: {a: {asset: A}}}}                     | test: X a: id 'null' must match
          venues: {X: {instruments: {a: {id: A}}}}                        | test: X a: asset 'null' must match
          venues: {X: {instruments: {a: {id: a_b, asset: A}}}}            | id 'a_b' must match
          venues: {X: {instruments: {a: {id: A, asset: A, contractSize: x}}}}   | contractSize must be a decimal, is 'x'
          venues: {X: {instruments: {a: {id: A, asset: A, contractSize: "0"}}}} | contractSize must be above 0, is 0
          venues: {X: {instruments: {a: {id: A, asset: A, contract: ODD}}}}     | "ODD": not one of the values accepted for Enum class: [INVERSE, LINEAR]
          venues: {X: {instruments: {a: {id: A, asset: A, priceDecimals: 9}}}}  | priceDecimals must be 0 to 8
          venues: {X: {streamDepth: -1, instruments: {a: {id: A, asset: A}}}}   | X: a depth must not be negative
          venues: {X: {instruments: {a: {id: A, asset: A}, b: {id: A, asset: A}}}} | X: two symbols have the ID A
          venues: [                                                       | test:1:
          """)
  void shouldSayWhatIsWrongAndWhere(String yaml, String message) {
    assertThatThrownBy(() -> load(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("test")
        .hasMessageContaining(message);
  }

  @Test
  void shouldNameTheLineOfAnUnknownKey() {
    assertThatThrownBy(
            () -> load("venues:\n  X:\n    instruments:\n      a: {id: A, asset: A}\n    odd: 1\n"))
        .hasMessageContaining("test:5: unknown key 'odd', expected one of");
  }

  @Test
  void shouldRefuseAnEmptyFile() {
    assertThatThrownBy(() -> load("")).isInstanceOf(IllegalArgumentException.class);
  }

  private static InstrumentCatalog load(String yaml) throws IOException {
    return InstrumentCatalog.load(
        new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)), "test");
  }
}
