package io.hedgerow.cli;

import io.hedgerow.fastpath.run.FastPath;
import io.hedgerow.schemas.venue.VenueAccount;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The closing count of what was traded: what the fast path's fills add up to against what the
 * venues state of its accounts. The two come by different ways, so that they can disagree
 * (TRUTH-1).
 *
 * @param counts of decisions and outcomes, in words
 * @param fills different ones
 * @param flat whether the fast path came to rest: no order open, unanswered or unknown
 * @param told by the fills; by venue, and instrument or asset
 * @param stated the same as the venues state it
 * @param inTime whether all of them have stated it since
 */
record TradingCheck(
    String counts,
    long fills,
    boolean flat,
    Map<String, Map<String, Long>> told,
    Map<String, Map<String, Long>> stated,
    boolean inTime) {

  private static final long FLAT_WITHIN_MILLIS = 10_000;

  /** More than venues' clocks are off, and less than the time between two statements. */
  private static final long CLOCKS_WITHIN_MICROS = 500_000;

  private static final long STATEMENTS_WITHIN_NANOS = Duration.ofSeconds(15).toNanos();
  private static final long PAUSE_NANOS = 50_000_000;

  /** Keeps copies in order. */
  TradingCheck {
    told = new TreeMap<>(told);
    stated = new TreeMap<>(stated);
  }

  /**
   * Halts the fast path, and waits for the statements after it.
   *
   * @param poll reads what is new
   */
  static TradingCheck of(
      FastPath fastPath,
      Runnable poll,
      DemoPairs pairs,
      VenueLedger ledger,
      NewestViews<VenueAccount> accounts) {
    boolean flat = fastPath.halt(FLAT_WITHIN_MILLIS);
    long settledMicros = System.currentTimeMillis() * 1_000;
    long until = System.nanoTime() + STATEMENTS_WITHIN_NANOS;
    boolean newer = false;
    while (!newer && System.nanoTime() < until) {
      LockSupport.parkNanos(PAUSE_NANOS);
      poll.run();
      newer =
          accounts.views().values().stream()
              .allMatch(
                  account -> account.getVenueTimeMicros() > settledMicros + CLOCKS_WITHIN_MICROS);
    }
    Map<String, Map<String, Long>> told = new TreeMap<>();
    Map<String, Map<String, Long>> stated = new TreeMap<>();
    for (VenueAccount account : accounts.views().values()) {
      told.put(account.getVenue(), ledger.told(account.getVenue()));
      stated.put(account.getVenue(), ledger.stated(account));
    }
    return new TradingCheck(pairs.counts(), ledger.fills(), flat, told, stated, newer);
  }

  /** Whether everything has come to rest and adds up. */
  boolean agrees() {
    return flat && inTime && told.equals(stated);
  }

  /** The counts for people. */
  String render() {
    return String.format(
            Locale.ROOT,
            "Fast path: %s. %,d fills add up to the venues' statements: %s%n",
            counts,
            fills,
            agrees() ? "yes" : "NO")
        + (flat ? "" : "It did not come to rest: an order is open, unanswered or unknown.\n")
        + (inTime ? "" : "Not every venue has stated its account in time.\n")
        + (told.equals(stated)
            ? ""
            : "The fills say " + told + ", the venues state " + stated + "\n");
  }
}
