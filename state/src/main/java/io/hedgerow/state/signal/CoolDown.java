package io.hedgerow.state.signal;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * One opportunity is one signal: after a signal the next one of the same key waits for the
 * cool-down, or until the edge has fallen below half and come back to it (SIG-1).
 *
 * <p>Bounded by the keys that fire within one cool-down: with {@value #CLEAN_AT} held, those whose
 * cool-down is over are forgotten before one more. Not safe for concurrent use.
 */
final class CoolDown {

  /** A few more than there are pairs of 64 books. */
  private static final int CLEAN_AT = 4_096;

  private static final int MAX_KEYS = 1 << 20;

  /** Of the last signal; count: how many there were before it in its period. */
  private record Fired(long atMicros, long edgePpm, int count, boolean fallen) {}

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
    if (low && !fired.fallen) {
      last.put(key, new Fired(fired.atMicros, fired.edgePpm, fired.count, true));
    }
    if (low || !fired.fallen || edgePpm < minEdgePpm) {
      return -1;
    }
    boolean samePeriod =
        Math.floorDiv(nowMicros, coolDownMicros) == Math.floorDiv(fired.atMicros, coolDownMicros);
    return fire(key, edgePpm, nowMicros, samePeriod ? fired.count + 1 : 0);
  }

  private int fire(String key, long edgePpm, long nowMicros, int count) {
    last.put(key, new Fired(nowMicros, edgePpm, count, false));
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
                .flag(fired.fallen));
  }

  void read(PageReader in) {
    int count = in.count(MAX_KEYS);
    for (int i = 0; i < count; i++) {
      last.put(in.text(), new Fired(in.number(), in.number(), (int) in.number(), in.flag()));
    }
  }
}
