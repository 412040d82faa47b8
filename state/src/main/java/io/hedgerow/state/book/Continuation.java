package io.hedgerow.state.book;

import io.hedgerow.schemas.wire.BookUpdateReader;

/** How a delta stands to the last update that was applied (NET-1). */
enum Continuation {
  /** The next one. */
  CONTINUES,
  /** Already contained in the book. */
  OLD,
  /** Something before it is missing. */
  GAP;

  /**
   * Judges a delta by the venue's numbers.
   *
   * @param sequence last update applied
   * @param joined whether a delta has been applied since the whole book. Before, the book stands
   *     somewhere in the stream, not necessarily at the end of a message
   */
  static Continuation of(BookUpdateReader delta, long sequence, boolean joined) {
    return switch (delta.sequencing()) {
      case RANGE -> ofRange(delta.firstSequence(), delta.lastSequence(), sequence);
      case LINKED -> ofLink(delta.previousSequence(), delta.lastSequence(), sequence, joined);
      case UNSEQUENCED -> CONTINUES;
    };
  }

  private static Continuation ofRange(long first, long last, long sequence) {
    if (last <= sequence) {
      return OLD;
    }
    return first <= sequence + 1 ? CONTINUES : GAP;
  }

  /** A link that fits counts even if numbers fall: so a venue announces that it starts anew. */
  private static Continuation ofLink(long previous, long last, long sequence, boolean joined) {
    if (previous == sequence) {
      return CONTINUES;
    }
    if (last <= sequence) {
      return OLD;
    }
    return !joined && previous < sequence ? CONTINUES : GAP;
  }
}
