package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.ALICE;
import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T1;
import static io.hedgerow.state.risk.machine.MachineSamples.policy;
import static io.hedgerow.state.risk.machine.MachineSamples.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a policy, or the lack of a valid one, does to the machine. */
class PolicyChangeTest extends RiggedMachine {

  @Test
  void shouldCloseEverythingForAnInvalidPolicyUntilANewerValidOne() {
    rig.machine.refusePolicy(
        "machine.repeat-count is missing", record(PolicyMode.LIVE, 3), T1, out);
    rig.machine.refusePolicy(
        "machine.repeat-count is missing", record(PolicyMode.LIVE, 3), T1, out);
    rig.machine.policy(policy(2), T1, out);
    assertThat(out.lastState().getReason())
        .isEqualTo("Policy live version 3 was refused: machine.repeat-count is missing");
    assertThat(alerts().get(0)).startsWith("CRITICAL POLICY_REFUSED Policy live version 3 was");

    rig.machine.policy(policy(4), T1, out);

    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL INVALID_POLICY DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
    assertThat(out.lastState().getCauses()).isEmpty();
    assertThat(out.lastState().getPolicyVersion()).isEqualTo(4);
  }

  @Test
  void shouldOnlyReportAnInvalidShadowPolicyAndIgnoreAnOldOne() {
    rig.machine.refusePolicy("no such option", record(PolicyMode.SHADOW, 3), T1, out);
    rig.machine.refusePolicy("no such option", record(PolicyMode.LIVE, 1), T1, out);
    rig.machine.policy(policy(1), T1, out);

    assertThat(out.states).isEmpty();
    assertThat(alerts())
        .containsExactly(
            "WARNING POLICY_REFUSED Policy shadow version 3 was refused: no such option");
    FakePolicy shadow = policy(9);
    shadow.record().setMode(PolicyMode.SHADOW);
    assertThatThrownBy(() -> rig.machine.policy(shadow, T1, out))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("RISK-4")
  void shouldPublishWhatAPolicyChangesForRestrictedScopes() {
    rig.raise(VOLATILITY, "BTC", BTC, T1);
    rig.acknowledge();
    MachinePolicy frozen = new MachinePolicy(3, 1, 1, 1, 1, 2 * SECOND, 1, 1, false, true);

    rig.machine.policy(policy(2, frozen, "fast-path"), T1, out);

    List<RiskState> states = out.states.subList(out.states.size() - 2, out.states.size());
    assertThat(states.stream().map(s -> s.getScope() + " " + s.getExistingExposure()))
        .containsExactly("BTC FROZEN", "SYSTEM MANAGED");
    assertThat(states.get(0).getMissing()).contains(Validation.CONTROL);
    rig.command(ALICE, CommandKind.HALT, BTC);
    assertThat(out.lastState().getExistingExposure()).isEqualTo(ExistingExposure.REDUCED);
  }

  @Test
  void shouldTellAShadowByItsModeAndNotByItsName() {
    RiskPolicy disguised = record(PolicyMode.LIVE, 3);
    disguised.setPolicyId("shadow");

    rig.machine.refusePolicy("the ID is of another mode", disguised, T1, out);

    assertThat(transitions()).containsExactly("SYSTEM NORMAL INVALID_POLICY DMM");
    assertThat(alerts().get(0))
        .startsWith("CRITICAL POLICY_REFUSED Policy shadow version 3 was refused");
  }

  @Test
  void shouldLetAnyNewerValidPolicyEndTheRefusalOfAnImpossibleVersion() {
    rig.machine.refusePolicy(
        "the version is out of range", record(PolicyMode.LIVE, Long.MAX_VALUE), T1, out);
    assertThat(stateOf(Scope.SYSTEM)).isEqualTo(SystemState.DMM);

    rig.machine.policy(policy(2), T1, out);

    assertThat(out.lastState().getCauses()).isEmpty();
    assertThat(transitions())
        .containsExactly("SYSTEM NORMAL INVALID_POLICY DMM", "SYSTEM DMM CAUSE_CLEARED DMM");
  }
}
