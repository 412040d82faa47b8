package io.hedgerow.state.book;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.schemas.wire.DepthLevels;
import io.hedgerow.schemas.wire.DepthViewWriter;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.StaleCause;
import java.util.Map;

/**
 * One order book, and whether it may be trusted (NET-1, NET-2, NET-7).
 *
 * <pre>
 *             whole book that connects
 *   RESYNC ─────────────────────────────▶ LIVE ◀──────────────┐
 *     ▲  └── whole book, not continued ─┐  │  │ silence       │ delta that continues,
 *     └─────────────────────────────────┘  │  ▼               │ newer whole book
 *                                          │ STALE ───────────┘
 *   GAP ◀── gap, checksum, contract, sums ─┤   │
 *   CROSSED ◀── best bid ≥ best ask ───────┴───┘   both go on like RESYNC
 * </pre>
 *
 * <p>Whatever breaks the book empties it first: an invalid book has no levels. Deltas that come
 * while it waits for a whole book are kept, the one that broke it too, and applied after the whole
 * book as far as they continue it.
 *
 * <p>A whole book of kind SNAPSHOT counts if it is newer than the book: by its sequence, or by its
 * time of receipt where it has none. While the book waits, any SNAPSHOT counts that connects to the
 * deltas that wait. After {@link #RENEWED_AFTER_MICROS} without input one counts whatever its
 * sequence is, because venues start anew. A RESTART counts unless it is not newer than the last
 * one.
 *
 * <p>What an update does follows from the updates alone. STALE, which others decide by their
 * clocks, is a mark upon the view: the same updates make the same book wherever it was set.
 *
 * <p>Takes only updates that {@link BookUpdateReader#check} has found right; throws nothing. Not
 * safe for concurrent use.
 */
public final class Book implements NetworkPart {

  /**
   * Between the times of receipt of the newest input and of a SNAPSHOT: after this long the venue
   * may have begun to number anew. As long as the default staleness limit of books, but fixed: the
   * same log must give the same books whatever the settings say.
   */
  public static final long RENEWED_AFTER_MICROS = 10_000_000L;

  private static final long NONE = -1;
  private static final long VERSIONS_PER_OFFSET = 4;
  private static final long FIXED_BYTES = 600;

  private final String key;
  private final BookLimits limits;
  final BookSide bids = new BookSide(true);
  final BookSide asks = new BookSide(false);
  final WaitingDeltas waiting;
  final BookPages pages = new BookPages();
  final BookState state = new BookState();

  /** A book that knows nothing yet. */
  public Book(String key, BookLimits limits) {
    this(key, limits, new WaitingBudget(limits.maxBufferedLevels()));
  }

  /** A book that knows nothing yet and shares the budget with others. */
  public Book(String key, BookLimits limits, WaitingBudget budget) {
    this.key = key;
    this.limits = limits;
    waiting = new WaitingDeltas(limits.maxBufferedLevels(), budget);
  }

  /** The book that was flushed as these pages, in any order. */
  public static Book restore(
      String key, BookLimits limits, Iterable<Map.Entry<Long, byte[]>> pages) {
    return restore(key, limits, new WaitingBudget(limits.maxBufferedLevels()), pages);
  }

  /** The book that was flushed as these pages, in any order, sharing the budget with others. */
  public static Book restore(
      String key,
      BookLimits limits,
      WaitingBudget budget,
      Iterable<Map.Entry<Long, byte[]>> pages) {
    Book book = new Book(key, limits, budget);
    book.pages.restore(book, pages);
    return book;
  }

  /**
   * Takes an update.
   *
   * @param update wrapped around a record of this book's key; walked through by this call
   * @param offset the record's offset in its partition
   */
  public BookOutcome apply(BookUpdateReader update, long offset) {
    return update.kind() == BookUpdateKind.DELTA
        ? applyDelta(update, offset)
        : applyWhole(update, offset);
  }

