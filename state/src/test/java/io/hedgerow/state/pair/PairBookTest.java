package io.hedgerow.state.pair;

import static io.hedgerow.state.pair.PairScene.A;
import static io.hedgerow.state.pair.PairScene.B;
import static io.hedgerow.state.pair.PairScene.C;
import static io.hedgerow.state.pair.PairScene.ONE;
import static io.hedgerow.state.pair.PairScene.RETENTION;
import static io.hedgerow.state.pair.PairScene.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be opened, and what is said of the whole. */
@Tag("ORD-4")
class PairBookTest {

  private final PairScene scene = new PairScene();

  @Test
  void shouldRefuseWhatMakesNoSense() {
    List<PairPlan> plans =
        List.of(
            new PairPlan().begin(1, SignalPurpose.OPEN, TIMEOUT),
            new PairPlan()
                .begin(1, SignalPurpose.OPEN, TIMEOUT)
                .addLeg(A, A, OrderSide.BUY, ONE, ONE, false),
            twoLegs(0, TIMEOUT, OrderSide.SELL, ONE, ONE, B),
            twoLegs(1, 0, OrderSide.SELL, ONE, ONE, B),
            twoLegs(1, Long.MAX_VALUE, OrderSide.SELL, ONE, ONE, B),
            twoLegs(1, TIMEOUT, OrderSide.BUY, ONE, ONE, B),
            twoLegs(1, TIMEOUT, OrderSide.SELL, 2 * ONE, ONE, B),
            twoLegs(1, TIMEOUT, OrderSide.SELL, Long.MAX_VALUE, ONE, B),
            twoLegs(1, TIMEOUT, OrderSide.SELL, -ONE, ONE, B),
            twoLegs(1, TIMEOUT, OrderSide.SELL, ONE, 0, B),
            twoLegs(1, TIMEOUT, OrderSide.SELL, ONE, ONE, A),
            twoLegs(1, TIMEOUT, OrderSide.SELL, ONE, ONE, 3),
            twoLegs(1, TIMEOUT, OrderSide.SELL, ONE, ONE, -1),
            new PairPlan()
                .begin(1, SignalPurpose.REDUCE, TIMEOUT)
                .addLeg(A, A, OrderSide.BUY, ONE, ONE, false));

    assertThat(plans).allMatch(plan -> scene.open(plan) == OpenResult.INVALID_PLAN);
    assertThat(scene.said()).isEmpty();
    assertThat(scene.book.isFlat()).isTrue();
  }

  private static PairPlan twoLegs(
      long number, long timeout, OrderSide second, long quantityE8, long priceE8, int instrument) {
    return new PairPlan()
        .begin(number, SignalPurpose.OPEN, timeout)
        .addLeg(A, A, OrderSide.BUY, ONE, ONE, false)
        .addLeg(B, instrument, second, quantityE8, priceE8, false);
  }

  @Test
  @Tag("IDEM-2")
  void shouldRefuseTheSameCorrelationNumberUntilItIsForgotten() {
    scene.bothSent(7);
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.REPEATED);
    scene.canceled(1, 0).canceled(2, 0);
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.REPEATED);
    scene.through(RETENTION);
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.OPENED);
  }

  @Test
  void shouldRefuseWhenThePoolIsFullAndGoOn() {
    scene.bothSent(7).bothSent(8).bothSent(9);
    assertThat(scene.open(PairScene.pair(10))).isEqualTo(OpenResult.POOL_FULL);
    scene.canceled(1, 5).canceled(2, 0);
    assertThat(scene.said("send")).containsExactly("send 7 OFFSET A SELL 5 @100 reduce-only");
    scene.filled(7, 5, 5).through(RETENTION);
    assertThat(scene.book.freePairs()).isEqualTo(1);
  }

  @Test
  void shouldRefuseWhereNothingCanBeSent() {
    scene.down(B);
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.VENUE_CLOSED);
    scene.up(B);
    scene.room[A] = false;
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.VENUE_CLOSED);
    scene.room[A] = true;
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.OPENED);
  }

  @Test
  void shouldCancelLegsAndOffsetOnWhenHalted() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).bothSent(8).said();
    scene.book.halt(scene.now);
    assertThat(scene.said()).as("the offset stays").containsExactly("cancel 4", "cancel 5");
    assertThat(scene.open(PairScene.pair(9))).isEqualTo(OpenResult.HALTED);
    scene.expired(3, 1);
    assertThat(scene.said("send")).containsExactly("send 6 OFFSET A SELL 2 @100 reduce-only");
    scene.filled(6, 2, 2).canceled(4, 0);
    assertThat(scene.book.isFlat()).isFalse();
    scene.canceled(5, 0);
    assertThat(scene.book.isFlat()).isTrue();
    scene.book.resume();
    assertThat(scene.open(PairScene.pair(9))).isEqualTo(OpenResult.OPENED);
  }

  @Test
  void shouldSayWhichVenueIsFlat() {
    scene.bothSent(7);
    assertThat(scene.book.isFlat(A)).isFalse();
    assertThat(scene.book.isFlat(B)).isFalse();
    assertThat(scene.book.isFlat(C)).isTrue();
  }

  @Test
  @Tag("FAIL-1")
  void shouldKnowNothingForCertainAfterARestart() {
    scene.bothSent(7).accepted(1).filled(2, 5, 5).said();
    scene.book.restarted(2, scene.now);
    assertThat(scene.said()).containsExactly("order 1 UNKNOWN");
    assertThat(scene.open(PairScene.pair(8))).isEqualTo(OpenResult.VENUE_CLOSED);
    scene.up(A).up(B).up(C);
    assertThat(scene.said()).containsExactly("ask 1");
    scene.status(1, VenueWord.OPEN, 0);
    scene.bothSent(8);
    assertThat(scene.number(3) >> 40).isEqualTo(2);
    assertThatThrownBy(() -> scene.book.restarted(2, scene.now))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a run above 2 and at most 8388607, saw 2");
  }

  @Test
  void shouldStandStillWhileTheClockIsWrong() {
    scene.bothSent(7);
    scene.book.onTime(scene.now - 500_000);
    scene.book.onTime(Long.MAX_VALUE);
    scene.book.onTime(Long.MIN_VALUE);
    assertThat(scene.said()).isEmpty();
    assertThat(scene.book.nextDeadlineMicros()).isEqualTo(scene.now + TIMEOUT);
  }

  @Test
  void shouldAwaitNothingOnceAllIsForgotten() {
    scene.bothSent(7).canceled(1, 5).canceled(2, 2).filled(3, 3, 3).through(RETENTION);
    assertThat(scene.book.nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
    assertThat(scene.book.freePairs()).isEqualTo(3);
  }

  @Test
  void shouldRefuseSettingsWithoutBound() {
    assertThatThrownBy(() -> new PairSettings(1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected cancelTimeoutMicros in 1 … 86400000000, saw 0");
  }
}
