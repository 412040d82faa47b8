package io.hedgerow.state.signal;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * One opportunity is one signal: after a signal the next one of the same key waits for the
 * cool-down, or until the edge has stayed below half of it for a quarter of the cool-down, and has
 * come back (SIG-1). So a book that flickers makes four signals in a cool-down at most.
 *
 * <p>Bounded by the keys that fire within one cool-down: with {@value #CLEAN_AT} held, those whose
 * cool-down is over are forgotten before one more. Not safe for concurrent use.
 */
final class CoolDown {

  /** A few more than there are pairs of 64 books. */
  private static final int CLEAN_AT = 4_096;

  private static final int MAX_KEYS = 1 << 20;

  private static final long NOT_FALLEN = Long.MIN_VALUE;
  private static final int REARM_DIVISOR = 4;

  /** Of the last signal; count: how many there were before it in its period. */
  private record Fired(long atMicros, long edgePpm, int count, long fallenAtMicros) {

    Fired fallenAt(long micros) {
      return new Fired(atMicros, edgePpm, count, micros);
    }
  }

  private final Map<String, Fired> last = new TreeMap<>();

  /**
   * Tells of an edge.
   *
   * @param coolDownMicros how long it waits; also the length of a period
   * @return how many signals of this key there were before in the period of this time; -1: this is
   *     no new opportunity
   */
  int admit(String key, long edgePpm, long minEdgePpm, long nowMicros, long coolDownMicros) {
    Fired fired = last.get(key);
    boolean over = fired == null || nowMicros - fired.atMicros >= coolDownMicros;
    if (over) {
      last.remove(key);
      if (edgePpm < minEdgePpm) {
        return -1;
      }
      if (last.size() >= CLEAN_AT) {
        forgetBefore(nowMicros - coolDownMicros + 1);
      }
      return fire(key, edgePpm, nowMicros, 0);
    }
    boolean low = edgePpm < fired.edgePpm - fired.edgePpm / 2;
    boolean fallen = fired.fallenAtMicros != NOT_FALLEN;
    if (low) {
      last.put(key, fallen ? fired : fired.fallenAt(nowMicros));
      return -1;
    }
    if (!fallen || edgePpm < minEdgePpm) {
      return -1;
    }
    if (nowMicros - fired.fallenAtMicros < coolDownMicros / REARM_DIVISOR) {
      last.put(key, fired.fallenAt(NOT_FALLEN));
      return -1;
    }
    boolean samePeriod =
        Math.floorDiv(nowMicros, coolDownMicros) == Math.floorDiv(fired.atMicros, coolDownMicros);
    return fire(key, edgePpm, nowMicros, samePeriod ? fired.count + 1 : 0);
  }

  private int fire(String key, long edgePpm, long nowMicros, int count) {
    last.put(key, new Fired(nowMicros, edgePpm, count, NOT_FALLEN));
    return count;
  }

  /** Forgets what fired before this time. */
  void forgetBefore(long micros) {
    last.values().removeIf(fired -> fired.atMicros < micros);
  }

  int size() {
    return last.size();
  }

  void write(PageWriter out) {
    out.number(last.size());
    last.forEach(
        (key, fired) ->
            out.text(key)
                .number(fired.atMicros)
                .number(fired.edgePpm)
                .number(fired.count)
                .number(fired.fallenAtMicros));
  }

  void read(PageReader in) {
    int count = in.count(MAX_KEYS);
    for (int i = 0; i < count; i++) {
      last.put(in.text(), new Fired(in.number(), in.number(), (int) in.number(), in.number()));
    }
  }
}
