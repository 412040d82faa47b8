package io.hedgerow.state.funding;

import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.state.network.RecordChecks;
import java.util.List;

/**
 * What the distances between funding times say about the funding interval (NET-4).
 *
 * <p>A walk over the periods, oldest first, with one interval taken as established:
 *
 * <table>
 *   <caption>A distance, and what it means</caption>
 *   <tr><td>the established interval</td><td>{@code OBSERVED}</td></tr>
 *   <tr><td>no multiple of it</td><td>the interval is another now: {@code CHANGED}, until the next
 *   distance confirms it</td></tr>
 *   <tr><td>a multiple, announced while a period of the established length was still to come</td>
 *   <td>another interval: {@code CHANGED}</td></tr>
 *   <tr><td>a multiple, and the venue declares the established interval</td><td>a hole in what we
 *   saw: the interval stands</td></tr>
 *   <tr><td>any other multiple</td><td>a hole or a longer interval, nothing tells yet: {@code
 *   CHANGED}. If the established interval follows, it was a hole; if the same multiple follows, it
 *   is the interval now; either way {@code OBSERVED}</td></tr>
 * </table>
 *
 * <p>The doubtful case is closed on purpose: venues do go from 4 to 8 hours, and half the rate
 * taken for the whole is an edge that is not there. Pure; the walk is at most {@link
 * FundingHistory#MAX_PERIODS} steps and runs only when a period was added.
 */
final class ObservedIntervals {

  /** How far before a funding time its successor may be announced: clocks differ. */
  static final long GRACE_MICROS = 60_000_000L;

  private final List<FundingPeriod> periods;
  private final long declaredMicros;
  private final long[] intervals;
  private long establishedMicros;
  private long doubtfulMicros;
  private boolean observedOne;
  private IntervalStatus status;

  private ObservedIntervals(List<FundingPeriod> periods, long declaredMicros) {
    this.periods = periods;
    this.declaredMicros = declaredMicros;
    this.intervals = new long[periods.size()];
    this.establishedMicros = declaredMicros;
    this.status = declaredMicros > 0 ? IntervalStatus.DECLARED : IntervalStatus.UNKNOWN;
  }

  /**
   * @param periods oldest first, the one still accruing included
   * @param declaredMicros the venue's word, 0 where it gives none
   */
  static ObservedIntervals of(List<FundingPeriod> periods, long declaredMicros) {
    ObservedIntervals observed = new ObservedIntervals(periods, declaredMicros);
    observed.walk();
    return observed;
  }

  IntervalStatus status() {
    return status;
  }

  /** The newest interval, 0 while it is unknown. */
  long intervalMicros() {
    return doubtfulMicros > 0 ? doubtfulMicros : establishedMicros;
  }

  /** The interval by which the rate of the period at this position was paid, 0 if unknown. */
  long intervalMicrosOf(int position) {
    return intervals[position];
  }

  private void walk() {
    for (int i = 1; i < intervals.length; i++) {
      long distance = periods.get(i).timeMicros() - periods.get(i - 1).timeMicros();
      if (!observedOne) {
        start(i, distance);
      } else if (doubtfulMicros > 0 && distance == doubtfulMicros) {
        intervals[i - 1] = distance;
        confirm(distance);
      } else {
        judge(i, distance);
      }
      intervals[i] = establishedMicros;
      if (i == 2 && intervals[1] > distance && intervals[1] % distance == 0) {
        intervals[1] = distance;
      }
    }
    if (intervals.length > 0) {
      intervals[0] = intervals.length > 1 ? intervals[1] : establishedMicros;
    }
  }

  private void start(int position, long distance) {
    if (RecordChecks.isPlausibleInterval(distance)) {
      boolean hole = declaredMicros > 0 && isLaterMultiple(position, distance, declaredMicros);
      confirm(hole ? declaredMicros : distance);
    }
  }

  private void judge(int position, long distance) {
    if (distance == establishedMicros) {
      confirm(distance);
    } else if (!isLaterMultiple(position, distance, establishedMicros)) {
      establishedMicros = distance;
      doubtfulMicros = 0;
      status = IntervalStatus.CHANGED;
    } else if (declaredMicros != establishedMicros) {
      doubtfulMicros = distance;
      status = IntervalStatus.CHANGED;
    }
  }

  private void confirm(long intervalMicros) {
    establishedMicros = intervalMicros;
    doubtfulMicros = 0;
    observedOne = true;
    status = IntervalStatus.OBSERVED;
  }

  /** Whether periods may have been missed: a multiple, not announced before the last of them. */
  private boolean isLaterMultiple(int position, long distance, long intervalMicros) {
    FundingPeriod period = periods.get(position);
    long lastMissed = period.timeMicros() - intervalMicros;
    return distance > intervalMicros
        && distance % intervalMicros == 0
        && period.announcedAtMicros() >= lastMissed - GRACE_MICROS;
  }
}
