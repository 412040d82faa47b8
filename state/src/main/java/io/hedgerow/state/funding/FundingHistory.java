package io.hedgerow.state.funding;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The newest {@value #MAX_PERIODS} funding periods that have ended, one for each funding time,
 * oldest first. What it holds does not depend on the order in which they became known.
 */
final class FundingHistory {

  /** 90 days of 8 hours. */
  static final int MAX_PERIODS = 270;

  private final List<FundingPeriod> periods = new ArrayList<>();

  List<FundingPeriod> periods() {
    return Collections.unmodifiableList(periods);
  }

  /** The end of the newest period, or {@code Long.MIN_VALUE}. */
  long newestTimeMicros() {
    return periods.isEmpty() ? Long.MIN_VALUE : periods.get(periods.size() - 1).timeMicros();
  }

  /** Adds a period, or what it says of one already known; whether that changed anything. */
  boolean add(FundingPeriod period) {
    int at = positionOf(period.timeMicros());
    if (at >= 0) {
      FundingPeriod merged = periods.get(at).mergedWith(period);
      return !merged.equals(periods.set(at, merged));
    }
    int insertAt = -at - 1;
    if (periods.size() == MAX_PERIODS) {
      if (insertAt == 0) {
        return false;
      }
      periods.remove(0);
      insertAt--;
    }
    periods.add(insertAt, period);
    return true;
  }

  private int positionOf(long timeMicros) {
    int low = 0;
    int high = periods.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long seen = periods.get(middle).timeMicros();
      if (seen == timeMicros) {
        return middle;
      } else if (seen < timeMicros) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Times as steps from the one before, and receipt as distance from the funding time. */
  void write(PageWriter page) {
    page.number(periods.size());
    long previous = 0;
    for (FundingPeriod period : periods) {
      long time = period.timeMicros() / FundingPeriod.SNAP_MICROS;
      boolean announced = period.announcedAtMicros() != FundingPeriod.NEVER_ANNOUNCED;
      page.number(time - previous)
          .number(period.rateE8())
          .flag(period.settled())
          .optional(announced ? period.announcedAtMicros() - period.timeMicros() : null)
          .number(period.receivedAtMicros() - period.timeMicros());
      previous = time;
    }
  }

  static FundingHistory read(PageReader page) {
    FundingHistory history = new FundingHistory();
    int count = page.count(MAX_PERIODS);
    long time = 0;
    for (int i = 0; i < count; i++) {
      time += page.number();
      long timeMicros = time * FundingPeriod.SNAP_MICROS;
      long rateE8 = page.number();
      boolean settled = page.flag();
      Long announced = page.optional();
      history.periods.add(
          new FundingPeriod(
              timeMicros,
              rateE8,
              settled,
              announced == null ? FundingPeriod.NEVER_ANNOUNCED : announced + timeMicros,
              page.number() + timeMicros));
    }
    return history;
  }
}
