package io.hedgerow.benchmarks;

import java.util.List;

/**
 * What one venue said about one book: a whole book, then changes that continue it.
 *
 * @param source where it comes from, for the report
 * @param whole the book at the beginning
 * @param messages the changes after it, in order
 */
record DepthFeed(String source, Message whole, List<Message> messages) {

  /** Levels of both sides as pairs of price and quantity, both E8; quantity 0 removes. */
  @SuppressWarnings("ArrayRecordComponent") // thousands of messages; nobody compares them
  record Message(long[] bids, long[] asks) {}
}
