package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * When each venue, or each account of it, that the policy names was last seen to be fine (RISK-3).
 *
 * <p>One that has not reported since it was named is unknown, and keeps closed what it touches; one
 * that is not named is not heard. Bound: the policy's.
 */
final class SteadyReports {

  private static final int MAX_READ = 10_000;

  /** {@code Long.MIN_VALUE} of those that have not reported. */
  private final Map<String, Long> newestMicros = new TreeMap<>();

  /** The oldest of each venue's newest reports: asked for every scope, so kept. */
  private final Map<String, Long> oldestByVenueMicros = new TreeMap<>();

  private long oldestOfAllMicros = Long.MIN_VALUE;

  /** From now on these must report; what is known of those that stay is kept. */
  void require(Collection<String> subjects) {
    newestMicros.keySet().retainAll(subjects);
    subjects.forEach(subject -> newestMicros.putIfAbsent(subject, Long.MIN_VALUE));
    weigh();
  }

  void add(String subject, long atMicros) {
    Long before = newestMicros.get(subject);
    if (before != null && atMicros > before) {
      newestMicros.put(subject, atMicros);
      weigh();
    }
  }

  private void weigh() {
    oldestByVenueMicros.clear();
    newestMicros.forEach(
        (subject, atMicros) -> oldestByVenueMicros.merge(venueOf(subject), atMicros, Math::min));
    oldestOfAllMicros =
        oldestByVenueMicros.values().stream()
            .mapToLong(Long::longValue)
            .min()
            .orElse(Long.MIN_VALUE);
  }

  /**
   * The oldest of the newest reports that this scope depends on: of its venue, else of all; {@code
   * Long.MIN_VALUE} if one of them is unknown, or none is named.
   */
  long oldestMicros(Scope scope) {
    return switch (scope.type()) {
      case VENUE -> oldestByVenueMicros.getOrDefault(scope.name(), Long.MIN_VALUE);
      case ROUTE ->
          oldestByVenueMicros.getOrDefault(InstrumentKey.venueOf(scope.name()), Long.MIN_VALUE);
      case ASSET, MODULE, SYSTEM -> oldestOfAllMicros;
    };
  }

  /** The venue of {@code venue|account}, or the venue itself. */
  private static String venueOf(String subject) {
    return subject.indexOf(InstrumentKey.SEPARATOR) < 0 ? subject : InstrumentKey.venueOf(subject);
  }

  /** When each of them becomes too old. */
  LongStream agings(long withinMicros) {
    return newestMicros.values().stream().mapToLong(at -> at + withinMicros + 1);
  }

  void write(PageWriter page) {
    page.number(newestMicros.size());
    newestMicros.forEach((subject, atMicros) -> page.text(subject).number(atMicros));
  }

  static SteadyReports read(PageReader page) {
    SteadyReports reports = new SteadyReports();
    for (int left = page.count(MAX_READ); left > 0; left--) {
      reports.newestMicros.put(page.text(), page.number());
    }
    reports.weigh();
    return reports;
  }
}
