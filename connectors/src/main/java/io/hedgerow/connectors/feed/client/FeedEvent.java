package io.hedgerow.connectors.feed.client;

/**
 * Something that happened to a feed and that its user may want to know.
 *
 * @param source the link, or {@code venue|instrument} where one book is meant
 * @param detail what was seen; fit for a line of a log
 */
public record FeedEvent(Kind kind, String source, String detail) {

  /** What happened. */
  public enum Kind {
    /** A link is open and its subscriptions are on their way. */
    CONNECTED,
    /** A link could not be opened; it is tried again after a while. */
    CONNECT_FAILED,
    /** An open link is gone; it is opened again after a while. */
    LOST,
    /** A book's messages no longer continue; a whole book is asked for. */
    GAP,
    /** A book's messages follow a whole book. */
    SYNCED,
    /** A book is subscribed to anew, which brings a whole one. */
    RESUBSCRIBED,
    /** A whole book was asked for and did not come. */
    SNAPSHOT_FAILED,
    /** A fetched book does not connect to the messages; it was dropped, another is asked for. */
    SNAPSHOT_BEHIND,
    /** The venue refused a subscription. */
    REFUSED
  }
}
