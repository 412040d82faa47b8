package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Sequencing;

/** Where a message stands in its book's sequence; {@code -1} where the venue has no number. */
record BookPosition(
    BookUpdateKind kind,
    Sequencing sequencing,
    long firstSequence,
    long lastSequence,
    long previousSequence) {

  static final long NONE = -1;

  /** A whole book fetched beside the stream. */
  static BookPosition snapshot(Sequencing sequencing, long lastSequence) {
    return new BookPosition(BookUpdateKind.SNAPSHOT, sequencing, NONE, lastSequence, NONE);
  }

  /** A whole book in the stream, which replaces what was there. */
  static BookPosition restart(Sequencing sequencing, long lastSequence) {
    return new BookPosition(BookUpdateKind.RESTART, sequencing, NONE, lastSequence, NONE);
  }

  /** A delta that covers these updates, both included. */
  static BookPosition range(long firstSequence, long lastSequence) throws FeedRejection {
    checkOrder(firstSequence, lastSequence);
    return new BookPosition(
        BookUpdateKind.DELTA, Sequencing.RANGE, firstSequence, lastSequence, NONE);
  }

  /** A delta that names the one before it. */
  static BookPosition linked(long firstSequence, long lastSequence, long previousSequence)
      throws FeedRejection {
    if (firstSequence != NONE) {
      checkOrder(firstSequence, lastSequence);
    }
    return new BookPosition(
        BookUpdateKind.DELTA, Sequencing.LINKED, firstSequence, lastSequence, previousSequence);
  }

  /** A delta without numbers. */
  static BookPosition unnumbered() {
    return new BookPosition(BookUpdateKind.DELTA, Sequencing.UNSEQUENCED, NONE, NONE, NONE);
  }

  private static void checkOrder(long first, long last) throws FeedRejection {
    if (first > last) {
      throw FeedJson.invalid("sequence", "the first update at or before the last, " + last, first);
    }
  }
}
