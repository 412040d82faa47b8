package io.hedgerow.state.risk.statistic;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.Arrays;

/**
 * How much an asset has moved inside the window: the root of the sum of its squared logarithmic
 * returns, in ppm (TRIG-1).
 *
 * <pre>
 *   window = 60 steps, of at least 1 s; each component keeps the last price of a step
 *   ├──┼──┼──┼ … ┼──┼──┤ now: read once in each step, when it begins
 * </pre>
 *
 * <p>Each component (an instrument at a venue, an index) is measured by itself; the reading is the
 * median of them, the lower one of two, so that neither differences between venues nor one venue's
 * wrong prices look like movement. A component counts once half of its window is filled, and while
 * it has spoken in the newest quarter of it; after a window of silence it starts anew.
 *
 * <p>Bound: {@value #CAPACITY} components of {@value PriceGrid#STEPS} returns; one more component
 * takes the place of the one that has been silent for longest.
 */
final class RealizedVolatility implements Statistic {

  static final int CAPACITY = 16;

  private static final long LEAST_STEP_MICROS = 1_000_000L;

  private final PriceGrid[] components = new PriceGrid[CAPACITY];
  private final long[] sorted = new long[CAPACITY];
  private int size;
  private long stepMicros;
  private int steps;
  private long readStep;

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    use(policy.windowMicros());
    long atMicros = observation.atMicros();
    long step = Math.floorDiv(atMicros, stepMicros);
    gridOf(observation.component()).price(observation.valueE8(), step, atMicros);
    if (step == readStep) {
      return;
    }
    readStep = step;
    long sinceMicros = atMicros - steps * stepMicros / 4;
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (components[i].atMicros() >= sinceMicros) {
        components[i].advance(step);
        if (2 * components[i].filled() >= steps) {
          sorted[count++] = components[i].sumOfSquares();
        }
      }
    }
    if (count > 0) {
      Arrays.sort(sorted, 0, count);
      out.reading("", rootPpm(sorted[(count - 1) / 2]));
    }
  }

  /** The root of a sum of squares at 10<sup>-8</sup>, in ppm. */
  private static long rootPpm(long sumOfSquares) {
    return (long) StrictMath.sqrt((double) sumOfSquares) / (E8.ONE / Ratio.PPM);
  }

  /** Another window is another grid: what was measured on the old one is forgotten. */
  private void use(long windowMicros) {
    long wantedStep = Math.max(windowMicros / PriceGrid.STEPS, LEAST_STEP_MICROS);
    int wantedSteps = (int) Math.max(1, Math.min(windowMicros / wantedStep, PriceGrid.STEPS));
    if (wantedStep != stepMicros || wantedSteps != steps) {
      stepMicros = wantedStep;
      steps = wantedSteps;
      size = 0;
      readStep = 0;
    }
  }

  private PriceGrid gridOf(String component) {
    for (int i = 0; i < size; i++) {
      if (components[i].component().equals(component)) {
        return components[i];
      }
    }
    int slot = size < CAPACITY ? size++ : oldest();
    components[slot] = new PriceGrid(component, steps);
    return components[slot];
  }

  private int oldest() {
    int oldest = 0;
    for (int i = 1; i < size; i++) {
      oldest = components[i].atMicros() < components[oldest].atMicros() ? i : oldest;
    }
    return oldest;
  }

  @Override
  public void write(PageWriter page) {
    page.number(stepMicros).number(steps).number(readStep).number(size);
    for (int i = 0; i < size; i++) {
      components[i].write(page);
    }
  }

  @Override
  public void read(PageReader page) {
    stepMicros = page.number();
    steps = page.count(PriceGrid.STEPS);
    readStep = page.number();
    size = page.count(CAPACITY);
    for (int i = 0; i < size; i++) {
      components[i] = PriceGrid.read(page, steps);
    }
  }
}
