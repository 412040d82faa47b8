package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;

/**
 * The newest funding rates that were settled, one for each funding time, whatever order they come
 * in. Bound: the capacity. Not safe for concurrent use.
 */
final class Settlements {

  /**
   * A settlement that was paid longer ago than this tells of the past: it enters the history and is
   * not measured itself.
   */
  private static final long RECENT_MICROS = 8L * 3_600_000_000L;

  private final long[] fundingTimesMicros;
  private final long[] ratesE8;
  private int size;

  Settlements(int capacity) {
    fundingTimesMicros = new long[capacity];
    ratesE8 = new long[capacity];
  }

  int size() {
    return size;
  }

  /** In the order of funding times, 0 the oldest. */
  long rateE8(int index) {
    return ratesE8[index];
  }

  long newestRateE8() {
    return ratesE8[size - 1];
  }

  /** Whether a settlement is news: later than all of them, and paid just now. */
  boolean isNews(long fundingTimeMicros, long nowMicros) {
    return (size == 0 || fundingTimeMicros > fundingTimesMicros[size - 1])
        && nowMicros - fundingTimeMicros <= RECENT_MICROS;
  }

  /** Adds one, unless its funding time is known or older than a full history. */
  void add(long fundingTimeMicros, long rateE8) {
    int at = size;
    while (at > 0 && fundingTimesMicros[at - 1] > fundingTimeMicros) {
      at--;
    }
    boolean known = at > 0 && fundingTimesMicros[at - 1] == fundingTimeMicros;
    boolean full = size == ratesE8.length;
    if (known || (full && at == 0)) {
      return;
    }
    if (full) {
      move(1, 0, at - 1);
      at--;
    } else {
      move(at, at + 1, size - at);
      size++;
    }
    fundingTimesMicros[at] = fundingTimeMicros;
    ratesE8[at] = rateE8;
  }

  private void move(int from, int to, int count) {
    System.arraycopy(fundingTimesMicros, from, fundingTimesMicros, to, count);
    System.arraycopy(ratesE8, from, ratesE8, to, count);
  }

  void write(PageWriter page) {
    page.number(size);
    for (int i = 0; i < size; i++) {
      page.number(fundingTimesMicros[i]).number(ratesE8[i]);
    }
  }

  void read(PageReader page) {
    int count = page.count(ratesE8.length);
    for (int i = 0; i < count; i++) {
      add(page.number(), page.number());
    }
  }
}