  /** Whether the book may be used. */
  public BookValidity validity() {
    return state.staleCause == BookReason.NONE ? state.validity : BookValidity.STALE;
  }

  /** Why it may not be used. */
  public BookReason reason() {
    return state.staleCause == BookReason.NONE ? state.reason : state.staleCause;
  }

  /** The venue's last update applied; -1 where it has none. */
  public long sequence() {
    return state.sequence;
  }

  /** 0 where there is none, or the book is not LIVE. */
  public long bestBidPriceE8() {
    return isUsable() ? bids.bestPriceE8() : 0;
  }

  /** In the venue's unit; 0 where there is none, or the book is not LIVE. */
  public long bestBidQuantityE8() {
    return isUsable() ? bids.bestQuantityE8() : 0;
  }

  /** 0 where there is none, or the book is not LIVE. */
  public long bestAskPriceE8() {
    return isUsable() ? asks.bestPriceE8() : 0;
  }

  /** In the venue's unit; 0 where there is none, or the book is not LIVE. */
  public long bestAskQuantityE8() {
    return isUsable() ? asks.bestQuantityE8() : 0;
  }

  /** Levels on both sides. */
  public int levels() {
    return bids.size() + asks.size();
  }

  /**
   * Four times the offset of the newest record that was applied or changed the validity, plus one
   * while STALE for want of input, plus two while STALE because the clock stopped: grows with the
   * input, does not depend on how often a view was made, and stands for one content.
   */
  public long version() {
    long staleness =
        switch (state.staleCause) {
          case NO_INPUT -> 1;
          case CLOCK_STOPPED -> 2;
          default -> 0;
        };
    return VERSIONS_PER_OFFSET * state.offset + staleness;
  }

  /** {@inheritDoc} Duplicates are no input: a venue that repeats itself has stopped. */
  @Override
  public long receivedAtMicros() {
    return state.inputAtMicros;
  }

  /** {@inheritDoc} That is, LIVE. */
  @Override
  public boolean isUsable() {
    return validity() == BookValidity.LIVE;
  }

  /** Only a LIVE book can go stale; what waits for a whole book is unusable already. */
  @Override
  public boolean goStale(StaleCause cause) {
    if (!isUsable()) {
      return false;
    }
    state.staleCause =
        switch (cause) {
          case NO_INPUT -> BookReason.NO_INPUT;
          case CLOCK_STOPPED -> BookReason.CLOCK_STOPPED;
        };
    return true;
  }

  /** A framed {@link io.hedgerow.schemas.state.DepthView}. */
  @Override
  public byte[] view() {
    DepthViewWriter out = new DepthViewWriter();
    DepthLevels bidLevels = new DepthLevels();
    DepthLevels askLevels = new DepthLevels();
    boolean live = isUsable();
    long referenceE8 = live ? BookDepth.reference(bids, asks) : 0;
    BookDepth depth = new BookDepth(limits, state.contract, state.contractSizeE8, referenceE8);
    if (live) {
      depth.walk(bids, bidLevels);
      depth.walk(asks, askLevels);
    }
    return out.start(InstrumentKey.venueOf(key), InstrumentKey.instrumentOf(key), version())
        .validity(validity(), reason())
        .newest(state.sequence, state.receivedAtMicros, state.venueTimeMicros)
        .reference(referenceE8, limits.boundPpm())
        .best(bestBidPriceE8(), bestBidQuantityE8())
        .best(bestAskPriceE8(), bestAskQuantityE8())
        .complete(depth.isComplete(bids), depth.isComplete(asks))
        .levels(bidLevels, askLevels)
        .finish(EventIds.of("depth", key, version()));
  }

  /** {@inheritDoc} One page for each changed price band, one for each waiting delta, a header. */
  @Override
  public void flush(PageStore store) {
    pages.flush(this, store);
  }

  /** Gives back what it holds of the shared budget; the book is not used any more. */
  public void release() {
    waiting.clear();
  }

