package io.hedgerow.cli;

import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The demo desk's closing count: what it holds by the reports on its FIX sessions against what the
 * venues state of its accounts. The two come by different ways, so that they can disagree
 * (TRUTH-1).
 *
 * @param sent orders
 * @param filled orders, in part or whole
 * @param refused orders
 * @param open orders without a final answer
 * @param heldBack pairs that were not sent
 * @param told positions by the desk's reports, of the base asset; by venue and instrument
 * @param stated the same as the venues state them
 * @param inTime whether all of them have stated it since
 */
record DeskCheck(
    long sent,
    long filled,
    long refused,
    long open,
    long heldBack,
    Map<String, Long> told,
    Map<String, Long> stated,
    boolean inTime) {

  private static final long ANSWERS_WITHIN_MILLIS = 5_000;

  /** More than venues' clocks are off, and less than the time between two statements. */
  private static final long CLOCKS_WITHIN_MICROS = 500_000;

  private static final long STATEMENTS_WITHIN_NANOS = Duration.ofSeconds(5).toNanos();

  /** Lets the desk stop trading, and waits for the answers and the statements after it. */
  static DeskCheck of(DemoDesk desk, String bootstrapServers) {
    desk.settle(ANSWERS_WITHIN_MILLIS);
    long settledMicros = System.currentTimeMillis() * 1_000;
    Map<String, Long> told = desk.positionsE8();
    try (NewestViews<VenueAccount> accounts =
        new NewestViews<>(Topic.VENUE_ACCOUNTS, VenueAccount.class, bootstrapServers)) {
      long until = System.nanoTime() + STATEMENTS_WITHIN_NANOS;
      boolean newer = false;
      while (!newer && System.nanoTime() < until) {
        accounts.poll(Duration.ofMillis(100));
        newer =
            accounts.views().keySet().containsAll(desk.accounts())
                && accounts.views().values().stream()
                    .allMatch(
                        account ->
                            account.getVenueTimeMicros() > settledMicros + CLOCKS_WITHIN_MICROS);
      }
      return new DeskCheck(
          desk.orders().sentCount(),
          desk.orders().filledCount(),
          desk.orders().refusedCount(),
          desk.orders().openCount(),
          desk.heldBack(),
          told,
          VenueTables.positionsE8(accounts.views().values()),
          newer);
    }
  }

  /** Whether every order is answered and every position adds up. */
  boolean agrees() {
    return open == 0 && inTime && told.equals(stated);
  }

  String render() {
    String counts =
        String.format(
            Locale.ROOT,
            "Desk: %,d orders over FIX, %,d filled, %,d refused, %,d without an answer; %,d pairs"
                + " held back. Fills add up to the venues' statements: %s%n",
            sent,
            filled,
            refused,
            open,
            heldBack,
            agrees() ? "yes" : "NO");
    if (agrees()) {
      return counts;
    }
    return counts
        + (inTime ? "" : "Not every venue has stated its account in time.\n")
        + "The desk has "
        + told
        + ", the venues state "
        + stated
        + "\n";
  }

  /** Keeps copies in order. */
  DeskCheck {
    told = new TreeMap<>(told);
    stated = new TreeMap<>(stated);
  }
}
