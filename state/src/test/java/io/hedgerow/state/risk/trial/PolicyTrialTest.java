package io.hedgerow.state.risk.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The margin of one account, a value each second, one of one, with the dwell of a second. */
@Tag("RISK-2")
class PolicyTrialTest {

  private static final long SECOND = 1_000_000L;
  private static final long T0 = 1_704_067_200_000_000L;
  private static final long FINE = 5 * E8.ONE;
  private static final long BAD = 1_000_000L;
  private static final Scope VENUE = new Scope(ScopeType.VENUE, "SIM-ALPHA");

  private final PolicyTrial trial = new PolicyTrial(policy(), T0);
  private long offset;

  @Test
  void shouldTellWhatWasRaisedAndRestricted() {
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", FINE, 1);
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", BAD, 2);
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", BAD, 3);

    TrialOutcome outcome = trial.finish(T0 + 60 * SECOND);

    assertThat(outcome)
        .isEqualTo(
            new TrialOutcome(
                List.of(
                    new RaisedTrigger(
                        "margin-buffer",
                        "SIM-ALPHA|main",
                        "",
                        "at-once@1 VENUE SIM-ALPHA",
                        T0 + 2 * SECOND)),
                List.of(
                    new Restriction(VENUE, SystemState.BSCB, T0 + 2 * SECOND, Restriction.OPEN)),
                3,
                0));
  }

  @Test
  void shouldEndARestrictionWhenEverythingHoldsAgain() {
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", BAD, 2);
    for (int i = 3; i < 200; i++) {
      observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", FINE, i);
      observe(Measure.UNRECONCILED, "SIM-ALPHA|main", 0, i);
      for (int request = 0; request < 10; request++) {
        observe(Measure.API_ERRORS, "SIM-ALPHA", 0, i);
      }
    }

    assertThat(trial.finish(T0 + 200 * SECOND).restrictions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.scope()).isEqualTo(VENUE);
              assertThat(one.toMicros()).isBetween(T0 + 60 * SECOND, T0 + 80 * SECOND);
            });
  }

  @Test
  void shouldShowWhatConcernsEverything() {
    observe(Measure.INTEGRITY_FAULT, "network-state", "sequence-grows", E8.ONE, 2);

    assertThat(trial.finish(T0 + 60 * SECOND).restrictions())
        .containsExactly(
            new Restriction(Scope.SYSTEM, SystemState.DMM, T0 + 2 * SECOND, Restriction.OPEN));
  }

  @Test
  void shouldLeaveOutWhatIsTooLate() {
    observe(Measure.API_ERRORS, "SIM-ALPHA", 0, 10);
    observe(Measure.API_ERRORS, "SIM-ALPHA", E8.ONE, 8);

    assertThat(trial.finish(T0 + 60 * SECOND))
        .isEqualTo(new TrialOutcome(List.of(), List.of(), 1, 1));
  }

  @Test
  void shouldCountWhatSaysHowThingsStandHoweverLate() {
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", FINE, 10);
    observe(Measure.MARGIN_BUFFER, "SIM-ALPHA|main", BAD, 8);

    TrialOutcome outcome = trial.finish(T0 + 60 * SECOND);

    assertThat(outcome.late()).isZero();
    assertThat(outcome.restrictions())
        .containsExactly(
            new Restriction(VENUE, SystemState.BSCB, T0 + 10 * SECOND, Restriction.OPEN));
  }

  private void observe(Measure measure, String subject, long valueE8, long atSecond) {
    observe(measure, subject, "", valueE8, atSecond);
  }

  private void observe(
      Measure measure, String subject, String component, long valueE8, long atSecond) {
    trial.observe(
        new Observation(
            measure,
            subject,
            component,
            valueE8,
            0,
            T0 + atSecond * SECOND,
            Topic.RISK_OBSERVATIONS,
            0,
            offset++));
  }

  private static Policy policy() {
    Map<String, Long> own = Map.of("confirm", 1L, "of", 1L, "dwell", 1L);
    List<PolicyValue> values =
        PolicyRecords.standard().getValues().stream()
            .map(
                value ->
                    new PolicyValue(
                        value.getOption(),
                        "",
                        own.getOrDefault(
                            value.getOption().substring(value.getOption().indexOf('.') + 1),
                            value.getValue()),
                        value.getUnit()))
            .toList();
    return Policy.of(
        PolicyRecords.publish(
            PolicyRecords.draft(
                values,
                List.of(),
                List.of("fast-path"),
                List.of("SIM-ALPHA"),
                List.of("SIM-ALPHA|main")),
            PolicyMode.LIVE,
            1,
            0,
            0,
            "test"));
  }
}
