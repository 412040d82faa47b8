package io.hedgerow.state.network;

/**
 * What one key of the network state remembers: a book, a funding rate, a venue's or a chain's
 * health (NET-1 to NET-7).
 *
 * <p>Changes only through the input it is given, so the same input gives the same views. Not safe
 * for concurrent use: the operator that holds it is its one writer.
 */
public interface NetworkPart {

  /**
   * Event time of the newest input, µs since the epoch; what staleness is measured from (NET-7).
   */
  long receivedAtMicros();

  /** Whether the view, as it would be made now, may be used. */
  boolean isUsable();

  /**
   * Withdraws the part from use until its next input, because nothing was heard for too long.
   *
   * @return whether that changed the view; false if it was unusable already
   */
  boolean goStale(StaleCause cause);

  /** The view for the {@code state.*} topic, an Avro record with its frame. */
  byte[] view();

  /**
   * Writes what has changed since the last flush. All pages together, given to the restoring
   * factory of the part, bring back an equal part.
   */
  void flush(PageStore store);
}
