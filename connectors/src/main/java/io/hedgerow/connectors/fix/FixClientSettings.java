package io.hedgerow.connectors.fix;

import java.net.InetSocketAddress;

/**
 * How a client reaches a venue. The credential can trade and nothing else (TRUTH-4).
 *
 * @param venue where the venue listens
 * @param senderCompId our name at the venue
 * @param targetCompId the venue's name
 * @param username Username(553)
 * @param password Password(554); comes from a file, is never logged
 * @param heartbeatSeconds HeartBtInt(108)
 * @param cancelOnDisconnect the venue is to cancel our resting orders when the connection is lost,
 *     protective ones included; whether it will, see {@link FixClient#cancelsOnDisconnect}
 * @param maxOpenOrders orders without a final answer at once
 * @param firstRetryMicros pause before the first new attempt to connect; doubles up to
 * @param lastRetryMicros this
 * @param limits of the connection
 */
public record FixClientSettings(
    InetSocketAddress venue,
    String senderCompId,
    String targetCompId,
    String username,
    String password,
    int heartbeatSeconds,
    boolean cancelOnDisconnect,
    int maxOpenOrders,
    long firstRetryMicros,
    long lastRetryMicros,
    FixLimits limits) {

  /**
   * Tag of the session's cancel-on-disconnect flag in the Logon, as Coinbase has it; FIX 4.4 has
   * none of its own.
   */
  public static final int CANCEL_ORDERS_ON_DISCONNECT = 8013;

  /** Checks the ranges. */
  public FixClientSettings {
    if (heartbeatSeconds < 1 || maxOpenOrders < 1) {
      throw new IllegalArgumentException(
          "expected positive settings, saw heartbeat "
              + heartbeatSeconds
              + " s, open orders "
              + maxOpenOrders);
    }
    if (firstRetryMicros < 1 || lastRetryMicros < firstRetryMicros) {
      throw new IllegalArgumentException(
          "expected 0 < first <= last pause, saw " + firstRetryMicros + ", " + lastRetryMicros);
    }
  }

  /** Heartbeats each 10 s, cancel on disconnect, 4,096 orders, retries after 0.1 s to 10 s. */
  public static FixClientSettings of(
      InetSocketAddress venue, String account, String venueCompId, String password) {
    return new FixClientSettings(
        venue,
        account,
        venueCompId,
        account,
        password,
        10,
        true,
        4_096,
        100_000,
        10_000_000,
        FixLimits.ORDER_ENTRY);
  }

  /** Names the two ends: the session of a {@link FileSequenceStore}. */
  public String session() {
    return senderCompId + ">" + targetCompId;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "FixClientSettings[" + session() + " at " + venue + "]";
  }
}
