package io.hedgerow.state.book;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.network.PageStore;
import java.util.ArrayDeque;

/**
 * Deltas that wait for a whole book: an unbroken run, oldest first, as the bytes they came in
 * (NET-1). A delta that does not continue the run starts a new one, because nothing could be done
 * with what lies before a gap.
 *
 * <p>Bounded by levels, the oldest are dropped; all are when the budget of all books is exceeded. A
 * page of the store holds one delta; page numbers grow along the run. Not safe for concurrent use.
 */
final class WaitingDeltas {

  /** What a delta costs beside its levels, so that empty ones fill the budget too. */
  static final int LEVELS_PER_DELTA = 8;

  private static final int BYTES_PER_WAITING = 64;

  private record Waiting(byte[] framed, long lastSequence, int cost) {}

  /** What became of a delta that was offered. */
  enum Offer {
    /** It waits. */
    KEPT,
    /** It is in the run already. */
    OLD,
    /** The shared budget is exceeded: nothing waits any more. */
    NO_ROOM
  }

  private final int maxLevels;
  private final WaitingBudget budget;
  private final ArrayDeque<Waiting> run = new ArrayDeque<>(2);
  private final BookUpdateReader reader = new BookUpdateReader();
  private long firstNumber;
  private long storedFrom;
  private long storedTo;
  private int cost;
  private long bytes;

  /** A whole book must stand here at least: deltas up to here were dropped. -1: none were. */
  private long missedThrough = -1;

  WaitingDeltas(int maxLevels, WaitingBudget budget) {
    this.maxLevels = maxLevels;
    this.budget = budget;
  }

  boolean isEmpty() {
    return run.isEmpty();
  }

  long missedThrough() {
    return missedThrough;
  }

  void missThrough(long sequence) {
    missedThrough = Math.max(missedThrough, sequence);
  }

  /** Takes a delta, unless it is in the run already. */
  Offer offer(BookUpdateReader delta) {
    if (!run.isEmpty()) {
      switch (toRun(delta)) {
        case OLD -> {
          return Offer.OLD;
        }
        case GAP -> removeAll();
        default -> {}
      }
    }
    append(delta.bytes().clone(), delta.lastSequence(), delta.countLevels() + LEVELS_PER_DELTA);
    while (cost > maxLevels) {
      missThrough(run.peekFirst().lastSequence());
      removeOldest();
    }
    if (budget.isExceeded()) {
      missThrough(delta.lastSequence());
      removeAll();
      return Offer.NO_ROOM;
    }
    return Offer.KEPT;
  }

  /** The oldest, or null. Good until the next call. */
  BookUpdateReader oldest() {
    return run.isEmpty() ? null : reader.wrap(run.peekFirst().framed());
  }

  void removeOldest() {
    Waiting oldest = run.pollFirst();
    firstNumber++;
    cost -= oldest.cost();
    budget.giveBack(oldest.cost());
    bytes -= oldest.framed().length;
  }

  /** Forgets all, and that something was missed. */
  void clear() {
    removeAll();
    missedThrough = -1;
  }

  /** Writes the deltas that are new, removes those that are gone. */
  void flush(PageStore store) {
    long end = firstNumber + run.size();
    for (long gone = storedFrom; gone < Math.min(storedTo, firstNumber); gone++) {
      store.remove(PageIds.waiting(gone));
    }
    long number = firstNumber;
    for (Waiting each : run) {
      if (number >= storedTo) {
        store.put(PageIds.waiting(number), each.framed().clone());
      }
      number++;
    }
    storedFrom = run.isEmpty() ? 0 : firstNumber;
    storedTo = run.isEmpty() ? 0 : end;
    firstNumber = storedFrom;
  }

  /** Takes back a flushed delta; in the order of their numbers. */
  void restore(long number, byte[] framed) {
    if (run.isEmpty()) {
      firstNumber = number;
      storedFrom = number;
    }
    storedTo = number + 1;
    byte[] current = toCurrentSchema(framed);
    reader.wrap(current);
    append(current, reader.lastSequence(), reader.countLevels() + LEVELS_PER_DELTA);
  }

  void restoreMissedThrough(long sequence) {
    missedThrough = sequence;
  }

  /** Bytes on the heap, about. */
  long heapBytes() {
    return bytes + (long) run.size() * BYTES_PER_WAITING;
  }

  private Continuation toRun(BookUpdateReader delta) {
    BookUpdateReader newest = reader.wrap(run.peekLast().framed());
    return newest.sequencing() == delta.sequencing()
        ? Continuation.of(delta, newest.lastSequence(), true)
        : Continuation.GAP;
  }

  private void append(byte[] framed, long lastSequence, int levels) {
    run.addLast(new Waiting(framed, lastSequence, levels));
    cost += levels;
    budget.take(levels);
    bytes += framed.length;
  }

  private void removeAll() {
    firstNumber += run.size();
    run.clear();
    budget.giveBack(cost);
    cost = 0;
    bytes = 0;
  }

  /** A delta that was kept by an earlier release may be of an earlier schema. */
  private static byte[] toCurrentSchema(byte[] framed) {
    try {
      int current = RecordCodec.currentId(BookUpdate.getClassSchema());
      return RecordCodec.writerOf(framed).id() == current
          ? framed.clone()
          : RecordCodec.encode(RecordCodec.decode(framed));
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException("expected a delta that was kept, saw " + e.getMessage(), e);
    }
  }

  /** Whether deltas of this kind can be put in order once a whole book comes. */
  static boolean canWait(Sequencing sequencing) {
    return sequencing != Sequencing.UNSEQUENCED;
  }
}
