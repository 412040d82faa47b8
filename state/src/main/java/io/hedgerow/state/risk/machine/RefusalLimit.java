package io.hedgerow.state.risk.machine;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.command.CommandRefusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which refused commands people are told of: of each key of the policy and each reason {@value
 * #TOLD} within a minute of event time, for forged commands must not flood the alerts. The others
 * are counted, and the next one that is told says how many they were.
 *
 * <p>Keys that the policy does not name share one count. Bound: {@value #MAX_SOURCES} counts;
 * beyond, the oldest begins anew.
 */
final class RefusalLimit {

  static final int TOLD = 5;

  private static final long WINDOW_MICROS = 60_000_000L;
  private static final int MAX_SOURCES = 2_000;

  private record Source(String keyId, CommandRefusal refusal) {}

  private record Count(long fromMicros, long told, long untold) {}

  private final Map<Source, Count> counts = new LinkedHashMap<>();

  /**
   * Counts a refusal.
   *
   * @param keyId of a key in the policy, else empty
   * @return how many were left out since the last one that was told; negative: leave this one out
   */
  long take(String keyId, CommandRefusal refusal, long nowMicros) {
    Source source = new Source(keyId, refusal);
    Count count = counts.getOrDefault(source, new Count(nowMicros, 0, 0));
    if (nowMicros - count.fromMicros() >= WINDOW_MICROS) {
      count = new Count(nowMicros, 0, count.untold());
    }
    boolean told = count.told() < TOLD;
    counts.put(
        source,
        told
            ? new Count(count.fromMicros(), count.told() + 1, 0)
            : new Count(count.fromMicros(), count.told(), count.untold() + 1));
    if (counts.size() > MAX_SOURCES) {
      counts.remove(counts.keySet().iterator().next());
    }
    return told ? count.untold() : -1;
  }

  void write(PageWriter page) {
    page.number(counts.size());
    counts.forEach(
        (source, count) ->
            page.text(source.keyId())
                .text(source.refusal().name())
                .number(count.fromMicros())
                .number(count.told())
                .number(count.untold()));
  }

  static RefusalLimit read(PageReader page) {
    RefusalLimit read = new RefusalLimit();
    for (int left = page.count(MAX_SOURCES); left > 0; left--) {
      Source source = new Source(page.text(), CommandRefusal.valueOf(page.text()));
      read.counts.put(source, new Count(page.number(), page.number(), page.number()));
    }
    return read;
  }
}