  /** Bytes on the heap, about. */
  public long heapBytes() {
    return FIXED_BYTES
        + bids.heapBytes()
        + asks.heapBytes()
        + waiting.heapBytes()
        + pages.heapBytes();
  }

  private BookOutcome applyDelta(BookUpdateReader delta, long offset) {
    if (state.validity != BookValidity.LIVE) {
      return keep(delta, offset);
    }
    switch (Continuation.of(delta, state.sequence, state.joined)) {
      case OLD -> {
        return BookOutcome.DUPLICATE;
      }
      case GAP -> {
        invalidate(BookValidity.GAP, BookReason.SEQUENCE_GAP);
        waiting.offer(delta);
        note(delta, offset);
        return BookOutcome.INVALIDATED;
      }
      default -> {}
    }
    if (isLateUnsequenced(delta)) {
      return BookOutcome.DUPLICATE;
    }
    boolean wasStale = validity() == BookValidity.STALE;
    BookReason broken = take(delta);
    note(delta, offset);
    if (broken != BookReason.NONE) {
      invalidate(validityOf(broken), broken);
      keepBreaking(delta);
      return BookOutcome.INVALIDATED;
    }
    return wasStale ? BookOutcome.RECOVERED : BookOutcome.APPLIED;
  }

  /** Without numbers, only the time of receipt tells a repeated delivery. */
  private boolean isLateUnsequenced(BookUpdateReader delta) {
    return delta.sequencing() == Sequencing.UNSEQUENCED
        && delta.receivedAtMicros() < state.receivedAtMicros;
  }

  private BookOutcome keep(BookUpdateReader delta, long offset) {
    boolean first = state.offset == NONE;
    boolean canWait = WaitingDeltas.canWait(delta.sequencing());
    if (canWait && !waiting.offer(delta)) {
      return BookOutcome.DUPLICATE;
    }
    if (first) {
      note(delta, offset);
      return BookOutcome.INVALIDATED;
    }
    state.inputAtMicros = Math.max(state.inputAtMicros, delta.receivedAtMicros());
    return canWait ? BookOutcome.BUFFERED : BookOutcome.DROPPED;
  }

  private void keepBreaking(BookUpdateReader delta) {
    if (WaitingDeltas.canWait(delta.sequencing())) {
      waiting.offer(delta);
    }
  }

  private BookOutcome applyWhole(BookUpdateReader whole, long offset) {
    if (isOld(whole)) {
      return BookOutcome.DUPLICATE;
    }
    BookValidity validityBefore = validity();
    if (whole.kind() == BookUpdateKind.RESTART) {
      state.restartedAtMicros = whole.receivedAtMicros();
      waiting.clear();
    }
    load(whole);
    note(whole, offset);
    if (state.validity == BookValidity.LIVE) {
      drain(whole.receivedAtMicros());
    }
    if (state.validity != BookValidity.LIVE) {
      return BookOutcome.INVALIDATED;
    }
    waiting.clear();
    return validityBefore == BookValidity.LIVE ? BookOutcome.APPLIED : BookOutcome.RECOVERED;
  }

  private boolean isOld(BookUpdateReader whole) {
    if (whole.kind() == BookUpdateKind.RESTART) {
      return whole.receivedAtMicros() <= state.restartedAtMicros;
    }
    boolean waits = state.validity != BookValidity.LIVE;
    if (!state.hadWhole || (waits && whole.sequencing() != Sequencing.UNSEQUENCED)) {
      return false;
    }
    if (whole.lastSequence() < 0 || state.sequence < 0) {
      return whole.receivedAtMicros() <= state.receivedAtMicros;
    }
    boolean renewed = whole.receivedAtMicros() - state.inputAtMicros >= RENEWED_AFTER_MICROS;
    return whole.lastSequence() <= state.sequence && !renewed;
  }

