package io.hedgerow.jobs.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.hedgerow.operators.network.ViewTiming;
import io.hedgerow.state.book.BookLimits;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What can be set for the network-state job; {@code flink-conf/network-state.yaml} holds the
 * defaults with their explanation. Unknown keys are start-up errors.
 *
 * @param conflationMillis a changed view waits this long for further changes
 * @param silentAfterSeconds our own clock's limit without input and without ticks
 * @param forgetAfterHours event time without input after which a key is deleted
 * @param maxKeys keys that one subtask accepts per topic
 * @param book limits of the order book
 * @param staleAfterSeconds event time without input after which a view is STALE, per kind
 */
public record NetworkStateConfig(
    long conflationMillis,
    long silentAfterSeconds,
    long forgetAfterHours,
    int maxKeys,
    BookLimits book,
    StaleAfterSeconds staleAfterSeconds)
    implements Serializable {

  /** The ceiling of the slippage bound; a setting can only tighten it (ORD-3). */
  private static final int MAX_BOUND_PPM = 3_000;

  /** Staleness limits in seconds of event time. */
  public record StaleAfterSeconds(long books, long funding, long venues, long chains)
      implements Serializable {}

  /** The defaults of {@code flink-conf/network-state.yaml}. */
  public static NetworkStateConfig defaults() {
    return new NetworkStateConfig(
        90, 5, 24, 20_000, BookLimits.defaults(), new StaleAfterSeconds(10, 600, 30, 120));
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is no valid configuration, with the line that is wrong
   */
  public static NetworkStateConfig load(Path file) {
    ObjectMapper yaml =
        new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    try {
      NetworkStateConfig config = yaml.readValue(Files.readString(file), NetworkStateConfig.class);
      config.validate(file);
      return config;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + ": " + e.getOriginalMessage() + at(e), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private void validate(Path file) {
    for (long limit :
        List.of(
            staleAfterSeconds.books(),
            staleAfterSeconds.funding(),
            staleAfterSeconds.venues(),
            staleAfterSeconds.chains())) {
      try {
        timing(limit);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
      }
    }
    if (maxKeys < 1) {
      throw new IllegalArgumentException(file + ": maxKeys: expected 1 or more, saw " + maxKeys);
    }
    if (book.boundPpm() > MAX_BOUND_PPM) {
      throw new IllegalArgumentException(
          file
              + ": book.boundPpm: expected at most "
              + MAX_BOUND_PPM
              + " (0.30 %, the fixed ceiling), saw "
              + book.boundPpm());
    }
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
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
