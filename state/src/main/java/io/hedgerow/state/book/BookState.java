package io.hedgerow.state.book;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;

/**
 * What a {@link Book} remembers beside its levels: its header page. Times are µs since the epoch,
 * -1 stands for none yet.
 */
final class BookState {

  /** Never STALE: that is a mark upon a LIVE book, see {@link #staleCause}. */
  BookValidity validity = BookValidity.RESYNC;

  BookReason reason = BookReason.AWAITING_SNAPSHOT;

  /** NONE unless a LIVE book has gone stale. */
  BookReason staleCause = BookReason.NONE;

  /** Whether a whole book was ever taken. */
  boolean hadWhole;

  /** Whether a delta was applied since the whole book. */
  boolean joined;

  long sequence = -1;

  /** Offset of the newest record that was applied or changed the validity. */
  long offset = -1;

  /** The newest event time of such a record, and the venue's time in it. */
  long receivedAtMicros = -1;

  long venueTimeMicros = -1;

  /** The newest event time of anything but duplicates. */
  long inputAtMicros = -1;

  /** When the last RESTART was received. */
  long restartedAtMicros = -1;

  Contract contract = Contract.LINEAR;
  long contractSizeE8 = E8.ONE;
}
