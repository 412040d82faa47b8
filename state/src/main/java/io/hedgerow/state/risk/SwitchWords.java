package io.hedgerow.state.risk;

import java.util.List;
import java.util.Optional;

/**
 * How to say of a measure that is only on or off what it found: people do not read 1 and 0.
 * Stateless, safe from any thread.
 *
 * @param measure the measure
 * @param what stands before its subject
 * @param bad what 1 means
 * @param over what 0 means after a 1
 */
record SwitchWords(Measure measure, String what, String bad, String over) {

  private static final List<SwitchWords> ALL =
      List.of(
          new SwitchWords(Measure.BOOK_UNUSABLE, "The book of ", "unusable", "usable again"),
          new SwitchWords(Measure.INTEGRITY_FAULT, "The integrity of ", "broken", "sound again"),
          new SwitchWords(Measure.CONTROL_OVERDUE, "The control ", "overdue", "completed"));

  /** The words for a measure as it stands in records; empty if it counts something. */
  static Optional<SwitchWords> of(String measure) {
    return ALL.stream().filter(words -> words.measure().text().equals(measure)).findFirst();
  }

  /** The subject as the sentence begins. */
  String about(String subject) {
    return what + subject;
  }
}
