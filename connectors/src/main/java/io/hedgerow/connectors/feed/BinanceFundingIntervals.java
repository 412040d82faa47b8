package io.hedgerow.connectors.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The funding intervals that Binance declares, by symbol (NET-4). Its list names only the symbols
 * whose interval was adjusted; all others have the usual one.
 */
public record BinanceFundingIntervals(Map<String, Long> adjustedMicros) {

  /** Eight hours, for symbols that the list does not name. */
  public static final long USUAL_MICROS = Duration.ofHours(8).toNanos() / 1_000;

  private static final int MAX_HOURS = 24 * 7;

  /** Keeps an unmodifiable copy. */
  public BinanceFundingIntervals {
    adjustedMicros = Map.copyOf(adjustedMicros);
  }

  /**
   * Reads the answer of {@code fundingInfo}.
   *
   * @throws IllegalArgumentException if it is no such answer
   */
  public static BinanceFundingIntervals read(String payload) {
    try {
      Map<String, Long> micros = new HashMap<>();
      for (JsonNode row : FeedJson.array(FeedJson.read(payload), "fundingInfo", "a list")) {
        long hours = FeedJson.whole(row, "fundingIntervalHours", 1);
        if (hours > MAX_HOURS) {
          throw FeedJson.invalid("fundingIntervalHours", "at most " + MAX_HOURS, hours);
        }
        micros.put(FeedJson.text(row, "symbol"), Duration.ofHours(hours).toNanos() / 1_000);
      }
      return new BinanceFundingIntervals(micros);
    } catch (FeedRejection e) {
      throw new IllegalArgumentException("funding intervals: " + e.getMessage(), e);
    }
  }
}
