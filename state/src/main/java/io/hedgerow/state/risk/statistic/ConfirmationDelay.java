package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * How long a transfer took to confirm, in permille of what it took before: the median of older
 * delays, but at least 1 s (TRIG-10).
 *
 * <p>The baseline's first {@value RecentValues#NEEDED} values enter as they come, the later ones
 * spread over the window: so a delay that lasts does not become the baseline before half of the
 * window is over.
 *
 * <p>Bound: {@link RecentValues}.
 */
final class ConfirmationDelay implements Statistic {

  private final RecentValues baseline = new RecentValues();
  private long addedAtMicros;

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    long delayE8 = observation.valueE8();
    if (baseline.isBaseline()) {
      long usualE8 = Math.max(baseline.median(), E8.ONE);
      out.reading("", Ratio.of(delayE8, usualE8, Ratio.PERMILLE));
    }
    long stepMicros = policy.windowMicros() / RecentValues.CAPACITY;
    if (!baseline.isBaseline() || observation.atMicros() - addedAtMicros >= stepMicros) {
      baseline.add(delayE8);
      addedAtMicros = observation.atMicros();
    }
  }

  @Override
  public void write(PageWriter page) {
    page.number(addedAtMicros);
    baseline.write(page);
  }

  @Override
  public void read(PageReader page) {
    addedAtMicros = page.number();
    baseline.read(page);
  }
}
