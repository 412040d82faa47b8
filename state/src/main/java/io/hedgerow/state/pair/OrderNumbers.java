package io.hedgerow.state.pair;

/**
 * Numbers of orders and requests: the run in the upper bits, a counter in the lower 40. Every run
 * has a larger number than the one before it, so a number never returns, whatever a crash has torn
 * off (IDEM-2). The upper half of the counter is never given: see {@link
 * ClientOrderIds#lastCancelOf}.
 */
final class OrderNumbers {

  private static final int COUNTER_BITS = 40;
  private static final long MAX_COUNTER = (1L << COUNTER_BITS) - 1;
  private static final long MAX_RUN = (1L << (Long.SIZE - 1 - COUNTER_BITS)) - 1;

  /** Set in the numbers of last cancels, and in no other. */
  static final long LAST_CANCEL = 1L << (COUNTER_BITS - 1);

  private long run;
  private long counter;

  OrderNumbers(long run) {
    start(run);
  }

  /** Begins a run. */
  void start(long next) {
    if (next <= run || next > MAX_RUN) {
      throw new IllegalArgumentException(
          "expected a run above " + run + " and at most " + MAX_RUN + ", saw " + next);
    }
    run = next;
    counter = 0;
  }

  long next() {
    if (counter == LAST_CANCEL - 1) {
      throw new IllegalStateException("expected less than 2^39 numbers in run " + run);
    }
    counter++;
    return run << COUNTER_BITS | counter;
  }

  /** Whether it may have been given by this run or an earlier one. */
  boolean mayBeOurs(long number) {
    long of = number >> COUNTER_BITS;
    long count = number & MAX_COUNTER;
    return of > 0 && count > 0 && (of < run || (of == run && count <= counter));
  }
}
