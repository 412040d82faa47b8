package io.hedgerow.state.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is recorded must be readable for ever: numbers and names stand here once more. */
class GateReasonTest {

  /** Lines are only ever added. */
  private static final String REASONS =
      """
          0 PASSED
          1 PASSED_REDUCING
          2 PASSED_UNLEVERAGED
          3 NOT_JUDGED
          100 ENGINE_UNKNOWN
          101 ENGINE_HALTED
          102 JOURNAL_UNKNOWN
          103 JOURNAL_FULL
          104 STATE_FEED_UNKNOWN
          105 STATE_FEED_STALE
          106 RISK_STATE_UNKNOWN
          107 SYSTEM_RESTRICTED
          108 EXPOSURE_NOT_REDUCED
          109 NO_POLICY
          110 POLICY_DIFFERS
          111 REPEATS_UNKNOWN
          112 REPEATED_EXECUTION
          113 ENGINE_FULL
          200 SIGNAL_UNKNOWN
          201 SIGNAL_INVALID
          202 SIGNAL_STALE
          203 SIGNAL_FROM_FUTURE
          204 SIGNAL_EXPIRED
          205 DUPLICATES_UNKNOWN
          206 DUPLICATE_CONTENT
          207 BOOK_UNKNOWN
          208 BOOK_STALE
          209 BOOK_NOT_LIVE
          210 BOOK_CROSSED
          211 BOOK_TORN
          212 BOOKS_APART
          213 BOOK_OFF_REFERENCE
          214 REFERENCE_MISSING
          215 REFERENCE_STALE
          216 REFERENCES_APART
          217 ORDER_PRICE_UNKNOWN
          218 PRICE_COLLAR
          219 CLOCK_OFFSET_UNKNOWN
          220 CLOCK_OFFSET_STALE
          221 CLOCK_OFFSET
          300 VENUE_UNKNOWN
          301 VENUE_STALE
          302 VENUE_UNREACHABLE
          303 VENUE_MAINTENANCE
          304 VENUE_SLOW
          305 VENUE_ERRORS
          306 VENUE_UNRELIABLE
          307 SESSION_UNKNOWN
          308 SESSION_DOWN
          309 MESSAGE_RATE_UNKNOWN
          310 MESSAGE_RATE
          400 VENUE_EXPOSURE_UNKNOWN
          401 VENUE_CONCENTRATION
          402 INVENTORY_UNKNOWN
          403 INVENTORY_STALE
          404 INVENTORY
          405 VENUE_EXPOSURE_STALE
          500 ASSET_EXPOSURE_UNKNOWN
          501 ASSET_EXPOSURE
          502 ORDER_VALUE_UNKNOWN
          503 ORDER_VALUE
          504 ORDER_QUANTITY_UNKNOWN
          505 ORDER_QUANTITY
          506 POSITION_UNKNOWN
          507 NOT_REDUCING
          508 ASSET_EXPOSURE_STALE
          509 POSITION_STALE
          600 MARGIN_UNKNOWN
          601 MARGIN_STALE
          602 MARGIN_BUFFER
          700 IMPACT_UNKNOWN
          701 IMPACT
          702 SLIPPAGE_BOUND_UNKNOWN
          703 SLIPPAGE_BOUND
          704 DEPTH_UNKNOWN
          705 DEPTH
          706 WALK_OUTDATED
          707 ORDER_MINIMUM_UNKNOWN
          708 TOO_SMALL
          800 EDGE_UNKNOWN
          801 EDGE
          900 RECONCILIATION_UNKNOWN
          901 RECONCILIATION_STALE
          902 RECONCILIATION_LOCKED
          903 UNRESOLVED_ORDERS_UNKNOWN
          904 UNRESOLVED_ORDERS
          905 SWEEP_UNKNOWN
          906 NOT_SWEPT
      """;

