package io.hedgerow.connectors.feed;

import java.util.Objects;

/**
 * One message as a venue sent it.
 *
 * @param payload the text, unchanged
 * @param receivedAtMicros when our edge received it, µs since the epoch
 * @param symbol what was asked for, as the venue writes it, for answers that do not repeat it;
 *     empty where the message speaks for itself. A symbol inside the message wins.
 */
public record RawMessage(String payload, long receivedAtMicros, String symbol) {

  /** Checks that nothing is null. */
  public RawMessage {
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(symbol, "symbol");
  }

  /** A message of a stream, which names its instrument itself. */
  public static RawMessage ofStream(String payload, long receivedAtMicros) {
    return new RawMessage(payload, receivedAtMicros, "");
  }
}
