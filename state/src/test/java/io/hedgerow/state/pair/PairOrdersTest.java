package io.hedgerow.state.pair;

import static io.hedgerow.state.pair.PairScene.A;
import static io.hedgerow.state.pair.PairScene.B;
import static io.hedgerow.state.pair.PairScene.CANCEL_TIMEOUT;
import static io.hedgerow.state.pair.PairScene.ONE;
import static io.hedgerow.state.pair.PairScene.TIMEOUT;
import static io.hedgerow.state.pair.PairScene.UNKNOWN_DEADLINE;
import static io.hedgerow.state.pair.PairScene.VERIFY_EVERY;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.venue.OrderSide;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of orders: fills in every state, cancels, doubt and certainty. */
@Tag("ORD-4")
class PairOrdersTest {

  private final PairScene scene = new PairScene();

  @Test
  void shouldSendBothLegsBackToBack() {
    assertThat(scene.open(PairScene.pair(7))).isEqualTo(OpenResult.OPENED);
    assertThat(scene.said()).containsExactly("send 1 LEG A BUY 5 @101", "send 2 LEG B SELL 5 @99");
  }

  @Test
  void shouldEndCompleteWhenBothAreFull() {
    scene.bothSent(7).accepted(1).accepted(2).filled(1, 2, 2).filled(1, 5, 3).filled(2, 5, 5);
    assertThat(scene.said())
        .containsExactly(
            "order 1 OPEN",
            "order 2 OPEN",
            "filled 1 +2 @100",
            "filled 1 +3 @100",
            "order 1 FILLED",
            "filled 2 +5 @100",
            "order 2 FILLED",
            "ended 7 COMPLETE");
    assertThat(scene.book.isFlat()).isTrue();
  }

  @Nested
  @Tag("IDEM-2")
  class Fills {

    @Test
    void shouldCountBeforeTheAcknowledgement() {
      scene.bothSent(7).filled(1, 2, 2);
      assertThat(scene.said()).containsExactly("filled 1 +2 @100", "order 1 OPEN");
    }

    @Test
    void shouldCountOnceWhateverTheOrderAndHoweverOften() {
      scene.bothSent(7).filled(1, 3, 1).filled(1, 2, 2).filled(1, 3, 1).accepted(1);
      assertThat(scene.said()).containsExactly("filled 1 +3 @100", "order 1 OPEN");
      assertThat(scene.book.repeatedReports()).isEqualTo(3);
    }

    @Test
    void shouldCountWhatAFinalReportSays() {
      scene.bothSent(7).canceled(1, 2);
      assertThat(scene.said()).containsExactly("filled 1 +2 @0", "order 1 CANCELED", "cancel 2");
    }

    @Test
    void shouldCountAfterTheCancel() {
      scene.bothSent(7).canceled(1, 0).filled(1, 2, 2).canceled(2, 2);
      assertThat(scene.said())
          .containsExactly(
              "order 1 CANCELED",
              "cancel 2",
              "filled 1 +2 @100",
              "filled 2 +2 @0",
              "order 2 CANCELED",
              "ended 7 COMPLETE_PARTIAL");
    }

    @Test
    void shouldReopenAPairThatHadEnded() {
      scene.bothSent(7).canceled(1, 0).canceled(2, 0).said();
      scene.filled(1, 2, 2);
      assertThat(scene.said())
          .containsExactly(
              "filled 1 +2 @100", "reopened 7", "send 3 OFFSET A SELL 2 @100 reduce-only");
      scene.filled(3, 2, 2);
      assertThat(scene.said())
          .containsExactly("filled 3 +2 @100", "order 3 FILLED", "amended 7 NEUTRALIZED");
    }

    @Test
    void shouldReopenForALateFillOfAnOffset() {
      scene.bothSent(7).canceled(1, 3).canceled(2, 1).expired(3, 1).filled(4, 1, 1).said();
      scene.filled(3, 2, 1);
      assertThat(scene.said())
          .containsExactly(
              "filled 3 +1 @100", "reopened 7", "send 5 OFFSET B BUY 1 @100 reduce-only");
    }

    @Test
    void shouldEscalateMoreThanOrderedAndCountWhatWasOrdered() {
      scene.bothSent(7).filled(1, 6, 6).filled(1, 6, 6).filled(1, 5_000, 4_994).filled(2, 5, 5);
      assertThat(scene.said())
          .containsExactly(
              "escalate OVERFILL 7 1 A 6",
              "filled 1 +5 @100",
              "order 1 FILLED",
              "escalate OVERFILL 7 1 A 5000",
              "filled 2 +5 @100",
              "order 2 FILLED",
              "ended 7 COMPLETE");
    }

    @Test
    void shouldEscalateWhatNobodyKnows() {
      scene.bothSent(7).canceled(1, 0).canceled(2, 0).said();
      long old = scene.number(1);
      scene.through(PairScene.RETENTION);
      scene.book.filled(old, ONE, ONE, 100 * ONE, 1, scene.now);
      scene.book.filled(12_345, 2 * ONE, ONE, 100 * ONE, 1, scene.now);
      scene.book.accepted(Long.MIN_VALUE, scene.now);
      assertThat(scene.said())
          .containsExactly(
              "escalate FORGOTTEN_ORDER 0 1 - 1",
              "escalate FOREIGN_ORDER 0 0 - 2",
              "escalate FOREIGN_ORDER 0 0 - 0");
    }

