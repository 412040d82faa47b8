package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How old the newest block is, in permille of how old blocks became before the next one: the median
 * of the older ones, but at least 1 s (TRIG-10).
 *
 * <p>A block enters the baseline once, when a higher one is seen: a chain that stands still does
 * not make standing still its baseline.
 *
 * <p>Bound: {@link RecentValues}.
 */
final class BlockGap implements Statistic {

  private final RecentValues baseline = new RecentValues();
  private long block = -1;
  private long oldestE8;

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    long ageE8 = observation.valueE8();
    long number = observation.referenceE8();
    if (number > block) {
      if (block >= 0) {
        baseline.add(oldestE8);
      }
      block = number;
      oldestE8 = ageE8;
    } else if (number == block) {
      oldestE8 = Math.max(oldestE8, ageE8);
    }
    if (baseline.isBaseline()) {
      long usualE8 = Math.max(baseline.median(), E8.ONE);
      out.reading("", Ratio.of(ageE8, usualE8, Ratio.PERMILLE));
    }
  }

  @Override
  public void write(PageWriter page) {
    page.number(block).number(oldestE8);
    baseline.write(page);
  }

  @Override
  public void read(PageReader page) {
    block = page.number();
    oldestE8 = page.number();
    baseline.read(page);
  }
}
