package io.hedgerow.jobs.risk;

import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.PatternShape;
import java.util.Locale;

/**
 * Every operator of the job: its uid, under which a savepoint finds its state, and its name. A
 * source, its check and what follows are named after the topic, a pattern by name and version.
 */
enum RiskUid {
  READ,
  CHECK,
  OBSERVE,
  CLASSIFY,
  MATCH,
  WRAP_TRIGGERS,
  WRAP_EDGES,
  WRAP_POLICIES,
  WRAP_COMMANDS,
  WRAP_ACKNOWLEDGEMENTS,
  DECODE_POLICIES,
  MACHINE,
  WRITE_STATE,
  WRITE_TRIGGERS,
  WRITE_TRANSITIONS,
  WRITE_ALERTS,
  WRITE_DEAD_LETTERS;

  /** {@code risk/machine}; never changed once released. */
  String uid() {
    return "risk/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code risk/read-market-funding}. */
  String of(Topic topic) {
    return uid() + "-" + topic.topicName().replace('.', '-');
  }

  /** {@code risk/match-held@1}: a changed pattern gets another uid, and so a new state. */
  String of(PatternShape shape) {
    return uid() + "-" + shape.id();
  }
}
