package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.Arrays;

/**
 * How far a funding rate is from what was settled before, in thousandths of the usual deviation
 * (TRIG-3): {@code |rate - median| ÷ max(1.4826 × MAD, 50 ppm)}.
 *
 * <p>Median and median absolute deviation are not moved by a few extreme settlements. The floor is
 * there because many perpetuals settle the same rate for weeks: a MAD of nothing would make a
 * dislocation of the next basis point. With 10 ppm seven venues raised 1,030 triggers from 2020 to
 * 2023, most of them for a rate of 0.01 % that fell to nothing; with 50 ppm, 278 ({@code
 * docs/risk-study.md}). Rates are of 8 hours.
 *
 * <p>Current rates are measured, and a settlement that was paid just now, before it enters the
 * history itself.
 *
 * <p>Bound: {@value #CAPACITY} settlements; {@value #NEEDED} are needed for a figure.
 */
final class FundingDistance implements Statistic {

  static final int CAPACITY = 90;
  static final int NEEDED = 21;

  /** 50 ppm. */
  private static final long LEAST_DEVIATION_E8 = 5_000;

  private final Settlements history = new Settlements(CAPACITY);
  private long medianE8;
  private long deviationE8;

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    long fundingTimeMicros = observation.referenceE8();
    boolean settled = fundingTimeMicros != 0;
    boolean measured = !settled || history.isNews(fundingTimeMicros, observation.atMicros());
    if (measured && history.size() >= NEEDED) {
      long off = Math.abs(observation.valueE8() - medianE8);
      out.reading("", Ratio.of(off, deviationE8, Ratio.PERMILLE));
    }
    if (settled) {
      history.add(fundingTimeMicros, observation.valueE8());
      survey();
    }
  }

  private void survey() {
    int size = history.size();
    long[] sorted = new long[size];
    for (int i = 0; i < size; i++) {
      sorted[i] = history.rateE8(i);
    }
    Arrays.sort(sorted);
    medianE8 = sorted[(size - 1) / 2];
    for (int i = 0; i < size; i++) {
      sorted[i] = Math.abs(sorted[i] - medianE8);
    }
    Arrays.sort(sorted);
    long madE8 = sorted[(size - 1) / 2];
    deviationE8 = Math.max(madE8 * 14_826 / 10_000, LEAST_DEVIATION_E8);
  }

  @Override
  public void write(PageWriter page) {
    history.write(page);
  }

  @Override
  public void read(PageReader page) {
    history.read(page);
    if (history.size() > 0) {
      survey();
    }
  }
}
