package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Rederivation.Result;
import io.hedgerow.state.risk.Rederivation.Verdict;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One margin that breaks its threshold with its third record, two of two. */
@Tag("RISK-5")
class RederivationTest {

  private final TriggerSeries series =
      new TriggerSeries(Measure.MARGIN_BUFFER, Topic.RISK_OBSERVATIONS);
  private RiskTrigger raised;

  @BeforeEach
  void raise() {
    series.policy(2, 2, 0, 0);
    long[] buffers = {5 * E8.ONE, 1_000_000, 1_000_000};
    for (int i = 0; i < buffers.length; i++) {
      long at = TriggerSeries.T0 + i * TriggerSeries.SECOND;
      series.take(TriggerSeries.margin(buffers[i], at), at);
    }
    raised =
        series.published.stream()
            .filter(trigger -> trigger.getStatus() == TriggerStatus.RAISED)
            .findFirst()
            .orElseThrow();
  }

  @Test
  void shouldGiveTheSameBytes() {
    Result result = Rederivation.of(raised, series::at, List.of());

    assertThat(result).isEqualTo(new Result(Verdict.SAME, "", 2, 0));
    assertThat(result.sentence()).isEqualTo("derived again, byte for byte");
  }

  @Test
  void shouldCountTheRecordsThatAreGone() {
    Result result =
        Rederivation.of(
            raised, place -> place.getOffset() == 1 ? null : series.at(place), List.of());

    assertThat(result.sentence()).isEqualTo("cannot be derived: 1 of 2 records are gone");
  }

  @Test
  void shouldNameTheRecordThatSaysSomethingElse() {
    series.records.set(1, TriggerSeries.margin(2_000_000, TriggerSeries.T0));

    assertThat(Rederivation.of(raised, series::at, List.of()).sentence())
        .isEqualTo("DIFFERS: risk.observations 0 1 says 2000000 (E8), the evidence 1000000");
  }

  @Test
  void shouldNameTheRecordThatIsAboutSomethingElse() {
    series.records.set(1, TriggerSeries.cost("route", true, TriggerSeries.T0));

    assertThat(Rederivation.of(raised, series::at, List.of()).sentence())
        .isEqualTo("DIFFERS: risk.observations 0 1 does not tell of SIM-ALPHA|main");
  }

  @Test
  void shouldNotBelieveAnEdgeThatDoesNotFollow() {
    raised.getEdges().get(0).setValue(raised.getEdges().get(0).getValue() - 1);

    assertThat(Rederivation.of(raised, series::at, List.of()).sentence())
        .startsWith("DIFFERS: of the BREACH at " + (TriggerSeries.T0 + 2 * TriggerSeries.SECOND))
        .contains(" value is 10000, published was 9999");
  }

  @Test
  void shouldNotBelieveAnotherSeverity() {
    raised.setSeverity(io.hedgerow.schemas.alerts.Severity.INFO);

    assertThat(Rederivation.of(raised, series::at, List.of()).sentence())
        .isEqualTo("DIFFERS: of the trigger severity is another one");
  }

  @Test
  void shouldSayThatOtherThresholdsGiveNothing() {
    raised.getOptions().forEach(option -> option.setValue(option.getValue() / 1_000));

    assertThat(Rederivation.of(raised, series::at, List.of()).verdict())
        .isEqualTo(Verdict.DIFFERENT);
  }

  @Test
  void shouldNotReadWhatNoBuildHasWritten() {
    raised.getEdges().get(0).setBefore(ByteBuffer.wrap(new byte[] {9, 9}));

    assertThat(Rederivation.of(raised, series::at, List.of()).sentence())
        .startsWith("DIFFERS: this build cannot read the evidence: ");
  }

  @Test
  void shouldSayThatTheMachineNeedsNoRecords() {
    raised.getEdges().get(0).setBefore(ByteBuffer.allocate(0));
    raised.getEdges().get(0).setObservations(List.of());

    assertThat(Rederivation.of(raised, series::at, List.of()))
        .isEqualTo(new Result(Verdict.WITHOUT_RECORDS, "", 0, 0));
  }
}
