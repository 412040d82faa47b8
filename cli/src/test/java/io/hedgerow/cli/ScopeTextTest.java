package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.state.risk.Scope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ScopeTextTest {

  @ParameterizedTest
  @CsvSource({
    "SYSTEM, SYSTEM, SYSTEM",
    "VENUE SIM-ALPHA, VENUE, SIM-ALPHA",
    "venue SIM-ALPHA, VENUE, SIM-ALPHA",
    "ASSET BTC, ASSET, BTC",
    "ROUTE SIM-ALPHA|BTC-USDT, ROUTE, SIM-ALPHA|BTC-USDT",
    "MODULE fast-path, MODULE, fast-path",
  })
  void shouldReadAScope(String text, ScopeType type, String name) {
    assertThat(new ScopeText().convert(text)).isEqualTo(new Scope(type, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "VENUE",
        "BTC",
        "SYSTEM ALL",
        "VENUE SIM ALPHA",
        "ROUTE SIM-ALPHA",
        "ROUTE |BTC-USDT",
        "ROUTE A|B|C",
        "ROUTE SIM-ALPHA|",
        "ASSET btc",
        "VENUE SIM|ALPHA"
      })
  void shouldSayTheFormsOfAScope(String text) {
    assertThatThrownBy(() -> new ScopeText().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("expected " + ScopeText.FORMS + ", saw '" + text + "'");
  }
}
