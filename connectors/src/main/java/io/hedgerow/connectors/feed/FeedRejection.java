package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.codec.DeadLetterReason;

/**
 * Ends the translation of a message; turned into {@link FeedResult.Rejected} at the parser's door.
 */
final class FeedRejection extends Exception {

  private static final long serialVersionUID = 1L;
  private static final int MAX_QUOTED_CHARS = 60;

  private final DeadLetterReason reason;

  FeedRejection(DeadLetterReason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  FeedResult.Rejected toResult() {
    return new FeedResult.Rejected(reason, getMessage());
  }

  /** A piece of a hostile message, short and printable enough for a log or a header. */
  static String quote(String text) {
    String start = text.length() <= MAX_QUOTED_CHARS ? text : text.substring(0, MAX_QUOTED_CHARS);
    String printable = start.replaceAll("[^\\x20-\\x7e]", "?");
    return text.length() <= MAX_QUOTED_CHARS ? printable : printable + "...";
  }
}
