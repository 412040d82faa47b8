package io.hedgerow.state.pair;

import static io.hedgerow.state.pair.PairScene.A;
import static io.hedgerow.state.pair.PairScene.B;
import static io.hedgerow.state.pair.PairScene.C;
import static io.hedgerow.state.pair.PairScene.NAKED_LIMIT;
import static io.hedgerow.state.pair.PairScene.OFFSET_TIMEOUT;
import static io.hedgerow.state.pair.PairScene.ONE;
import static io.hedgerow.state.pair.PairScene.RETRY_EVERY;
import static io.hedgerow.state.pair.PairScene.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of legs that are not filled alike. */
@Tag("HEDGE-4")
@Tag("ORD-4")
class PairOffsetTest {

  private final PairScene scene = new PairScene();

  @Test
  void shouldTakeBackWhatOneLegHasTooMuch() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).said();
    scene.filled(3, 3, 3);
    assertThat(scene.said())
        .containsExactly("filled 3 +3 @100", "order 3 FILLED", "ended 7 NEUTRALIZED");
  }

  @Test
  void shouldOfferTheRestAgainWithAFreshPrice() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).said();
    scene.pricesE8[A] = 98 * ONE;
    scene.expired(3, 1);
    assertThat(scene.said())
        .containsExactly(
            "filled 3 +1 @0", "order 3 EXPIRED", "send 4 OFFSET A SELL 2 @98 reduce-only");
  }

  @Test
  void shouldCancelAnOffsetThatDoesNotEnd() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).accepted(3).said();
    scene.after(OFFSET_TIMEOUT);
    assertThat(scene.said()).containsExactly("cancel 3");
  }

  @Test
  void shouldEscalateAndGoOnWithGrowingPausesWhenOffsetsDoNotSuffice() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).rejected(3).said();
    scene.rejected(4);
    assertThat(scene.said()).containsExactly("order 4 REJECTED", "escalate ORPHANED 7 0 A 3");
    scene.after(RETRY_EVERY).rejected(5).after(RETRY_EVERY).said();
    assertThat(scene.said()).isEmpty();
    scene.after(RETRY_EVERY);
    assertThat(scene.said("send")).containsExactly("send 6 OFFSET A SELL 3 @100 reduce-only");
    long[] pauses = new long[4];
    for (int i = 0; i < 4; i++) {
      long before = scene.now;
      scene.rejected(6 + i);
      scene.now = scene.book.nextDeadlineMicros();
      scene.after(0);
      pauses[i] = scene.now - before;
    }
    assertThat(pauses).containsExactly(200, 400, 400, 400);
    scene.filled(10, 3, 3);
    assertThat(scene.said("ended")).containsExactly("ended 7 NEUTRALIZED");
  }

  @Test
  void shouldNotWaitForTheOtherLegBeyondTheLimitWhateverTheTimeout() {
    PairPlan slow =
        new PairPlan()
            .begin(7, SignalPurpose.OPEN, 10 * NAKED_LIMIT)
            .addLeg(A, A, OrderSide.BUY, 5 * ONE, 100 * ONE, false)
            .addLeg(B, B, OrderSide.SELL, 5 * ONE, 100 * ONE, false);
    scene.open(slow);
    scene.filled(1, 5, 5).said();

    scene.through(NAKED_LIMIT);

    assertThat(scene.said()).containsExactly("escalate NAKED_TOO_LONG 7 0 A 5", "cancel 2");
  }

  @Test
  void shouldWaitForAPriceAndEscalateAtTheLimit() {
    scene.pricesE8[A] = 0;
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).said();
    scene.through(NAKED_LIMIT);
    assertThat(scene.said()).containsExactly("escalate NAKED_TOO_LONG 7 0 A 3");
    scene.through(NAKED_LIMIT);
    assertThat(scene.said()).as("once").isEmpty();
    assertThat(scene.book.isFlat(A)).isFalse();
    scene.pricesE8[A] = ONE;
    scene.after(RETRY_EVERY);
    assertThat(scene.said()).containsExactly("send 3 OFFSET A SELL 3 @1 reduce-only");
  }

  @Test
  void shouldWaitForTheSession() {
    scene.bothSent(7).canceled(1, 5).down(A).canceled(2, 2).said();
    scene.through(1_000);
    assertThat(scene.said()).isEmpty();
    scene.up(A).after(RETRY_EVERY);
    assertThat(scene.said()).containsExactly("send 3 OFFSET A SELL 3 @100 reduce-only");
  }

  @Test
  void shouldNotBelieveAnOffsetThatWasTooMuch() {
    scene.bothSent(7).canceled(1, 2).canceled(2, 0).said();
    scene.filled(3, 3, 3);
    assertThat(scene.said())
        .containsExactly(
            "escalate OVERFILL 7 3 A 3",
            "filled 3 +2 @100",
            "order 3 FILLED",
            "ended 7 NEUTRALIZED");
  }

  @Nested
  class Reducing {

    @Test
    void shouldCompleteTheLaggingLegAndNeverOpenAgain() {
      scene.open(PairScene.reducePair(7));
      scene.canceled(1, 5).canceled(2, 2);
      assertThat(scene.said("send 3")).containsExactly("send 3 OFFSET B SELL 3 @100 reduce-only");
      scene.filled(3, 3, 3);
      assertThat(scene.said("ended")).containsExactly("ended 7 NEUTRALIZED");
    }

    @Test
    void shouldCancelASingleLegAtItsDeadlineAndOffsetNothing() {
      scene.open(PairScene.reduceOne(7));
      scene.filled(1, 2, 2).after(TIMEOUT).canceled(1, 2);
      assertThat(scene.said())
          .containsExactly(
              "send 1 LEG A SELL 5 @99 reduce-only",
              "filled 1 +2 @100",
              "order 1 OPEN",
              "cancel 1",
              "order 1 CANCELED",
              "ended 7 COMPLETE_PARTIAL");
      scene.filled(1, 3, 1);
      assertThat(scene.said())
          .containsExactly("filled 1 +1 @100", "reopened 7", "amended 7 COMPLETE_PARTIAL");
    }
  }

  @Nested
  class Residuals {

    @Test
    void shouldKeepARestBelowTheLeastQuantity() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2);
      assertThat(scene.said("ended")).containsExactly("ended 7 RESIDUAL rest 0.6");
      assertThat(scene.book.residualE8(A)).isEqualTo(6 * ONE / 10);
      assertThat(scene.book.isFlat()).isTrue();
    }

    @Test
    void shouldKeepWhatIsLeftBelowALot() {
      scene.bothSent(7).canceled(1, 3.05).canceled(2, 2).filled(3, 1, 1);
      assertThat(scene.said())
          .contains("send 3 OFFSET A SELL 1 @100 reduce-only", "ended 7 RESIDUAL rest 0.05");
    }

    @Test
    void shouldLookAgainWhenTimePasses() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2).said();
      scene.leastE8[A] = ONE / 2;
      scene.through(400);
      assertThat(scene.said()).containsExactly("send 3 RESIDUAL A SELL 0.6 @100 reduce-only");
    }

    @Test
    void shouldLookAgainWhenTheBookChanges() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2).said();
      scene.book.bookChanged(A, scene.now);
      scene.leastE8[A] = ONE / 2;
      scene.book.bookChanged(B, scene.now);
      assertThat(scene.said()).isEmpty();
      scene.book.bookChanged(A, scene.now);
      scene.book.bookChanged(A, scene.now);
      assertThat(scene.said()).containsExactly("send 3 RESIDUAL A SELL 0.6 @100 reduce-only");
    }

    @Test
    void shouldOffsetRestsThatHaveAddedUp() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2);
      scene.bothSent(8).canceled(3, 0.6).canceled(4, 0);
      assertThat(scene.said())
          .endsWith("send 5 RESIDUAL A SELL 1.2 @100 reduce-only", "ended 8 RESIDUAL rest 0.6");
      assertThat(scene.book.isFlat()).isFalse();
      scene.expired(5, 0.9);
      assertThat(scene.book.residualE8(A)).isEqualTo(3 * ONE / 10);
      assertThat(scene.book.isFlat(A)).isTrue();
    }

    @Test
    void shouldNetRestsOfBothSigns() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2);
      PairPlan opposite =
          new PairPlan()
              .begin(8, SignalPurpose.OPEN, TIMEOUT)
              .addLeg(A, A, OrderSide.SELL, 5 * ONE, 99 * ONE, false)
              .addLeg(C, C, OrderSide.BUY, 5 * ONE, 101 * ONE, false);
      scene.open(opposite);
      scene.canceled(3, 0.6).canceled(4, 0);
      assertThat(scene.said("ended"))
          .containsExactly("ended 7 RESIDUAL rest 0.6", "ended 8 RESIDUAL rest -0.6");
      assertThat(scene.book.residualE8(A)).isZero();
    }

    @Test
    void shouldEscalateWhenTheBookIsFullAndForgetNothing() {
      scene.bothSent(7).canceled(1, 0.6).canceled(2, 0);
      scene.bothSent(8).canceled(3, 0).canceled(4, 0.5).through(2_000);
      assertThat(scene.said())
          .containsOnlyOnce("escalate RESIDUALS_FULL 8 0 B 0.5")
          .doesNotContain("ended 8 RESIDUAL rest -0.5");
      assertThat(scene.book.isFlat(B)).isFalse();
      scene.leastE8[B] = 0;
      scene.through(400);
      assertThat(scene.said("send")).containsExactly("send 5 OFFSET B BUY 0.5 @100 reduce-only");
    }

    @Test
    void shouldWaitForAPriceAndEscalate() {
      scene.bothSent(7).canceled(1, 2.6).canceled(2, 2);
      scene.bothSent(8);
      scene.room[A] = false;
      scene.canceled(3, 0.6).canceled(4, 0).said();
      scene.through(NAKED_LIMIT);
      assertThat(scene.said()).containsExactly("escalate NAKED_TOO_LONG 0 0 A 1.2");
      scene.room[A] = true;
      scene.after(RETRY_EVERY);
      assertThat(scene.said()).containsExactly("send 5 RESIDUAL A SELL 1.2 @100 reduce-only");
    }
  }
}
