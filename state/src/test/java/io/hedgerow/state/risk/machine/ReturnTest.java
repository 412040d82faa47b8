package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.BOB;
import static io.hedgerow.state.risk.machine.MachineSamples.MACHINE;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T1;
import static io.hedgerow.state.risk.machine.MachineSamples.acknowledgement;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a scope needs to be NORMAL again (RISK-3), and what sends it to DMM instead (MON-7). */
class ReturnTest extends RiggedMachine {

  private static final List<String> TWO_VENUES = List.of(MachineRig.VENUE, "SIM-BETA");

  @Test
  @Tag("RISK-3")
  void shouldReturnByItselfOnlyWhenEveryValidationHolds() {
    breakAndClear();
    rig.advanceTo(T1 + 29 * SECOND);
    rig.steady(T1 + 29 * SECOND);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.POST_INCIDENT);
    rig.advanceTo(T1 + 30 * SECOND - 1);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);

    rig.advanceTo(T1 + 30 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
    RiskTransition back = out.transitions.get(out.transitions.size() - 1);
    assertThat(line(back)).isEqualTo("ASSET BTC BSCB VALIDATED NORMAL");
    assertThat(back.getCause()).as("time alone").isEmpty();
    assertThat(back.getEvidence().stream().map(Evidence::getName))
        .containsExactly("POST_INCIDENT", "RECONCILIATION", "VENUE_HEALTH", "CONTROL");
    assertThat(back.getEvidence().get(0))
        .as("times as a person reads them")
        .isEqualTo(
            new Evidence(
                "POST_INCIDENT",
                "quiet since " + Instant.EPOCH.plus(T1, ChronoUnit.MICROS),
                "for 30 s",
                null));
    assertThat(alerts().get(alerts().size() - 1))
        .isEqualTo(
            "INFO STATE_CHANGED ASSET BTC went from BSCB to NORMAL: ASSET BTC is NORMAL again:"
                + " every validation holds.");
  }

  @Test
  @Tag("RISK-3")
  void shouldNotTrustAReportFromBeforeTheCauseOrOneThatIsOld() {
    rig.steady(T1);
    breakAndClear();
    rig.advanceTo(T1 + 30 * SECOND);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);

    rig.machine.steady(Measure.UNRECONCILED, "SIM-ALPHA|MAIN", T1 + 31 * SECOND, out);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.VENUE_HEALTH);
    rig.advanceTo(T1 + 51 * SECOND + 1);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);
    rig.machine.steady(Measure.API_ERRORS, MachineRig.VENUE, T1 + 52 * SECOND, out);

    assertThat(out.lastState().getMissing()).containsExactly(Validation.RECONCILIATION);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
  }

  @Test
  @Tag("RISK-3")
  void shouldAskEveryNamedVenueForAnAssetAndOneForItsOwnScope() {
    rig.machine.policy(policy(2, MACHINE, TWO_VENUES, "fast-path"), T1, out);
    rig.steadyAt("SIM-BETA", T1);
    rig.acknowledge();
    breakAndClear();
    rig.raise(Measure.PRICE_DIVERGENCE, ROUTE.name(), ROUTE, T1 + 1);
    rig.acknowledge();
    rig.clear(Measure.PRICE_DIVERGENCE, ROUTE.name(), ROUTE, T1 + 1);

    rig.steady(T1 + 31 * SECOND);

    assertThat(stateOf(ROUTE)).as("SIM-ALPHA is fine").isEqualTo(SystemState.NORMAL);
    assertThat(stateOf(BTC)).as("SIM-BETA is unknown").isEqualTo(SystemState.BSCB);

    rig.steadyAt("SIM-BETA", T1 + 32 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("RISK-3")
  void shouldWaitForANamedVenueThatNeverReported() {
    rig.machine.policy(policy(2, MACHINE, TWO_VENUES, "fast-path"), T1, out);
    rig.acknowledge();
    breakAndClear();
    rig.steady(T1 + 31 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);
  }

  @Test
  @Tag("RISK-3")
  void shouldNotHearAVenueThatIsNotNamed() {
    rig.steadyAt("STRAY", T1);
    breakAndClear();
    Scope stray = new Scope(ScopeType.VENUE, "STRAY");
    rig.raise(Measure.API_LATENCY, "STRAY", stray, T1 + 1);
    rig.acknowledge();
    rig.clear(Measure.API_LATENCY, "STRAY", stray, T1 + 1);

    rig.steady(T1 + 31 * SECOND);
    rig.steadyAt("STRAY", T1 + 31 * SECOND);

    assertThat(stateOf(BTC)).as("its silence locks nothing").isEqualTo(SystemState.NORMAL);
    assertThat(stateOf(stray)).as("nobody vouches for it").isEqualTo(SystemState.BSCB);
  }

  @Test
  @Tag("RISK-3")
  void shouldForgetAVenueThatAPolicyNamesNoLonger() {
    rig.machine.policy(policy(2, MACHINE, TWO_VENUES, "fast-path"), T1, out);
    rig.acknowledge();
    breakAndClear();
    rig.steady(T1 + 31 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    rig.restart();

    rig.machine.policy(policy(3), T1 + 32 * SECOND, out);
    rig.acknowledge();

    assertThat(stateOf(BTC)).as("SIM-ALPHA's report still counts").isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("RISK-3")
  void shouldStayClosedForAPolicyThatNamesNobody() {
    rig.machine.policy(policy(2, MACHINE, List.of(), "fast-path"), T1, out);
    rig.acknowledge();
    breakAndClear();
    rig.steady(T1 + 31 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing())
        .containsExactly(Validation.RECONCILIATION, Validation.VENUE_HEALTH);
  }

  @Test
  @Tag("RISK-3")
  void shouldNotReturnBeforeEveryConsumerObeysTheScopesStateWithOneBuild() {
    rig.machine.policy(policy(2, MACHINE, "fast-path", "console"), T1, out);
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    long version = out.lastState().getVersion();
    rig.acknowledge(version, 2);
    rig.clear(VOLATILITY, "BTC", BTC, T1);
    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-2", T1 + 1), out);
    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-2", T1 + 2), out);
    rig.steady(T1 + 30 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.CONTROL);
    assertThat(alerts().stream().filter(alert -> alert.contains("BUILDS_DIFFER")))
        .containsExactly(
            "CRITICAL BUILDS_DIFFER Consumers of risk.state run different builds, build-1 and"
                + " build-2: nothing returns to NORMAL until they agree.");

    rig.machine.acknowledge(acknowledgement("console", version, 2, "build-1", T1 + 3), out);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("MON-7")
  void shouldGoToDmmWhenAScopeBreaksRepeatedly() {
    for (int time = 0; time < 3; time++) {
      long atMicros = T1 + time * 100 * SECOND;
      rig.raise(VOLATILITY, "BTC", BTC, atMicros);
      rig.acknowledge();
      rig.clear(VOLATILITY, "BTC", BTC, atMicros);
      rig.steady(atMicros + 30 * SECOND);
    }

    assertThat(transitions())
        .endsWith(
            "ASSET BTC NORMAL SCOPED_TRIGGER BSCB",
            "ASSET BTC BSCB REPEATED DMM",
            "ASSET BTC DMM CAUSE_CLEARED DMM");
    RiskState state = out.lastState();
    assertThat(state.getReason()).isEqualTo("ASSET BTC entered BSCB 3 times within 600 s.");
    assertThat(state.getMissing()).containsExactly(Validation.APPROVALS);
    rig.command(ALICE, CommandKind.APPROVE, BTC);
    rig.command(BOB, CommandKind.RESUME, BTC);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }

  @Test
  @Tag("MON-7")
  void shouldForgetEntriesThatAreTooFarApart() {
    for (int time = 0; time < 5; time++) {
      long atMicros = T1 + time * 301 * SECOND;
      rig.raise(VOLATILITY, "BTC", BTC, atMicros);
      rig.acknowledge();
      rig.clear(VOLATILITY, "BTC", BTC, atMicros);
      rig.steady(atMicros + 30 * SECOND);
    }

    assertThat(transitions()).noneMatch(line -> line.contains("REPEATED"));
    int before = rig.machine.write().length;
    rig.advanceTo(rig.now() + 700 * SECOND);
    assertThat(rig.machine.write().length).as("forgets the scope").isLessThan(before);
    assertThat(rig.machine.nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldHoldAScopeUntilEachOfItsCausesIsOver() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.raise(Measure.VENUE_BASIS, "BTC", BTC, T1);
    rig.acknowledge();
    rig.clear(VOLATILITY, "BTC", BTC, T1 + SECOND);
    rig.steady(T1 + 100 * SECOND);
    assertThat(stateOf(BTC)).isEqualTo(SystemState.BSCB);
    assertThat(out.lastState().getMissing()).containsExactly(Validation.POST_INCIDENT);
    assertThat(out.lastState().getCauses()).containsExactly(out.triggers.get(1).getTriggerId());

    rig.clear(Measure.VENUE_BASIS, "BTC", BTC, T1 + 100 * SECOND);
    rig.steady(T1 + 130 * SECOND);

    assertThat(stateOf(BTC)).isEqualTo(SystemState.NORMAL);
  }
}
