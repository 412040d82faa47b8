package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How far the newest values of a subject's components lie apart, highest minus lowest, in ppm: of
 * their median for prices (TRIG-4), of the notional for funding rates of 8 hours (TRIG-3).
 *
 * <p>Values older than the window do not count; two must be left. Read whenever both the highest
 * and the lowest have spoken since the last reading, so that one wrong value makes one reading.
 *
 * <p>Bound: a {@link Panel}.
 */
final class Spread implements Statistic {

  private final Panel panel = new Panel();
  private final boolean ofMedian;

  private Spread(boolean ofMedian) {
    this.ofMedian = ofMedian;
  }

  static Spread ofPrices() {
    return new Spread(true);
  }

  static Spread ofRates() {
    return new Spread(false);
  }

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    panel.put(observation.component(), observation.valueE8(), observation.atMicros());
    long since = observation.atMicros() - policy.windowMicros();
    if (panel.freshCount(since) < 2) {
      return;
    }
    int lowest = panel.lowest(since);
    int highest = panel.highest(since);
    if (panel.hasSpoken(lowest) && panel.hasSpoken(highest)) {
      long apart = panel.value(highest) - panel.value(lowest);
      out.reading("", Ratio.of(apart, ofMedian ? panel.median(since) : E8.ONE, Ratio.PPM));
      panel.nextRound();
    }
  }

  @Override
  public void write(PageWriter page) {
    panel.write(page);
  }

  @Override
  public void read(PageReader page) {
    panel.read(page);
  }
}
