package io.hedgerow.state.risk.statistic;

import static io.hedgerow.state.risk.statistic.Ratio.PERMILLE;
import static io.hedgerow.state.risk.statistic.Ratio.PPM;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.function.LongBinaryOperator;

/**
 * The newest value by itself, brought to the measure's unit, for its own component. Remembers
 * nothing; that a single one does not count is the classifier's business. Safe from any thread.
 */
enum PlainValue implements Statistic {
  /** Whole units: counts, milliseconds, quote currency. */
  WHOLE((value, reference) -> Math.floorDiv(value, E8.ONE)),
  /** A fraction, in ppm. */
  FRACTION_PPM((value, reference) -> Math.floorDiv(value, E8.ONE / PPM)),
  /** How far a fraction is above its reference, in ppm of what both are fractions of. */
  EXCESS_PPM((value, reference) -> Math.floorDiv(value - reference, E8.ONE / PPM)),
  /** How far a price is from 1, either way, in ppm. */
  OFF_PARITY_PPM((value, reference) -> Math.abs(value - E8.ONE) / (E8.ONE / PPM)),
  /** So many times, in permille. */
  MULTIPLE_PERMILLE((value, reference) -> Math.floorDiv(value, E8.ONE / PERMILLE)),
  /** Its ratio to its reference, in permille; below a reference of one unit it counts as one. */
  RATIO_PERMILLE(
      (value, reference) -> Ratio.of(Math.max(value, 0), Math.max(reference, E8.ONE), PERMILLE));

  private final LongBinaryOperator toUnit;

  PlainValue(LongBinaryOperator toUnit) {
    this.toUnit = toUnit;
  }

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    out.reading(
        observation.component(),
        toUnit.applyAsLong(observation.valueE8(), observation.referenceE8()));
  }

  @Override
  public void write(PageWriter page) {}

  @Override
  public void read(PageReader page) {}
}
