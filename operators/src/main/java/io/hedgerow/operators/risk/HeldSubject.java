package io.hedgerow.operators.risk;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.RiskSubject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What one key of the classifier holds: what each of its measures remembers, under the policy in
 * force and under the shadow policy, and at a checkpoint the observations whose time has not come.
 */
final class HeldSubject {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  final List<Observation> waiting = new ArrayList<>(0);
  final Map<Measure, RiskSubject> live = new EnumMap<>(Measure.class);
  final Map<Measure, RiskSubject> shadow = new EnumMap<>(Measure.class);

  /** Event time of the earliest timer that was set, ms. */
  long timerMillis = NO_TIMER;

  Map<Measure, RiskSubject> of(PolicyMode mode) {
    return mode == PolicyMode.LIVE ? live : shadow;
  }

  /** When the next deadline is due, µs. */
  long nextDeadlineMicros() {
    long next = Long.MAX_VALUE;
    for (RiskSubject subject : live.values()) {
      next = Math.min(next, subject.nextDeadlineMicros());
    }
    for (RiskSubject subject : shadow.values()) {
      next = Math.min(next, subject.nextDeadlineMicros());
    }
    return next;
  }

  /**
   * Whether nothing is beyond its threshold and nothing was observed at or after this time.
   *
   * @param shadowRuns whether there is a shadow policy: without one, its part does not count
   */
  boolean mayBeForgotten(long beforeMicros, boolean shadowRuns) {
    return waiting.isEmpty()
        && live.values().stream().allMatch(subject -> isIdle(subject, beforeMicros))
        && (!shadowRuns
            || shadow.values().stream().allMatch(subject -> isIdle(subject, beforeMicros)));
  }

  private static boolean isIdle(RiskSubject subject, long beforeMicros) {
    return !subject.hasBreach() && subject.newestMicros() < beforeMicros;
  }
}
