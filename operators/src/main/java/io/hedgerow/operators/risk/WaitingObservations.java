package io.hedgerow.operators.risk;

import io.hedgerow.state.risk.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Observations whose time has not come, of all subjects of a subtask, by the millisecond.
 *
 * <p>A watermark passes whole milliseconds, so each is put in order once, when it is taken; in a
 * backlog, where one partition is read far ahead of another, what waits is not looked at again.
 *
 * <p>Bound: its owner takes the oldest when they are too many. Not safe for concurrent use.
 */
final class WaitingObservations {

  private static final long MICROS_PER_MILLI = 1_000;

  private final TreeMap<Long, List<Observation>> byMillis = new TreeMap<>();

  /** Where the last one was put: most of the next ones belong there, too. */
  private long newestMillis;

  private List<Observation> newest;
  private int size;

  void add(Observation observation) {
    long millis = Math.floorDiv(observation.atMicros(), MICROS_PER_MILLI);
    if (newest == null || millis != newestMillis) {
      newest = byMillis.computeIfAbsent(millis, at -> new ArrayList<>(4));
      newestMillis = millis;
    }
    newest.add(observation);
    size++;
  }

  /** Hands over those up to this time, in the order of time, and keeps them no longer. */
  void take(long upToMillis, Passed out) throws Exception {
    while (!byMillis.isEmpty() && byMillis.firstKey() <= upToMillis) {
      takeOldest(out);
    }
  }

  /** Hands over those of the earliest millisecond, whether it has passed or not. */
  void takeOldest(Passed out) throws Exception {
    List<Observation> oldest = byMillis.pollFirstEntry().getValue();
    if (oldest == newest) {
      newest = null;
    }
    size -= oldest.size();
    oldest.sort(Observation.IN_ORDER);
    for (int i = 0; i < oldest.size(); i++) {
      out.take(oldest.get(i));
    }
  }

  /** How many wait. */
  int size() {
    return size;
  }

  /** All of them, in the order of their milliseconds. */
  List<Observation> all() {
    List<Observation> all = new ArrayList<>();
    byMillis.values().forEach(all::addAll);
    return all;
  }

  /** Takes an observation whose time has come. */
  @FunctionalInterface
  interface Passed {
    void take(Observation observation) throws Exception;
  }
}
