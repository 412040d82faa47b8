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
 * <p>Bounded by levels, the oldest are dropped: above the limit of a book, and above {@link
 * #GUARANTEED_LEVELS} while the budget of all books is exceeded. Nothing that waits or is missed
 * rules for ever: what does not fit and was received {@link Book#RENEWED_AFTER_MICROS} later makes
 * it forgotten, because the venue may have begun to number anew, and one wrong number must not keep
 * a book closed.
 *
 * <p>A page of the store holds one delta; page numbers grow along the run. Not safe for concurrent
 * use.
 */
final class WaitingDeltas {

  /** What a delta costs beside its levels, so that empty ones fill the budget too. */
  static final int LEVELS_PER_DELTA = 8;

  /** What each book may hold whatever the others do: the way back from one gap. */
  static final int GUARANTEED_LEVELS = 1_000;

  private static final int BYTES_PER_WAITING = 64;
  private static final long NONE = -1;

  private record Waiting(byte[] framed, long lastSequence, long receivedAtMicros, int cost) {}

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
  private long missedThrough = NONE;

  private long missedAtMicros = NONE;

  WaitingDeltas(int maxLevels, WaitingBudget budget) {
    this.maxLevels = maxLevels;
    this.budget = budget;
  }

  long missedThrough() {
    return missedThrough;
  }

  long missedAtMicros() {
    return missedAtMicros;
  }

  void missThrough(long sequence, long receivedAtMicros) {
    missedThrough = Math.max(missedThrough, sequence);
    missedAtMicros = Math.max(missedAtMicros, receivedAtMicros);
  }

  /** Takes a delta; false if it is in the run already. */
  boolean offer(BookUpdateReader delta) {
    if (!run.isEmpty()) {
      switch (toRun(delta)) {
        case OLD -> {
          if (!isRunOutlivedAt(delta.receivedAtMicros())) {
            return false;
          }
          removeAll();
        }
        case GAP -> removeAll();
        default -> {}
      }
    }
    append(delta.bytes().clone(), delta);
    while (cost > maxLevels || (cost > GUARANTEED_LEVELS && budget.isExceeded())) {
      missThrough(run.peekFirst().lastSequence(), run.peekFirst().receivedAtMicros());
      removeOldest();
    }
    return true;
  }

  /** Whether an input that was received then tells more than the run, which it does not fit. */
  boolean isRunOutlivedAt(long receivedAtMicros) {
    return !run.isEmpty()
        && receivedAtMicros - run.peekLast().receivedAtMicros() >= Book.RENEWED_AFTER_MICROS;
  }

  /** Whether a whole book at this sequence lacks deltas that were dropped. */
  boolean lacks(long sequence, long receivedAtMicros) {
    return sequence < missedThrough
        && receivedAtMicros - missedAtMicros < Book.RENEWED_AFTER_MICROS;
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
    missedThrough = NONE;
    missedAtMicros = NONE;
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
    append(current, reader.wrap(current));
  }

  void restoreMissed(long sequence, long receivedAtMicros) {
    missedThrough = sequence;
    missedAtMicros = receivedAtMicros;
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

  private void append(byte[] framed, BookUpdateReader delta) {
    int levels = delta.countLevels() + LEVELS_PER_DELTA;
    run.addLast(new Waiting(framed, delta.lastSequence(), delta.receivedAtMicros(), levels));
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
