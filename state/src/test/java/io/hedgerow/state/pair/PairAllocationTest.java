package io.hedgerow.state.pair;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the machine allocates once it is warm, over pairs that end in every way. */
@Tag("LAT-4")
@Tag("LAT-5")
class PairAllocationTest {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 100_000;
  private static final int WAYS = 10;
  private static final long ONE = 100_000_000L;

  private static final PairSettings SETTINGS =
      new PairSettings(256, 2, 2, 2, 4, 3, 100, 200, 1_500, 300, 50, 400, 5_000, 2_000);

  /** Answers always, and adds up what is said, so that nothing is optimised away. */
  private static final class Sums implements HedgeMarket, PairOutputs {
    private long said;
    private long endedPairs;
    private long newest;

    @Override
    public long limitPriceE8(int instrument, OrderSide side) {
      return 100 * ONE;
    }

    @Override
    public long leastQuantityE8(int instrument, long priceE8) {
      return ONE;
    }

    @Override
    public long lotE8(int instrument) {
      return ONE / 10;
    }

    @Override
    public boolean maySend(int venue) {
      return true;
    }

    @Override
    public void sendOrder(PairOrder order) {
      newest = order.number();
      said += order.quantityE8();
    }

    @Override
    public void cancelOrder(PairOrder order, long requestNumber) {
      said += requestNumber;
    }

    @Override
    public void askStatus(PairOrder order) {
      said += order.venue();
    }

    @Override
    public void orderFilled(PairOrder order, long moreE8, long priceE8, long executionHash) {
      said += moreE8;
    }

    @Override
    public void strangerFilled(int instrument, OrderSide side, long moreE8) {
      said += moreE8;
    }

    @Override
    public void orderChanged(PairOrder order) {
      said += order.filledE8();
    }

    @Override
    public void pairReopened(Pair pair) {
      endedPairs--;
    }

    @Override
    public void pairEnded(Pair pair, PairOutcome outcome, boolean amended) {
      endedPairs++;
    }

    @Override
    public void escalate(
        Escalation reason, long correlationNumber, long orderNumber, int venue, long seenE8) {
      said += seenE8;
    }
  }

  private final Sums sums = new Sums();
  private final PairBook book = new PairBook(SETTINGS, 1, sums, sums);
  private final PairPlan plan = new PairPlan();
  private final StringBuilder text = new StringBuilder(ClientOrderIds.LENGTH);
  private long now = 1_000_000;

  @Test
  void shouldAllocateNothingOnceWarm() {
    book.sessionUp(0, now);
    book.sessionUp(1, now);
    trade(0, WARM_UP);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    trade(WARM_UP, MEASURED);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // A few hundred bytes are the measurement's own; one object a pair would be 1,600,000.
    assertThat(allocated).isLessThan(16_384);
    assertThat(sums.endedPairs).isEqualTo(WARM_UP + MEASURED);
    assertThat(book.isFlat()).isTrue();
  }

  private void trade(int from, int pairs) {
    for (int i = from; i < from + pairs; i++) {
      now += 20;
      book.onTime(now);
      one(i);
    }
    now += 10_000;
    book.onTime(now);
  }

  private void one(int pair) {
    plan.begin(pair + 1, SignalPurpose.OPEN, 1_000)
        .addLeg(0, 0, OrderSide.BUY, 5 * ONE, 101 * ONE, false)
        .addLeg(1, 1, OrderSide.SELL, 5 * ONE, 99 * ONE, false);
    if (book.open(plan, now) != OpenResult.OPENED) {
      throw new AssertionError("not opened: pair " + pair);
    }
    long second = sums.newest;
    long first = second - 1;
    ClientOrderIds.write(first, text);
    if (ClientOrderIds.parse(text) != first) {
      throw new AssertionError("not the same: " + first);
    }
    switch (pair % WAYS) {
      case 0 -> rejected(first, second);
      case 1 -> offset(first, second, 2 * ONE);
      case 2 -> offset(first, second, 5 * ONE - ONE / 20);
      case 3 -> unknown(first, second);
      case 4 -> broken(first, second);
      case 5 -> late(first, second);
      default -> complete(first, second);
    }
  }

  private void complete(long first, long second) {
    book.accepted(first, now);
    book.filled(second, 2 * ONE, 2 * ONE, 100 * ONE, 1, now);
    book.filled(first, 5 * ONE, 5 * ONE, 100 * ONE, 2, now);
    book.filled(first, 5 * ONE, 5 * ONE, 100 * ONE, 2, now);
    book.filled(second, 5 * ONE, 3 * ONE, 100 * ONE, 3, now);
  }

  private void rejected(long first, long second) {
    book.rejected(first, 0, now);
    book.canceled(second, 0, now);
  }

  private void offset(long first, long second, long secondFilledE8) {
    book.canceled(second, secondFilledE8, now);
    book.filled(first, 5 * ONE, 5 * ONE, 100 * ONE, 1, now);
    if (5 * ONE - secondFilledE8 >= ONE) {
      book.expired(sums.newest, ONE, now);
    }
    settle();
  }

  private void unknown(long first, long second) {
    book.canceled(second, 0, now);
    book.cancelRejected(first, now);
    book.status(first, VenueWord.UNKNOWN_ORDER, 0, now);
    now += 200;
    book.onTime(now);
    book.status(first, VenueWord.UNKNOWN_ORDER, 0, now);
  }

  private void broken(long first, long second) {
    book.sessionDown(0, now);
    book.filled(second, 5 * ONE, 5 * ONE, 100 * ONE, 1, now);
    now += 2_000;
    book.onTime(now);
    book.sessionUp(0, now);
    book.status(first, VenueWord.FILLED, 5 * ONE, now);
  }

  private void late(long first, long second) {
    rejected(second, first);
    book.filled(first, 2 * ONE, 2 * ONE, 100 * ONE, 1, now);
    settle();
  }

  /** Fills whatever offset is open as it was ordered. */
  private void settle() {
    for (int i = 0; i < 8 && !book.isFlat(); i++) {
      long openE8 =
          book.worstCaseE8(0, OrderSide.BUY)
              + book.worstCaseE8(0, OrderSide.SELL)
              + book.worstCaseE8(1, OrderSide.BUY)
              + book.worstCaseE8(1, OrderSide.SELL);
      book.filled(sums.newest, openE8, openE8, 100 * ONE, 1, now);
    }
  }
}
