package io.hedgerow.state.risk.trial;

/**
 * A trigger that was raised in a trial.
 *
 * @param measure what was measured
 * @param subject on what
 * @param component the part of it that broke its threshold last; may be empty
 * @param matched the pattern and the scope: {@code held@1 ASSET BTC}
 * @param atMicros event time, µs since the epoch
 */
public record RaisedTrigger(
    String measure, String subject, String component, String matched, long atMicros) {

  /** What makes it the same one at another time. */
  public String key() {
    return String.join("|", measure, subject, component, matched);
  }
}
