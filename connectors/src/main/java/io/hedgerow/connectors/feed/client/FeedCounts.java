package io.hedgerow.connectors.feed.client;

/**
 * What a feed has seen so far. Each message is counted once: as one that gave records, as ignored,
 * or as rejected.
 *
 * @param messages data messages and fetched answers
 * @param records records handed over
 * @param ignored messages without a record in the contract
 * @param rejected messages in the dead letters
 * @param gaps times that a book was no longer continued
 * @param resyncs times that a book followed a whole one again
 * @param fetches whole books asked for over HTTP
 * @param connects links opened
 * @param losses open links that were lost
 */
public record FeedCounts(
    long messages,
    long records,
    long ignored,
    long rejected,
    long gaps,
    long resyncs,
    long fetches,
    long connects,
    long losses) {

  /** Nothing yet. */
  public static final FeedCounts NONE = new FeedCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
