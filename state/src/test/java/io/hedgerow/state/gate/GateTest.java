package io.hedgerow.state.gate;

import static io.hedgerow.state.gate.AcceptedOrder.LIMITS;
import static io.hedgerow.state.gate.GateReason.PASSED;
import static io.hedgerow.state.gate.GateReason.PASSED_REDUCING;
import static io.hedgerow.state.gate.GateReason.PASSED_UNLEVERAGED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided and what is recorded, order by order. */
class GateTest {

  private final GateDecision decision = new GateDecision();

  private List<GateReason> judge(GateInputs in) {
    Gate.judge(in, LIMITS, decision);
    return Arrays.stream(GateCheck.values()).map(decision::reason).toList();
  }

  @Test
  void shouldNotAcceptBeforeItHasJudged() {
    assertThat(decision.accepted()).isFalse();
    assertThat(decision.firstFailure()).isEqualTo(GateCheck.SYSTEM_STATE);
    assertThat(decision.reason(GateCheck.EDGE)).isEqualTo(GateReason.NOT_JUDGED);
  }

  @Test
  @Tag("GATE-1")
  @Tag("GATE-9")
  void shouldRejectEverythingByDefaultAndRecordAllNine() {
    List<GateReason> reasons = judge(new GateInputs());

    assertThat(reasons)
        .containsExactly(
            GateReason.ENGINE_UNKNOWN,
            GateReason.SIGNAL_UNKNOWN,
            GateReason.VENUE_UNKNOWN,
            GateReason.VENUE_EXPOSURE_UNKNOWN,
            GateReason.ASSET_EXPOSURE_UNKNOWN,
            GateReason.MARGIN_UNKNOWN,
            GateReason.IMPACT_UNKNOWN,
            GateReason.EDGE_UNKNOWN,
            GateReason.RECONCILIATION_UNKNOWN);
    assertThat(decision.firstFailure().rejection()).isEqualTo("system not in executable state");
  }

  @Test
  void shouldForgetEverythingWhenCleared() {
    GateInputs in = AcceptedOrder.opening(1);
    in.clear();

    assertThat(judge(in)).isEqualTo(judge(new GateInputs()));
    assertThat(in.nowMicros()).isEqualTo(GateInputs.MISSING);
  }

  @Test
  @Tag("GATE-6")
  void shouldPassAllNineForAnEntry() {
    GateInputs in = AcceptedOrder.opening(1);
    in.set(GateInput.MARGIN_BUFFER, 0, GateInputs.NOT_APPLICABLE);
    in.set(GateInput.MARGIN_BUFFER, 1, 500_000, AcceptedOrder.NOW, 1);

    assertThat(judge(in)).hasSize(9).containsOnly(PASSED);
    assertThat(decision.accepted()).isTrue();
    assertThat(decision.firstFailure()).isNull();
    assertThat(decision.number(GateCheck.MARGIN)).isZero();
  }

