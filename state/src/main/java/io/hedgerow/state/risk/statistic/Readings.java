package io.hedgerow.state.risk.statistic;

/** Takes the figures of a statistic. */
@FunctionalInterface
public interface Readings {

  /** Takes none. */
  Readings IGNORED = (component, value) -> {};

  /**
   * Takes one.
   *
   * @param component which part of the subject it is of; may be empty
   * @param value in the measure's unit
   */
  void reading(String component, long value);
}
