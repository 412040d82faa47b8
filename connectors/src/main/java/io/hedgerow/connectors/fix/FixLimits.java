package io.hedgerow.connectors.fix;

/**
 * What one connection takes at most; all memory for it is reserved when it opens.
 *
 * @param messageBytes of one message, with its frame
 * @param fields of one message
 * @param valueBytes of one field; longer values are refused
 * @param unsentBytes that may wait because the other end does not read; then the connection is
 *     given up
 */
public record FixLimits(int messageBytes, int fields, int valueBytes, int unsentBytes) {

  /** Enough for order entry: 8 KiB a message, 96 fields of 512 bytes, 256 KiB unsent. */
  public static final FixLimits ORDER_ENTRY = new FixLimits(8_192, 96, 512, 262_144);
}