  @Test
  @Tag("GATE-6")
  void shouldSayThatNoLegIsLeveraged() {
    GateInputs in = AcceptedOrder.opening(1);
    in.set(GateInput.MARGIN_BUFFER, 0, GateInputs.NOT_APPLICABLE);
    in.set(GateInput.MARGIN_BUFFER, 1, GateInputs.NOT_APPLICABLE);

    assertThat(judge(in))
        .containsExactly(
            PASSED, PASSED, PASSED, PASSED, PASSED, PASSED_UNLEVERAGED, PASSED, PASSED, PASSED);
    assertThat(decision.accepted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Tag("GATE-4")
  @Tag("GATE-5")
  @Tag("GATE-8")
  void shouldSayWhatDoesNotBindAnOrderThatReduces(int legs) {
    GateInputs in = AcceptedOrder.reducing(1, legs);
    in.set(GateInput.RISK_STATE, GateCode.STATE_NORMAL);
    in.set(GateInput.EXISTING_EXPOSURE, GateCode.EXPOSURE_MANAGED);

    assertThat(judge(in))
        .containsExactly(
            PASSED,
            PASSED,
            PASSED,
            PASSED_REDUCING,
            PASSED_REDUCING,
            PASSED_REDUCING,
            PASSED,
            PASSED_REDUCING,
            PASSED);
    assertThat(decision.accepted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, PASSED",
    "1, 1, 2, SYSTEM_RESTRICTED",
    "1, 1, 3, SYSTEM_RESTRICTED",
    "1, 2, 1, SYSTEM_RESTRICTED",
    "1, 2, 2, SYSTEM_RESTRICTED",
    "1, 2, 3, SYSTEM_RESTRICTED",
    "1, 3, 1, SYSTEM_RESTRICTED",
    "1, 3, 2, SYSTEM_RESTRICTED",
    "1, 3, 3, SYSTEM_RESTRICTED",
    "2, 1, 1, PASSED",
    "2, 1, 2, PASSED_REDUCING",
    "2, 1, 3, EXPOSURE_NOT_REDUCED",
    "2, 2, 1, EXPOSURE_NOT_REDUCED",
    "2, 2, 2, PASSED_REDUCING",
    "2, 2, 3, EXPOSURE_NOT_REDUCED",
    "2, 3, 1, EXPOSURE_NOT_REDUCED",
    "2, 3, 2, EXPOSURE_NOT_REDUCED",
    "2, 3, 3, EXPOSURE_NOT_REDUCED"
  })
  @Tag("GATE-1")
  @Tag("RISK-4")
  @Tag("RISK-6")
  void shouldObeyTheMostRestrictiveState(
      long purpose, long state, long exposure, GateReason expected) {
    GateInputs in =
        purpose == GateCode.PURPOSE_OPEN ? AcceptedOrder.opening(3) : AcceptedOrder.reducing(3, 2);
    in.set(GateInput.RISK_STATE, state);
    in.set(GateInput.EXISTING_EXPOSURE, exposure);

    judge(in);

    assertThat(decision.reason(GateCheck.SYSTEM_STATE)).isEqualTo(expected);
    assertThat(decision.accepted()).isEqualTo(expected.passed());
  }

  @Test
  @Tag("GATE-5")
  void shouldNotBelieveAnEntryThatSaysItReduces() {
    GateInputs in = AcceptedOrder.opening(5);
    in.set(GateInput.PURPOSE, GateCode.PURPOSE_REDUCE);
    judge(in);
    assertThat(decision.reason(GateCheck.ASSET_EXPOSURE)).isEqualTo(GateReason.POSITION_UNKNOWN);

    in.set(GateInput.POSITION, 0, 0, AcceptedOrder.NOW, 1);
    in.set(GateInput.POSITION, 1, 0, AcceptedOrder.NOW, 1);
    judge(in);

    assertThat(decision.firstFailure()).isEqualTo(GateCheck.ASSET_EXPOSURE);
    assertThat(decision.reason(GateCheck.ASSET_EXPOSURE)).isEqualTo(GateReason.NOT_REDUCING);
    assertThat(decision.leg(GateCheck.ASSET_EXPOSURE)).isZero();
  }

  @Test
  @Tag("GATE-2")
  @Tag("SIG-3")
  void shouldNotOpenWithOneLeg() {
    GateInputs in = AcceptedOrder.opening(5);
    in.set(GateInput.LEGS, 1);

    judge(in);

    assertThat(decision.firstFailure()).isEqualTo(GateCheck.MARKET_DATA);
    assertThat(decision.reason(GateCheck.MARKET_DATA)).isEqualTo(GateReason.SIGNAL_INVALID);
  }

  @Test
  @Tag("GATE-3")
  @Tag("GATE-7")
  void shouldRecordEveryCheckAfterTheFirstFailureToo() {
    GateInputs in = AcceptedOrder.opening(8);
    in.set(GateInput.SESSION_READY, 1, GateCode.NO);
    in.set(GateInput.ORDER_MINIMUM, 0, Long.MAX_VALUE);
    in.set(GateInput.UNRESOLVED_ORDERS, 1, 1);
    in.set(GateInput.MARGIN_BUFFER, 0, 500_000, AcceptedOrder.NOW, 1);

    assertThat(judge(in))
        .containsExactly(
            PASSED,
            PASSED,
            GateReason.SESSION_DOWN,
            PASSED,
            PASSED,
            PASSED,
            GateReason.TOO_SMALL,
            PASSED,
            GateReason.UNRESOLVED_ORDERS);
    assertThat(decision.firstFailure()).isEqualTo(GateCheck.VENUE_HEALTH);
    assertThat(Arrays.stream(GateCheck.values()).map(decision::leg))
        .containsExactly(-1, -1, 1, -1, -1, -1, 0, -1, 1);
  }

  @Test
  @Tag("GATE-2")
  void shouldRejectAllThatAgesIfTheMomentIsUnknown() {
    GateInputs in = AcceptedOrder.opening(8);
    in.now(GateInputs.MISSING);

    judge(in);

    assertThat(decision.reason(GateCheck.SYSTEM_STATE)).isEqualTo(GateReason.STATE_FEED_STALE);
    assertThat(decision.reason(GateCheck.MARKET_DATA)).isEqualTo(GateReason.SIGNAL_STALE);
    assertThat(decision.reason(GateCheck.RECONCILIATION))
        .isEqualTo(GateReason.RECONCILIATION_STALE);
  }

  @Test
  void shouldRefuseAnInputOnALegThatItDoesNotHave() {
    GateInputs in = new GateInputs();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> in.set(GateInput.EDGE, 1, 5))
        .withMessage("expected a leg of EDGE, saw 1");
    assertThatIllegalArgumentException().isThrownBy(() -> in.value(GateInput.BEST_BID, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> in.value(GateInput.BEST_BID, -1));
  }
}
