package io.hedgerow.simulator.venue;

import java.util.function.Consumer;

/** A venue's order entry without its wire: requests in, reports out. For one thread. */
public interface OrderEntry {

  /**
   * Takes one request. Reports go out in the order in which they happen; some belong to other
   * accounts, whose resting orders were filled.
   *
   * @param nowMicros our clock, µs since the epoch; never runs back
   */
  void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out);

  /** Whether clients can have their resting orders cancelled when their connection is gone. */
  boolean cancelsOnDisconnect();

  /** The venue's clock, by which it dates what it sends. */
  default long venueTimeMicros(long atMicros) {
    return atMicros;
  }

  /**
   * A client's connection is gone that had asked for this: its resting orders are cancelled, if the
   * venue does so.
   */
  void disconnected(String account, long nowMicros, Consumer<OrderReport> out);

  /**
   * Time has passed: what was due until now happens, late answers included.
   *
   * @param nowMicros as above
   */
  void advanceTo(long nowMicros, Consumer<OrderReport> out);
}