  /** Lines are only ever added; a unit is never changed. */
  private static final String INPUTS =
      """
          ENGINE_STATE CODE
          JOURNAL_ROOM SHARE_PPM
          RISK_FEED VERSION
          RISK_STATE CODE
          EXISTING_EXPOSURE CODE
          POLICY_VERSION VERSION
          REPEATS COUNT
          SIGNAL_CREATED TIME_MICROS
          SIGNAL_TIMEOUT DURATION_MICROS
          SIGNAL_MAX_SLIPPAGE PPM
          PURPOSE CODE
          LEGS COUNT
          SAME_CONTENT COUNT
          BOOK_VALIDITY CODE
          BOOK_SEQUENCE SEQUENCE
          BEST_BID PRICE_E8
          BEST_ASK PRICE_E8
          REFERENCE_PRICE PRICE_E8
          ORDER_PRICE PRICE_E8
          CLOCK_OFFSET SIGNED_MICROS
          VENUE_REACHABLE FLAG
          VENUE_STATUS CODE
          VENUE_LATENCY_P99 DURATION_MICROS
          VENUE_ERRORS SHARE_PPM
          VENUE_RELIABILITY SHARE_PPM
          SESSION_READY FLAG
          MESSAGES_LEFT COUNT
          VENUE_EXPOSURE QUOTE_E8
          INVENTORY_AVAILABLE SIGNED_ASSET_E8
          INVENTORY_NEEDED ASSET_E8
          ASSET_EXPOSURE SIGNED_QUOTE_E8
          ORDER_VALUE QUOTE_E8
          ORDER_QUANTITY BASE_E8
          POSITION BASE_E8
          MARGIN_BUFFER SIGNED_PPM
          WALK_IMPACT PPM
          SLIPPAGE_BOUND PPM
          DEPTH_AVAILABLE BASE_E8
          DEPTH_NEEDED BASE_E8
          ORDER_MINIMUM BASE_E8
          EDGE SIGNED_PPM
          RECONCILIATION_STATUS CODE
          UNRESOLVED_ORDERS COUNT
          VENUE_SWEPT FLAG
      """;

  @Test
  void shouldNeverNumberAReasonAnew() {
    String numbers =
        Arrays.stream(GateReason.values())
            .map(reason -> reason.number() + " " + reason + "\n")
            .collect(Collectors.joining());

    assertThat(numbers).isEqualTo(REASONS.indent(-4));
  }

  @Test
  void shouldNeverRenameAnInput() {
    String names =
        Arrays.stream(GateInput.values())
            .map(input -> input + " " + input.unit() + "\n")
            .collect(Collectors.joining());

    assertThat(names).isEqualTo(INPUTS.indent(-4));
  }

  @Test
  void shouldFindEachReasonByItsNumber() {
    for (GateReason reason : GateReason.values()) {
      assertThat(GateReason.numbered(reason.number())).isEqualTo(reason);
    }
    assertThat(GateReason.numbered(-1)).isNull();
    assertThat(GateReason.numbered(99)).isNull();
    assertThat(GateReason.numbered(1_000)).isNull();
  }

  @Test
  void shouldNumberByTheHundredsOfTheCheck() {
    for (GateReason reason : GateReason.values()) {
      int hundreds = reason.check() == null ? 0 : reason.check().ordinal() + 1;
      assertThat(reason.number() / 100).as("%s", reason).isEqualTo(hundreds);
      assertThat(reason.sentence()).isNotBlank();
    }
  }

  @Test
  void shouldJudgeAnInputUnderTheCheckOfItsReasons() {
    for (GateInput input : GateInput.values()) {
      assertThat(input.age() == null).as("%s", input).isEqualTo(input.stale() == null);
      if (input.age() != null) {
        assertThat(input.stale().check()).isEqualTo(input.check());
        assertThat(input.ahead().check()).isEqualTo(input.check());
      }
    }
  }

  @Test
  @Tag("GATE-1")
  @Tag("GATE-9")
  void shouldRejectInTheWordsOfTheRequirements() {
    assertThat(
            Arrays.stream(GateCheck.values())
                .map(check -> check.requirement() + " " + check.rejection()))
        .containsExactly(
            "GATE-1 system not in executable state",
            "GATE-2 invalid or stale market data",
            "GATE-3 venue health check failed",
            "GATE-4 venue allocation limit reached",
            "GATE-5 asset concentration limit reached",
            "GATE-6 insufficient margin buffer",
            "GATE-7 estimated impact too high",
            "GATE-8 expected edge not viable after costs",
            "GATE-9 reconciliation lock active");
  }
}
