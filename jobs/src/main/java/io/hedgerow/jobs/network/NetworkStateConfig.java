package io.hedgerow.jobs.network;

import io.hedgerow.jobs.SettingsFile;
import io.hedgerow.operators.network.ViewTiming;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.margin.AccountCheck;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What can be set for the network-state job; {@code flink-conf/network-state.yaml} holds the
 * defaults with their explanation. Unknown keys are start-up errors.
 *
 * @param conflationMillis a changed view waits this long for further changes
 * @param silentAfterSeconds our own clock's limit without input and without ticks
 * @param forgetAfterHours event time without input after which a key is deleted
 * @param maxKeys keys that one subtask accepts per topic
 * @param book limits of the order book
 * @param margin limits of an account
 * @param staleAfterSeconds event time without input after which a view is STALE, per kind
 */
public record NetworkStateConfig(
    long conflationMillis,
    long silentAfterSeconds,
    long forgetAfterHours,
    int maxKeys,
    BookLimits book,
    Margin margin,
    StaleAfterSeconds staleAfterSeconds)
    implements Serializable {

  /** The ceiling of the slippage bound; a setting can only tighten it (ORD-3). */
  private static final int MAX_BOUND_PPM = 3_000;

  private static final long MAX_CONFLATION_MILLIS = 10_000;
  private static final long MAX_SILENT_SECONDS = 3_600;
  private static final long MAX_FORGET_HOURS = 24 * 366;
  private static final long MAX_KEYS = 1_000_000;
  private static final long MAX_LEVELS = 1_000_000;

  /** Staleness limits in seconds of event time. */
  public record StaleAfterSeconds(long books, long funding, long venues, long accounts, long chains)
      implements Serializable {}

  /**
   * Limits of the margin of an account.
   *
   * @param maxPositions that an account may have open; a statement of more is a dead letter
   */
  public record Margin(int maxPositions) implements Serializable {}

  /** The defaults of {@code flink-conf/network-state.yaml}. */
  public static NetworkStateConfig defaults() {
    return new NetworkStateConfig(
        90,
        5,
        24,
        20_000,
        BookLimits.defaults(),
        new Margin(256),
        new StaleAfterSeconds(10, 600, 30, 10, 120));
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no valid configuration; the message names the key
   */
  public static NetworkStateConfig load(Path file) {
    NetworkStateConfig config = SettingsFile.read(file, NetworkStateConfig.class);
    try {
      config.validate();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
    return config;
  }

  private void validate() {
    requireWithin(0, MAX_CONFLATION_MILLIS, conflationMillis, "conflationMillis");
    requireWithin(1, MAX_SILENT_SECONDS, silentAfterSeconds, "silentAfterSeconds");
    requireWithin(1, MAX_FORGET_HOURS, forgetAfterHours, "forgetAfterHours");
    requireWithin(1, MAX_KEYS, maxKeys, "maxKeys");
    requireWithin(1, MAX_LEVELS, book.maxLevelsPerSide(), "book.maxLevelsPerSide");
    requireWithin(1, MAX_LEVELS, book.maxBufferedLevels(), "book.maxBufferedLevels");
    requireWithin(1, AccountCheck.MAX_LISTED, margin.maxPositions(), "margin.maxPositions");
    requireStaleAfter(staleAfterSeconds.books(), "books");
    requireStaleAfter(staleAfterSeconds.funding(), "funding");
    requireStaleAfter(staleAfterSeconds.venues(), "venues");
    requireStaleAfter(staleAfterSeconds.accounts(), "accounts");
    requireStaleAfter(staleAfterSeconds.chains(), "chains");
    require(
        book.boundPpm() <= MAX_BOUND_PPM,
        "book.boundPpm",
        "at most " + MAX_BOUND_PPM + " (0.30 %, the fixed ceiling)",
        book.boundPpm());
  }

  private void requireStaleAfter(long seconds, String kind) {
    String key = "staleAfterSeconds." + kind;
    requireAtLeast(1, seconds, key);
    require(
        seconds < Duration.ofHours(forgetAfterHours).toSeconds(),
        key,
        "less than forgetAfterHours, " + forgetAfterHours + " h",
        seconds);
  }

  private static void requireAtLeast(long least, long seen, String key) {
    require(seen >= least, key, "at least " + least, seen);
  }

  private static void requireWithin(long least, long most, long seen, String key) {
    requireAtLeast(least, seen, key);
    require(seen <= most, key, "at most " + most, seen);
  }

  private static void require(boolean holds, String key, String expected, long seen) {
    if (!holds) {
      throw new IllegalArgumentException(key + ": expected " + expected + ", saw " + seen);
    }
  }

  /** The timing of a view with this staleness limit. */
  ViewTiming timing(long staleSeconds) {
    return new ViewTiming(
        Duration.ofMillis(conflationMillis),
        Duration.ofSeconds(staleSeconds),
        Duration.ofSeconds(silentAfterSeconds),
        Duration.ofHours(forgetAfterHours));
  }
}
