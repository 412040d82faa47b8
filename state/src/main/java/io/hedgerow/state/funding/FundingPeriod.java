package io.hedgerow.state.funding;

import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.state.network.RecordChecks;

/**
 * One funding period, which ends at its funding time.
 *
 * @param timeMicros the funding time, snapped by {@link #snap}, µs since the epoch
 * @param rateE8 rate per interval: the settled one, or until it is known the last one accruing
 * @param settled whether the venue has said that it was paid
 * @param announcedAtMicros when this funding time was first heard as the next one; {@link
 *     #NEVER_ANNOUNCED} if it is known from history alone
 * @param receivedAtMicros when the rate was received
 */
record FundingPeriod(
    long timeMicros, long rateE8, boolean settled, long announcedAtMicros, long receivedAtMicros) {

  static final long NEVER_ANNOUNCED = Long.MAX_VALUE;

  /**
   * Funding times are brought to the nearest multiple of this: venues stamp them up to seconds off,
   * and no venue pays more often. So a jitter of up to a minute is no other period.
   */
  static final long SNAP_MICROS = RecordChecks.MIN_FUNDING_INTERVAL_MICROS;

  /** The period that an update speaks of. */
  static FundingPeriod of(FundingUpdate update, boolean settled) {
    return new FundingPeriod(
        snap(update.getFundingTimeMicros()),
        update.getRateE8(),
        settled,
        settled ? NEVER_ANNOUNCED : update.getReceivedAtMicros(),
        update.getReceivedAtMicros());
  }

  static long snap(long timeMicros) {
    return Math.floorDiv(timeMicros + SNAP_MICROS / 2, SNAP_MICROS) * SNAP_MICROS;
  }

  /**
   * Both accounts of one period as one: what was settled outweighs what accrued, and of two that
   * differ in nothing but the rate the one received later rules.
   */
  FundingPeriod mergedWith(FundingPeriod other) {
    boolean otherRules =
        settled == other.settled
            ? other.rateE8 != rateE8 && other.receivedAtMicros > receivedAtMicros
            : other.settled;
    FundingPeriod ruling = otherRules ? other : this;
    return new FundingPeriod(
        timeMicros,
        ruling.rateE8,
        ruling.settled,
        Math.min(announcedAtMicros, other.announcedAtMicros),
        ruling.receivedAtMicros);
  }
}
