package io.hedgerow.connectors.feed;

/**
 * Translates the raw messages of one venue into records of the contract (NET-1, NET-4).
 *
 * <p>A parser translates and never judges: whether a delta continues the book is decided where the
 * book is kept. It is a function of the message alone: the same message gives equal records with
 * the same event IDs, in any order and from any thread. It never throws, whatever the message
 * holds.
 */
public interface FeedParser {

  /** The records in the message, or why there are none. */
  FeedResult parse(RawMessage message);
}
