package io.hedgerow.jobs.signals;

import io.hedgerow.schemas.topics.Topic;
import java.util.Locale;

/**
 * Every operator of the job: its uid, under which a savepoint finds its state, and its name. A
 * source, its check and what follows are named after the topic.
 */
enum SignalsUid {
  READ,
  CHECK,
  TO_ASSETS,
  DECODE_POLICIES,
  SIGNALS,
  WRITE_SIGNALS,
  WRITE_DEAD_LETTERS;

  /** {@code signals/write-signals}; never changed once released. */
  String uid() {
    return "signals/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@code signals/read-state-depth}. */
  String of(Topic topic) {
    return uid() + "-" + topic.topicName().replace('.', '-');
  }
}
