package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How far a funding rate swung when it changed its sign: the distance from the settlement before,
 * in ppm; 0 where the sign is the same or either is below 10 ppm (TRIG-3). Rates are of 8 hours.
 *
 * <p>Bound: one settlement.
 */
final class FundingInversion implements Statistic {

  /** 10 ppm: below it, a sign says nothing. */
  private static final long MATERIAL_E8 = 1_000;

  private final Settlements newest = new Settlements(1);

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    long fundingTimeMicros = observation.referenceE8();
    boolean settled = fundingTimeMicros != 0;
    boolean measured = !settled || newest.isNews(fundingTimeMicros, observation.atMicros());
    if (measured && newest.size() > 0) {
      out.reading("", swingPpm(newest.newestRateE8(), observation.valueE8()));
    }
    if (settled) {
      newest.add(fundingTimeMicros, observation.valueE8());
    }
  }

  private static long swingPpm(long beforeE8, long nowE8) {
    boolean inverted = Long.signum(beforeE8) != Long.signum(nowE8);
    boolean material = Math.abs(beforeE8) >= MATERIAL_E8 && Math.abs(nowE8) >= MATERIAL_E8;
    return inverted && material ? Math.abs(nowE8 - beforeE8) / (E8.ONE / Ratio.PPM) : 0;
  }

  @Override
  public void write(PageWriter page) {
    newest.write(page);
  }

  @Override
  public void read(PageReader page) {
    newest.read(page);
  }
}