  private void load(BookUpdateReader whole) {
    bids.clear();
    asks.clear();
    while (whole.nextBid()) {
      bids.set(whole.priceE8(), whole.quantityE8());
    }
    while (whole.nextAsk()) {
      asks.set(whole.priceE8(), whole.quantityE8());
    }
    bids.finishWhole(whole.depthLimit());
    asks.finishWhole(whole.depthLimit());
    state.hadWhole = true;
    state.joined = false;
    state.contract = whole.contract();
    state.contractSizeE8 = whole.contractSizeE8();
    state.sequence = whole.lastSequence();
    state.staleCause = BookReason.NONE;
    BookReason broken = inspect(whole);
    if (broken == BookReason.NONE) {
      state.validity = BookValidity.LIVE;
      state.reason = BookReason.NONE;
    } else {
      waiting.missThrough(whole.lastSequence(), whole.receivedAtMicros());
      invalidate(validityOf(broken), broken);
    }
  }

  /** Applies what waits, as far as it continues the whole book just loaded, received then. */
  private void drain(long receivedAtMicros) {
    for (BookUpdateReader delta = waiting.oldest(); delta != null; delta = waiting.oldest()) {
      switch (Continuation.of(delta, state.sequence, state.joined)) {
        case OLD -> {}
        case GAP -> {
          if (!waiting.isRunOutlivedAt(receivedAtMicros)) {
            invalidate(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);
          }
          return;
        }
        default -> {
          BookReason broken = take(delta);
          if (broken != BookReason.NONE) {
            invalidate(validityOf(broken), broken);
            return;
          }
          noteTimes(delta);
        }
      }
      waiting.removeOldest();
    }
    if (waiting.lacks(state.sequence, receivedAtMicros)) {
      invalidate(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);
    }
  }

  /** Puts a delta's levels into the book and looks at the result; NONE if it is sound. */
  private BookReason take(BookUpdateReader delta) {
    if (delta.contract() != state.contract || delta.contractSizeE8() != state.contractSizeE8) {
      return BookReason.CONTRACT_CHANGED;
    }
    while (delta.nextBid()) {
      bids.set(delta.priceE8(), delta.quantityE8());
    }
    while (delta.nextAsk()) {
      asks.set(delta.priceE8(), delta.quantityE8());
    }
    if (delta.depthLimit() > 0) {
      bids.truncate(delta.depthLimit());
      asks.truncate(delta.depthLimit());
    }
    state.sequence = delta.lastSequence();
    state.joined = true;
    state.staleCause = BookReason.NONE;
    return inspect(delta);
  }

  private BookReason inspect(BookUpdateReader update) {
    if (update.checksum() >= 0
        && update.checksum()
            != BookChecksum.of(bids, asks, update.priceDecimals(), update.quantityDecimals())) {
      return BookReason.CHECKSUM_MISMATCH;
    }
    if (!bids.isEmpty() && !asks.isEmpty() && bids.bestPriceE8() >= asks.bestPriceE8()) {
      return BookReason.CROSSED_BOOK;
    }
    bids.trim(limits);
    asks.trim(limits);
    boolean fits =
        bids.amountsFit(state.contract, state.contractSizeE8)
            && asks.amountsFit(state.contract, state.contractSizeE8);
    return fits ? BookReason.NONE : BookReason.NUMERIC_OVERFLOW;
  }

  private static BookValidity validityOf(BookReason broken) {
    return broken == BookReason.CROSSED_BOOK ? BookValidity.CROSSED : BookValidity.GAP;
  }

  private void invalidate(BookValidity validity, BookReason reason) {
    bids.clear();
    asks.clear();
    state.validity = validity;
    state.reason = reason;
    state.staleCause = BookReason.NONE;
  }

  private void note(BookUpdateReader update, long offset) {
    state.offset = offset;
    noteTimes(update);
  }

  private void noteTimes(BookUpdateReader update) {
    state.inputAtMicros = Math.max(state.inputAtMicros, update.receivedAtMicros());
    if (update.receivedAtMicros() >= state.receivedAtMicros) {
      state.receivedAtMicros = update.receivedAtMicros();
      state.venueTimeMicros = update.venueTimeMicros();
    }
  }
}
