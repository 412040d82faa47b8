package io.hedgerow.fastpath.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.E8;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped registry, and what is wrong with others. */
@Tag("GATE-1")
class RegistryFileTest {

  private String shipped;

  @BeforeEach
  void read() throws IOException {
    shipped = Files.readString(Path.of("../flink-conf/registry.yaml"));
  }

  @Test
  void shouldReadTheShippedFile() {
    Registry registry = RegistryFile.parse(shipped);

    assertThat(registry.venues())
        .containsExactly(
            new Registry.Venue(0, "SIM-ALPHA", "main", 15, 150, 75),
            new Registry.Venue(1, "SIM-DELTA", "main", 10, 600, 300));
    Registry.Instrument perpetual =
        registry.instruments().get(registry.instrument("SIM-DELTA", "BTC-USDT-PERP"));
    assertThat(perpetual.terms().lotE8()).isEqualTo(E8.parse("0.0001"));
    assertThat(perpetual.contractE8()).isEqualTo(E8.ONE);
    assertThat(registry.referencesOf("BTC", "SIM-INDEX"))
        .containsExactly(registry.market("BTC", "USDT"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "account: main,|accuont: main,|account",
        "burstMessages: 150, ||burstMessages",
        "burstMessages: 150|burstMessages: 75|reserved",
        "messagesPerSecond: 15,|messagesPerSecond: 0,|messages a second",
        "venue: SIM-DELTA, account|venue: SIM-ALPHA, account|named twice",
        "contract: \"1\"|contract: \"0\"|contract above 0",
        "contract: \"1\"|contract: \"0.3\"|contracts",
        "contract: \"1\"|contract: one|quoted decimal",
        "tick: \"2\"|tick: \"0\"|tick",
        "maintenanceMarginPpm: 25000|maintenanceMarginPpm: 60000|margins",
        "leveraged: false|leveraged: true|margins",
        "instruments:|instrumets:|instruments",
      })
  void shouldRefuseWhatMakesNoSense(String right, String wrong, String why) {
    String text = shipped.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(shipped);

    assertThatThrownBy(() -> RegistryFile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource({"''", "'venues'", "'{'", "'- 1'", "'venues: 5'"})
  void shouldRefuseWhatIsNoRegistry(String text) {
    assertThatThrownBy(() -> RegistryFile.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
