package io.hedgerow.jobs.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.state.signal.InstrumentName;
import io.hedgerow.state.signal.SignalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalsConfigTest {

  private static final Path SHIPPED = Path.of("../flink-conf/signals.yaml");

  @TempDir Path folder;

  @Test
  void shouldTakeWhatIsShipped() {
    SignalsConfig config = SignalsConfig.load(SHIPPED);

    assertThat(config.settings().venue("BINANCE").takerFeePpm()).isEqualTo(1_000);
    assertThat(config.settings().asset("PAXG").chains()).containsExactly("ETHEREUM");
    assertThat(config.settings().quote("BRL").capUnits()).isEqualTo(250_000);
  }

  /** The name of a perpetual cannot tell. */
  @Test
  @Tag("SIG-1")
  void shouldNameTheInversePerpetualsOfTheCatalogue() {
    InstrumentCatalog catalogue = InstrumentCatalog.loadDefault();
    SignalSettings settings = SignalsConfig.load(SHIPPED).settings();
    List<Instrument> perpetuals =
        catalogue.venues().stream()
            .flatMap(venue -> catalogue.instrumentsOf(venue).stream())
            .filter(each -> InstrumentName.of(each.id()) != null)
            .filter(each -> InstrumentName.of(each.id()).perpetual())
            .toList();

    assertThat(perpetuals)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            each ->
                assertThat(settings.isInverse(each.venue(), InstrumentName.of(each.id())))
                    .as(each.key())
                    .isEqualTo(each.contract() == Contract.INVERSE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "viewDelayMillis: 250; viewDelayMillis: -1; viewDelayMillis: expected 0 to 5000, saw -1",
        "maxInstruments: 64; maxInstrument: 64; unknown key settings.maxInstrument",
        "capUnits: 250000; capUnits: 2499; quotes.BRL.capUnits: expected 2500 to 1000000000, saw",
        "'chains: [SOLANA]'; 'chains: [SOLARIS]'; expected a chain of chains, saw SOLARIS",
        "'venue: BYBIT,'; 'venue: BINANCE,'; expected each name once, saw BINANCE again",
        "'route: SVM,'; 'route: NONE,'; 'chains.SOLANA.route: expected SVM, EVM_L1 or EVM_L2'",
        "'BYBIT, takerFeePpm: 1000'; 'BYBIT, takerFee: 1000'; takerFee",
        "'{venue: BYBIT, takerFeePpm: 1000}'; '{venue: BYBIT}'; takerFeePpm",
        "maxKeys: 20000; maxKeys: 0; maxKeys: expected 1 to 1000000, saw 0"
      })
  void shouldNameWhatIsWrong(String shipped, String changed, String message) throws IOException {
    String text = Files.readString(SHIPPED);
    assertThat(text).contains(shipped);
    Path file = folder.resolve("signals.yaml");
    Files.writeString(file, text.replace(shipped, changed));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SignalsConfig.load(file))
        .withMessageContaining(message);
  }
}
