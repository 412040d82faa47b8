package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairCommandTest {

  @ParameterizedTest
  @CsvSource({
    "'',expected either an ID or --last",
    "J1-A --last 3,expected either an ID or --last",
    "J1-A --accepted,--accepted goes with --last",
    "--last 0,'--last: expected 1 to 1000, saw 0'",
    "--last 1001,'--last: expected 1 to 1000, saw 1001'"
  })
  void shouldRefuseWrongArgumentsBeforeItAsksABroker(String arguments, String expected) {
    Outcome refused = Outcome.of(("pair " + arguments).trim().split(" "));

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(expected).hasLineCount(1);
  }

  @Test
  void shouldRefuseAnEmptyId() {
    assertThat(Outcome.of("pair", " ").err()).contains("expected an ID, saw an empty one");
  }

  @Test
  void shouldSayThatNoBrokerAnswers() {
    Outcome none = Outcome.of("pair", "J1-A", "--bootstrap-servers", "127.0.0.1:1");

    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("no Kafka broker answers at 127.0.0.1:1").hasLineCount(1);
  }
}
