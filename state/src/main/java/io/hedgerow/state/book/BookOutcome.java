package io.hedgerow.state.book;

/** What an update did to a {@link Book}. Each update has exactly one outcome. */
public enum BookOutcome {
  /** The book was LIVE and still is; its view has changed. */
  APPLIED,
  /** The book is LIVE now and was not before: to be published at once. */
  RECOVERED,
  /** The book is not LIVE, and its view has changed; its validity or reason perhaps not. */
  INVALIDATED,
  /** Kept until a whole book comes; the view is as before. */
  BUFFERED,
  /** Old or already applied: nothing has changed. */
  DUPLICATE,
  /** A delta without numbers while there is no whole book: of no use, nothing has changed. */
  DROPPED
}
