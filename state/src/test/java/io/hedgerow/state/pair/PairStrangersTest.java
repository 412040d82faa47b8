package io.hedgerow.state.pair;

import static io.hedgerow.state.pair.PairScene.A;
import static io.hedgerow.state.pair.PairScene.B;
import static io.hedgerow.state.pair.PairScene.ONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.venue.OrderSide;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What venues tell of orders that are not kept, or not theirs. */
@Tag("FAIL-1")
@Tag("IDEM-2")
class PairStrangersTest {

  /** Never given by the machine, which is in its first run. */
  private static final long OF_LATER_RUN = 9L << 40 | 5;

  private final PairScene scene = new PairScene();

  @Test
  @Tag("TRUTH-3")
  void shouldNotTakeTheWordOfAnotherVenue() {
    scene.bothSent(7);
    assertThat(fits(1, B, -1, null)).isFalse();
    assertThat(scene.said()).containsExactly("escalate FOREIGN_REPORT 7 1 B 2");
    assertThat(fits(1, A, A, OrderSide.BUY)).isTrue();
    assertThat(fits(1, A, -1, null)).isTrue();
    assertThat(scene.said()).isEmpty();
  }

  @Test
  @Tag("TRUTH-3")
  void shouldAskTheVenueThatStatesAnotherInstrumentOrSide() {
    scene.bothSent(7);
    assertThat(fits(1, A, B, OrderSide.BUY)).isFalse();
    assertThat(scene.said())
        .containsExactly("escalate IMPOSSIBLE_REPORT 7 1 A 0", "order 1 UNKNOWN", "ask 1");
    assertThat(fits(2, B, B, OrderSide.BUY)).isFalse();
    assertThat(scene.said())
        .containsExactly("escalate IMPOSSIBLE_REPORT 7 2 B 0", "order 2 UNKNOWN", "ask 2");
  }

  @Test
  void shouldSayTheFillsOfAStrangerOnceAndCancelItOnce() {
    List<Long> cancelled = new ArrayList<>();
    PairBook book = book(cancelled);
    book.stranger(OF_LATER_RUN, A, A, OrderSide.BUY, 2 * ONE, ONE, true);
    book.stranger(OF_LATER_RUN, A, A, OrderSide.BUY, 2 * ONE, ONE, true);
    book.stranger(OF_LATER_RUN, A, A, OrderSide.BUY, 3 * ONE, ONE, true);

    assertThat(scene.said())
        .containsExactly(
            "escalate FOREIGN_ORDER 0 0 A 2",
            "stranger filled A BUY 2",
            "escalate FOREIGN_ORDER 0 0 A 2",
            "escalate FOREIGN_ORDER 0 0 A 3",
            "stranger filled A BUY 1");
    assertThat(cancelled).containsExactly(OF_LATER_RUN);
  }

  @Test
  void shouldCancelAStrangerAsSoonAsItCan() {
    List<Long> cancelled = new ArrayList<>();
    PairBook book = book(cancelled);
    book.sessionDown(A, scene.now);
    book.stranger(OF_LATER_RUN, A, A, OrderSide.SELL, 0, 0, true);
    assertThat(cancelled).isEmpty();
    book.sessionUp(A, scene.now);
    book.bookChanged(A, scene.now);
    assertThat(cancelled).containsExactly(OF_LATER_RUN);

    scene.room[B] = false;
    book.stranger(OF_LATER_RUN + 1, B, B, OrderSide.SELL, 0, 0, true);
    scene.room[B] = true;
    book.bookChanged(A, scene.now);
    assertThat(cancelled).containsExactly(OF_LATER_RUN, OF_LATER_RUN + 1);
  }

  @Test
  void shouldOnlyEscalateWhatCannotBeTold() {
    List<Long> cancelled = new ArrayList<>();
    PairBook book = book(cancelled);
    book.stranger(OF_LATER_RUN, A, -1, OrderSide.BUY, ONE, ONE, true);
    book.stranger(OF_LATER_RUN, A, A, null, ONE, ONE, true);
    book.stranger(ClientOrderIds.FOREIGN, B, B, OrderSide.SELL, 3 * ONE, ONE, true);
    book.stranger(ClientOrderIds.FOREIGN, B, B, OrderSide.SELL, Long.MIN_VALUE, 0, true);
    book.stranger(ClientOrderIds.FOREIGN, B, B, OrderSide.SELL, Long.MAX_VALUE, 0, true);

    assertThat(scene.said("stranger"))
        .containsExactly("stranger filled B SELL 1", "stranger filled B SELL " + most());
    assertThat(cancelled).isEmpty();
  }

  @Test
  void shouldRememberTheNewestStrangersOnly() {
    List<Long> cancelled = new ArrayList<>();
    PairBook book = book(cancelled);
    book.sessionDown(A, scene.now);
    for (int i = 0; i < 200; i++) {
      book.stranger(OF_LATER_RUN + i, A, A, OrderSide.BUY, ONE, ONE, true);
    }
    book.sessionUp(A, scene.now);

    assertThat(cancelled).hasSize(64).doesNotHaveDuplicates();
    assertThat(scene.said("stranger")).hasSize(200);
    book.sessionUp(A, scene.now);
    assertThat(cancelled).hasSize(64);
  }

  private static String most() {
    return BigDecimal.valueOf(PairPlan.MAX_QUANTITY_E8, 8).toPlainString();
  }

  private boolean fits(int order, int venue, int instrument, OrderSide side) {
    return scene.book.fits(scene.number(order), venue, instrument, side, 2 * ONE, scene.now);
  }

  /** A machine whose cancels are noted by number, everything else by the scene. */
  private PairBook book(List<Long> cancelled) {
    scene.cancelled = cancelled;
    return scene.book;
  }
}
