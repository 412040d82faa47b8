package io.hedgerow.cli;

import io.hedgerow.state.risk.Observation;
import java.util.Map;
import java.util.function.Consumer;

/** A stretch of what was observed, in the order of event time. */
interface TrialFeed {

  /** Which one it is, for a person. */
  String label();

  /** Where it begins, µs since the epoch. */
  long fromMicros();

  /** Where it ends. */
  long toMicros();

  /** Hands over all observations of the stretch, once. */
  void run(Consumer<Observation> out);

  /** After the run: how many records of each topic were used. */
  Map<String, Long> recordsByTopic();
}
