package io.hedgerow.state.risk;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classifiers of those components of a subject that are not quiet: a quiet one remembers
 * nothing, and is not kept.
 *
 * <p>Bound: {@value #CAPACITY}; one more takes the place of the one whose newest value is oldest.
 * Not safe for concurrent use.
 */
final class Classifiers {

  static final int CAPACITY = 256;

  private final boolean highIsBad;
  private final TreeMap<String, Classifier> byComponent = new TreeMap<>();
  private long nextDeadlineMicros = Classifier.NEVER;

  Classifiers(boolean highIsBad) {
    this.highIsBad = highIsBad;
  }

  boolean isEmpty() {
    return byComponent.isEmpty();
  }

  /** Whether one of them is beyond its threshold, and so has a CLEAR still to come. */
  boolean hasBreach() {
    for (Classifier classifier : byComponent.values()) {
      if (classifier.isBreached()) {
        return true;
      }
    }
    return false;
  }

  /** The earliest of all; {@link Classifier#NEVER} if there is none. */
  long nextDeadlineMicros() {
    return nextDeadlineMicros;
  }

  /** Whether something is due at this time or before. */
  boolean isDue(long micros) {
    return nextDeadlineMicros <= micros && nextDeadlineMicros != Classifier.NEVER;
  }

  /** The first component, by name, of those at the earliest deadline; there must be one. */
  String nextDue() {
    for (Map.Entry<String, Classifier> entry : byComponent.entrySet()) {
      if (entry.getValue().deadlineMicros() == nextDeadlineMicros) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("expected a deadline at " + nextDeadlineMicros + ", saw none");
  }

  /** The classifier of this component, or null if it is quiet. */
  Classifier get(String component) {
    return byComponent.isEmpty() ? null : byComponent.get(component);
  }

  /** A new one for a component that was quiet. */
  Classifier add(String component) {
    if (byComponent.size() == CAPACITY) {
      byComponent.remove(longestSilent());
    }
    Classifier classifier = new Classifier(highIsBad);
    byComponent.put(component, classifier);
    return classifier;
  }

  private String longestSilent() {
    Map.Entry<String, Classifier> found = byComponent.firstEntry();
    for (Map.Entry<String, Classifier> entry : byComponent.entrySet()) {
      found = entry.getValue().atMicros() < found.getValue().atMicros() ? entry : found;
    }
    return found.getKey();
  }

  /** Must follow every change of a classifier: drops it if it is quiet now, and minds deadlines. */
  void settle(String component, Classifier changed) {
    if (changed.isQuiet()) {
      byComponent.remove(component);
    }
    findNextDeadline();
  }

  private void findNextDeadline() {
    long next = Classifier.NEVER;
    for (Classifier classifier : byComponent.values()) {
      next = Math.min(next, classifier.deadlineMicros());
    }
    nextDeadlineMicros = next;
  }

  void write(PageWriter page) {
    page.number(byComponent.size());
    byComponent.forEach((component, classifier) -> classifier.write(page.text(component)));
  }

  void read(PageReader page) {
    int count = page.count(CAPACITY);
    for (int i = 0; i < count; i++) {
      byComponent.put(page.text(), Classifier.read(page, highIsBad));
    }
    findNextDeadline();
  }
}
