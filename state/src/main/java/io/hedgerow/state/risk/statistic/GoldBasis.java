package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How far the mean of the PAXG prices is from that of the gold references, either way, in ppm of
 * the latter (TRIG-9).
 *
 * <p>Prices older than the window do not count; one of each sort must be left. Read whenever all of
 * these have spoken since the last reading, so that one wrong price makes one reading.
 *
 * <p>Bound: a {@link Panel}.
 */
public final class GoldBasis implements Statistic {

  /** What the components of reference gold begin with; no venue's name does. */
  public static final String REFERENCE_PREFIX = "gold:";

  private final Panel prices = new Panel();

  /** One that remembers nothing. */
  GoldBasis() {}

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    prices.put(observation.component(), observation.valueE8(), observation.atMicros());
    long since = observation.atMicros() - policy.windowMicros();
    if (!haveAllSpoken(since)) {
      return;
    }
    long goldE8 = meanE8(since, true);
    long paxgE8 = meanE8(since, false);
    if (goldE8 > 0 && paxgE8 > 0) {
      out.reading("", Ratio.of(Math.abs(paxgE8 - goldE8), goldE8, Ratio.PPM));
      prices.nextRound();
    }
  }

  private boolean haveAllSpoken(long sinceMicros) {
    for (int i = 0; i < prices.size(); i++) {
      if (prices.isFresh(i, sinceMicros) && !prices.hasSpoken(i)) {
        return false;
      }
    }
    return true;
  }

  /** Rounded down; 0 without any. */
  private long meanE8(long sinceMicros, boolean gold) {
    long sum = 0; // at most 16 prices of 10^17
    int count = 0;
    for (int i = 0; i < prices.size(); i++) {
      boolean isGold = prices.component(i).startsWith(REFERENCE_PREFIX);
      if (isGold == gold && prices.isFresh(i, sinceMicros)) {
        sum += prices.value(i);
        count++;
      }
    }
    return count == 0 ? 0 : sum / count;
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
