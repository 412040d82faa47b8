package io.hedgerow.simulator.venue;

/** What carries requests to a venue and its reports to the clients. For one thread. */
public interface OrderWire {

  /**
   * Hands the requests that have come to the venue, and lets its time pass. Never blocks.
   *
   * @param atMicros our clock, µs since the epoch; never runs back
   */
  void poll(long atMicros);

  /** Brings a report to its account, or keeps it until that is back. */
  void report(OrderReport report);

  /**
   * Ends every connection without a word, as a broken network does, and tells the venue whose
   * clients are gone.
   *
   * @param atMicros as above
   */
  void cut(long atMicros);
}