    @Test
    void shouldAskWhenAReportCannotBeTrue() {
      scene.bothSent(7);
      scene.book.filled(scene.number(1), -ONE, ONE, 100 * ONE, 1, scene.now);
      scene.book.canceled(scene.number(2), Long.MAX_VALUE, scene.now);
      assertThat(scene.said())
          .containsExactly(
              "escalate IMPOSSIBLE_REPORT 7 1 A -1",
              "order 1 UNKNOWN",
              "ask 1",
              "escalate IMPOSSIBLE_REPORT 7 2 B 92233720368.54775807",
              "order 2 UNKNOWN",
              "ask 2");
      scene.status(1, VenueWord.FILLED, 3);
      assertThat(scene.said())
          .containsExactly("filled 1 +3 @0", "escalate IMPOSSIBLE_REPORT 7 1 A 3");
    }

    @Test
    void shouldAskWhenAReportCouldNotBeRead() {
      scene.bothSent(7);
      scene.book.unreadable(scene.number(1), scene.now);
      assertThat(scene.said("ask")).containsExactly("ask 1");
      scene.status(1, VenueWord.REJECTED, 0);
      scene.book.unreadable(scene.number(1), scene.now + VERIFY_EVERY);
      assertThat(scene.said("ask")).as("final too: it may be a fill").containsExactly("ask 1");
    }
  }

  @Nested
  class Cancels {

    @Test
    void shouldCancelTheOtherLegWhenOneIsRefused() {
      scene.bothSent(7).accepted(2).rejected(1);
      assertThat(scene.said()).containsExactly("order 2 OPEN", "order 1 REJECTED", "cancel 2");
      scene.canceled(2, 0);
      assertThat(scene.said()).containsExactly("order 2 CANCELED", "ended 7 REJECTED");
    }

    @Test
    void shouldCancelWhateverIsNotFinalAtTheDeadline() {
      scene.bothSent(7).accepted(1).after(TIMEOUT - 1).said();
      assertThat(scene.said()).isEmpty();
      scene.after(1);
      assertThat(scene.said()).containsExactly("cancel 1", "cancel 2");
      scene.canceled(1, 0).expired(2, 0);
      assertThat(scene.said("ended")).containsExactly("ended 7 EXPIRED");
    }

    @Test
    void shouldNotForgetAnOrderWhoseCancelWasAsked() {
      scene.bothSent(7).accepted(1).accepted(2).after(TIMEOUT).filled(1, 5, 5).canceled(2, 0);
      assertThat(scene.said())
          .endsWith(
              "filled 1 +5 @100",
              "order 1 FILLED",
              "order 2 CANCELED",
              "send 3 OFFSET A SELL 5 @100 reduce-only");
    }

    @Test
    void shouldCancelOnceThereIsRoom() {
      scene.bothSent(7);
      scene.room[A] = false;
      scene.after(TIMEOUT);
      assertThat(scene.said()).containsExactly("cancel 2");
      scene.room[A] = true;
      scene.after(PairScene.RETRY_EVERY);
      assertThat(scene.said()).containsExactly("cancel 1");
    }
  }

  @Nested
  @Tag("FAIL-1")
  class Doubt {

    @Test
    void shouldAskWhenACancelIsNotAnswered() {
      scene.bothSent(7).canceled(2, 0).said();
      scene.after(CANCEL_TIMEOUT);
      assertThat(scene.said()).containsExactly("order 1 UNKNOWN", "cancel 1", "ask 1");
      scene.after(VERIFY_EVERY).after(VERIFY_EVERY);
      assertThat(scene.said()).containsExactly("ask 1", "ask 1");
    }

    @Test
    void shouldAskWhenACancelIsRefusedAndCancelAgain() {
      scene.bothSent(7).canceled(2, 0).said();
      scene.cancelRejected(1);
      assertThat(scene.said()).containsExactly("order 1 UNKNOWN", "ask 1");
      scene.status(1, VenueWord.OPEN, 0);
      assertThat(scene.said()).containsExactly("order 1 OPEN", "cancel 1");
      scene.cancelRejected(1);
      assertThat(scene.said()).as("asked a moment ago").containsExactly("order 1 UNKNOWN");
      scene.after(VERIFY_EVERY);
      assertThat(scene.said()).containsExactly("ask 1");
    }

    @Test
    void shouldEscalateOnceAndAskOn() {
      scene.bothSent(7).canceled(2, 0).through(UNKNOWN_DEADLINE);
      assertThat(scene.said("escalate")).containsExactly("escalate ORDER_UNKNOWN 7 1 A 5");
      scene.through(2 * UNKNOWN_DEADLINE);
      assertThat(scene.said()).isNotEmpty().containsOnly("ask 1");
    }

