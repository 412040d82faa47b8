package io.hedgerow.benchmarks.fix;

/** Both ends of one way to send an order and take its acknowledgement, over loopback TCP. */
interface OrderPeer extends AutoCloseable {

  /** What the report calls it. */
  String name();

  /** Starts both ends and returns when orders can be sent. */
  void open() throws Exception;

  /**
   * Sends one order and returns when its acknowledgement has been handled.
   *
   * @throws java.io.IOException if the connection is lost
   */
  void roundTrip(long number) throws Exception;

  @Override
  void close() throws Exception;
}
