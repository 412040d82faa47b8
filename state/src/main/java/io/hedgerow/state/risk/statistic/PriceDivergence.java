package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How far a venue's price is from the median of all venues, in ppm of it, for the venue that has
 * just spoken (TRIG-7).
 *
 * <p>Prices older than the window do not count; three must be left. The median is that of all, not
 * of the others: of three prices the middle one is right while one is wrong, but a sound venue that
 * were compared with the other two would be blamed for the wrong one's error.
 *
 * <p>Bound: a {@link Panel}.
 */
final class PriceDivergence implements Statistic {

  private final Panel prices = new Panel();

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    prices.put(observation.component(), observation.valueE8(), observation.atMicros());
    long since = observation.atMicros() - policy.windowMicros();
    if (prices.freshCount(since) < 3) {
      return;
    }
    long median = prices.median(since);
    long off = Math.abs(observation.valueE8() - median);
    out.reading(observation.component(), Ratio.of(off, median, Ratio.PPM));
  }

  @Override
  public void write(PageWriter page) {
    prices.write(page);
  }

  @Override
  public void read(PageReader page) {
    prices.read(page);
  }
}