    @Test
    void shouldEscalateAnOrderThatStaysOpenWhateverIsAsked() {
      scene.bothSent(7).canceled(2, 0);
      for (int i = 0; i < 20; i++) {
        scene.through(CANCEL_TIMEOUT).status(1, VenueWord.OPEN, 0);
      }
      assertThat(scene.said("escalate")).containsExactly("escalate ORDER_UNKNOWN 7 1 A 5");
    }

    @Test
    void shouldNotOffsetFromALegThatIsUnknown() {
      scene.bothSent(7).down(A).filled(2, 5, 5).through(UNKNOWN_DEADLINE * 3);
      assertThat(scene.said("send")).isEmpty();
      scene.up(A);
      assertThat(scene.said()).containsExactly("cancel 1", "ask 1");
      scene.status(1, VenueWord.CANCELED, 2);
      assertThat(scene.said("send")).containsExactly("send 3 OFFSET B BUY 3 @100 reduce-only");
    }

    @Test
    void shouldChargeTheWorstCaseWhileUnknown() {
      scene.bothSent(7).accepted(1).filled(1, 1, 1).down(A);
      assertThat(scene.book.worstCaseE8(A, OrderSide.BUY)).isEqualTo(4 * ONE);
      assertThat(scene.book.worstCaseE8(A, OrderSide.SELL)).isZero();
      scene.through(TIMEOUT);
      assertThat(scene.book.worstCaseE8(B, OrderSide.SELL)).as("cancel asked").isEqualTo(5 * ONE);
      scene.canceled(2, 0).up(A).status(1, VenueWord.CANCELED, 1);
      assertThat(scene.book.worstCaseE8(A, OrderSide.BUY)).isZero();
      assertThat(scene.book.worstCaseE8(A, OrderSide.SELL)).as("offset").isEqualTo(ONE);
    }

    @Test
    void shouldBeCertainAgainWhenTheVenueTells() {
      scene.bothSent(7).accepted(1).accepted(2).down(A).up(A).said();
      scene.accepted(1).status(1, VenueWord.PENDING, 0);
      assertThat(scene.said()).as("neither tells").isEmpty();
      scene.status(1, VenueWord.OPEN, 0);
      assertThat(scene.said()).containsExactly("order 1 OPEN");
      scene.filled(1, 5, 5).filled(2, 5, 5);
      assertThat(scene.said("ended")).containsExactly("ended 7 COMPLETE");
    }

    @Test
    void shouldNotBelieveAnOldAnswerWhileTheSessionIsDown() {
      scene.bothSent(7).accepted(1).down(A).status(1, VenueWord.OPEN, 0);
      assertThat(scene.said("order 1")).containsExactly("order 1 OPEN", "order 1 UNKNOWN");
    }
  }

  @Nested
  @Tag("FAIL-1")
  class NotFound {

    @Test
    void shouldBelieveItTheSecondTime() {
      scene.bothSent(7).filled(2, 5, 5).after(TIMEOUT).cancelRejected(1).said();
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0).after(1).status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said()).as("too soon").isEmpty();
      scene.after(VERIFY_EVERY);
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said())
          .containsExactly("ask 1", "order 1 LOST", "send 3 OFFSET B BUY 5 @100 reduce-only");
    }

    @Test
    void shouldNotBelieveItAcrossABreakOfTheSession() {
      scene.bothSent(7).filled(2, 5, 5).after(TIMEOUT).cancelRejected(1);
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0).after(VERIFY_EVERY).down(A).up(A);
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said()).doesNotContain("order 1 LOST");
    }

    @Test
    void shouldNotBelieveItAgainstASignOfLife() {
      scene.bothSent(7).filled(2, 5, 5).after(TIMEOUT).cancelRejected(1);
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0).after(VERIFY_EVERY).filled(1, 1, 1);
      scene.status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said()).doesNotContain("order 1 LOST");
    }

    @Test
    void shouldDoubtAnOrderThatWasOpen() {
      scene.bothSent(7).accepted(1).status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said()).containsExactly("order 1 OPEN", "order 1 UNKNOWN");
      scene.after(VERIFY_EVERY);
      assertThat(scene.said()).containsExactly("ask 1");
    }

    @Test
    void shouldCancelAnOrderThatWasHeldForLostAndShowsLife() {
      scene.bothSent(7).canceled(2, 0).cancelRejected(1).status(1, VenueWord.UNKNOWN_ORDER, 0);
      scene.after(VERIFY_EVERY).status(1, VenueWord.UNKNOWN_ORDER, 0);
      assertThat(scene.said()).endsWith("order 1 LOST", "ended 7 EXPIRED");
      scene.after(VERIFY_EVERY).filled(1, 1, 1);
      assertThat(scene.said())
          .containsExactly(
              "filled 1 +1 @100", "order 1 UNKNOWN", "cancel 1", "ask 1", "reopened 7");
      scene.canceled(1, 1).filled(3, 1, 1);
      assertThat(scene.said("amended")).containsExactly("amended 7 NEUTRALIZED");
    }
  }
}
