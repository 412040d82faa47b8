package io.hedgerow.cli;

import io.hedgerow.simulator.venue.VenueRules;
import java.net.InetSocketAddress;
import java.util.Map;

/** What feeds the demo: a thread of its own that writes into Kafka until it is stopped or done. */
interface DemoFeed extends AutoCloseable {

  /** A few words about the input, for the headline. */
  String describe();

  /** Starts writing. */
  void start();

  /** The time that the input has reached, µs since the epoch; what ages are measured from. */
  long clockMicros();

  /** Whether a finite input has been written to its end. */
  boolean finished();

  /** Lines that the feed itself has put into the dead letters of market.books. */
  long rejected();

  /** Where each of its venues takes orders; empty if it has none. */
  default Map<String, InetSocketAddress> orderEntry() {
    return Map.of();
  }

  /** How each of its venues works. */
  default Map<String, VenueRules> rules() {
    return Map.of();
  }

  /** Where its venues can be reached by others; empty if it has none. */
  default String addresses() {
    return "";
  }

  /** Called several times a second; fails if the feed has failed. */
  void check();

  /** Stops writing; what was written is flushed. Closing again does nothing. */
  @Override
  void close();
}
