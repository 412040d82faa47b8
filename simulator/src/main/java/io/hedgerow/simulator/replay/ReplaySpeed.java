package io.hedgerow.simulator.replay;

import java.util.Locale;

/**
 * How fast recorded time passes.
 *
 * @param factor recorded seconds in a second; infinite: without waiting
 */
public record ReplaySpeed(double factor) {

  /** Without waiting. */
  public static final ReplaySpeed MAX = new ReplaySpeed(Double.POSITIVE_INFINITY);

  /** As it was received. */
  public static final ReplaySpeed REAL_TIME = new ReplaySpeed(1);

  private static final String MAX_TEXT = "max";

  /** Checks that time passes. */
  public ReplaySpeed {
    if (!(factor > 0)) {
      throw new IllegalArgumentException("expected a speed above 0 or 'max', saw " + factor);
    }
  }

  /**
   * Reads {@code max}, {@code 10} or {@code 0.5}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static ReplaySpeed parse(String text) {
    if (text.toLowerCase(Locale.ROOT).equals(MAX_TEXT)) {
      return MAX;
    }
    try {
      double factor = Double.parseDouble(text);
      if (!Double.isFinite(factor)) {
        throw new IllegalArgumentException("expected a finite speed or 'max', saw " + text);
      }
      return new ReplaySpeed(factor);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a number above 0 or 'max' as speed, saw '" + text + "'", e);
    }
  }

  /** Whether it never waits. */
  public boolean isMax() {
    return Double.isInfinite(factor);
  }
}
