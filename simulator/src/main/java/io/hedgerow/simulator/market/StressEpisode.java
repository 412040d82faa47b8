package io.hedgerow.simulator.market;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Something bad that happens in a generated market for a while, on demand: what the risk triggers
 * are there for (TRIG).
 *
 * <p>Outside of its stretch, and for everything else inside of it, the market is the same record by
 * record as without it; only a fallen price stays down, and a venue that was away needs a whole
 * book. No book is crossed or loses its continuity by it.
 */
public enum StressEpisode {
  /** TRIG-3. */
  FUNDING_SHOCK(60, "SIM-ALPHA's funding of BTC-USDT-PERP is inverted and 30 times as large."),
  /** TRIG-6, FAIL-1. */
  VENUE_OUTAGE(
      60, "Every request to SIM-ALPHA times out, its books, trades and funding are silent."),
  /** TRIG-11. Its reference must be away for a minute to count in the shipped policy. */
  DEPEG(120, "USDT/USD falls to 0.97."),
  /** TRIG-1, FAIL-4. */
  PRICE_CRASH(60, "BTC falls by 4 % within 60 s, in every book and in the index, and stays there."),
  /** TRIG-5. */
  TRANSFER_HALT(60, "SIM-CHARLIE closes deposits and withdrawals of BTC."),
  /** TRIG-10, FAIL-5. */
  CHAIN_CONGESTION(300, "ETHEREUM has no new block, and confirmations take ten times as long."),
  /** TRIG-9. PAXG must be away for a minute to count in the shipped policy. */
  GOLD_DISLOCATION(120, "Gold rises and PAXG does not follow: its books are 3 % under gold."),
  /** TRIG-13. */
  MARGIN_CALL(60, "The margin buffer of SIM-BRAVO's main account falls to 0.05."),
  /** TRIG-14. */
  LEDGER_BREAK(60, "SIM-BRAVO's main account does not reconcile, by five times the tolerance."),
  /** TRIG-2. */
  COST_INVERSION(60, "On two of its three routes ETH costs more to execute than its edge."),
  /** TRIG-7, TRIG-4. */
  STALE_PRICE(60, "SIM-CHARLIE quotes SOL 2 % below all others."),
  /** TRIG-12. */
  THIN_BOOKS(60, "SIM-ALPHA's books of ETH shrink to a thousandth of their depth.");

  /** How long after the market's opening an episode begins if nothing else is said. */
  public static final Duration STARTS_AFTER = Duration.ofSeconds(20);

  private static final long NANOS_PER_MICRO = 1_000;

  private final Duration usuallyLasts;
  private final String description;

  StressEpisode(int usuallyLastsSeconds, String description) {
    this.usuallyLasts = Duration.ofSeconds(usuallyLastsSeconds);
    this.description = description;
  }

  /**
   * An episode with its time, which begins inside and ends before.
   *
   * @param episode what happens
   * @param startsAfter since the market's opening
   * @param lasts until all is normal again
   */
  public record Plan(StressEpisode episode, Duration startsAfter, Duration lasts) {

    /**
     * Checks the times.
     *
     * @throws IllegalArgumentException if it begins before the opening, or lasts no time
     */
    public Plan {
      if (startsAfter.isNegative()) {
        throw new IllegalArgumentException(
            "expected a start at or after the opening, saw " + startsAfter);
      }
      if (lasts.isNegative() || lasts.isZero()) {
        throw new IllegalArgumentException("expected an episode that lasts, saw " + lasts);
      }
    }

    long startsAfterMicros() {
      return startsAfter.toNanos() / NANOS_PER_MICRO;
    }

    long lastsMicros() {
      return lasts.toNanos() / NANOS_PER_MICRO;
    }
  }

  /**
   * The episode of this name.
   *
   * @throws IllegalArgumentException if there is none; it lists the names
   */
  public static StressEpisode named(String text) {
    return Arrays.stream(values())
        .filter(episode -> episode.text().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    Arrays.stream(values())
                        .map(StressEpisode::text)
                        .collect(Collectors.joining(", ", "expected one of ", ", saw " + text))));
  }

  /** Its name: {@code funding-shock}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One sentence that says what happens. */
  public String describe() {
    return description;
  }

  /** 20 s after the opening, for as long as it usually lasts: 60 s, some of them longer. */
  public Plan plan() {
    return plan(STARTS_AFTER, usuallyLasts);
  }

  /**
   * At another time.
   *
   * @throws IllegalArgumentException as {@link Plan} does
   */
  public Plan plan(Duration startsAfter, Duration lasts) {
    return new Plan(this, startsAfter, lasts);
  }
}
