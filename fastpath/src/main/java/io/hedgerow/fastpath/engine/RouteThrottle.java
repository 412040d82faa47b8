package io.hedgerow.fastpath.engine;

import io.hedgerow.state.gate.GateInputs;

/**
 * How often each route was executed lately (RTS 6). A route that was executed too often stays
 * closed, whatever its count is later, until a person opens it again. Bounded: with more than 1,024
 * closed routes every route is closed. For the engine's thread.
 */
final class RouteThrottle {

  /** More than any policy allows. */
  private static final long CLOSED = Long.MAX_VALUE;

  private static final int COUNT_SLOTS = 1 << 12;
  private static final int MOST_CLOSED = 1 << 10;

  private final RecentCounts counts = new RecentCounts(COUNT_SLOTS);
  private final long[] closed = new long[MOST_CLOSED];
  private final long windowMicros;
  private int closedCount;
  private boolean allClosed;

  RouteThrottle(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  /**
   * Executions of a route in the window; closes it if they are too many.
   *
   * @param most that policy allows
   * @return {@link GateInputs#MISSING} where there is no room to count
   */
  long repeats(long routeKey, long most, long nowMicros) {
    if (isClosed(routeKey)) {
      return CLOSED;
    }
    long repeats = counts.count(routeKey, nowMicros, windowMicros);
    if (repeats == RecentCounts.NO_ROOM) {
      return GateInputs.MISSING;
    }
    if (repeats > most) {
      close(routeKey);
    }
    return repeats;
  }

  /** It was executed once more. */
  void executed(long routeKey, long nowMicros) {
    counts.add(routeKey, nowMicros, windowMicros);
  }

  /** Opens every route, with a count of nothing. */
  void open() {
    allClosed = false;
    closedCount = 0;
    counts.clear();
  }

  /** Opens what was closed of the routes with this instrument, with a count of nothing. */
  void open(int instrument) {
    int kept = 0;
    for (int i = 0; i < closedCount; i++) {
      if (Candidate.isOfRoute(closed[i], instrument)) {
        counts.forget(closed[i]);
      } else {
        closed[kept++] = closed[i];
      }
    }
    closedCount = kept;
  }

  private boolean isClosed(long routeKey) {
    for (int i = 0; i < closedCount; i++) {
      if (closed[i] == routeKey) {
        return true;
      }
    }
    return allClosed;
  }

  private void close(long routeKey) {
    if (closedCount == MOST_CLOSED) {
      allClosed = true;
    } else {
      closed[closedCount++] = routeKey;
    }
  }
}
