package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * When each venue, or each account of it, was last seen to be fine.
 *
 * <p>Once heard of, a subject must go on reporting: one that falls silent keeps every scope closed
 * that is of all venues. Bound: {@value #MAX_SUBJECTS} subjects; later ones are not heard, so that
 * a scope of theirs stays closed.
 */
final class SteadyReports {

  private static final int MAX_SUBJECTS = 10_000;

  private final Map<String, Long> newestMicros = new TreeMap<>();

  /** The oldest of each venue's newest reports: asked for every scope, so kept. */
  private final Map<String, Long> oldestByVenueMicros = new TreeMap<>();

  private long oldestOfAllMicros = Long.MIN_VALUE;

  void add(String subject, long atMicros) {
    if (newestMicros.containsKey(subject) || newestMicros.size() < MAX_SUBJECTS) {
      newestMicros.merge(subject, atMicros, Math::max);
      String venue = venueOf(subject);
      oldestByVenueMicros.put(venue, oldestOf(venue));
      oldestOfAllMicros = Collections.min(oldestByVenueMicros.values());
    }
  }

  private long oldestOf(String venue) {
    return newestMicros.entrySet().stream()
        .filter(report -> venueOf(report.getKey()).equals(venue))
        .mapToLong(Map.Entry::getValue)
        .min()
        .orElse(Long.MIN_VALUE);
  }

  /**
   * The oldest of the newest reports that this scope depends on: of its venue, else of all; {@code
   * Long.MIN_VALUE} if there is none.
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
    for (int left = page.count(MAX_SUBJECTS); left > 0; left--) {
      reports.add(page.text(), page.number());
    }
    return reports;
  }
}
