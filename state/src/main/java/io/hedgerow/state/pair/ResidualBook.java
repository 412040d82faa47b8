package io.hedgerow.state.pair;

import io.hedgerow.schemas.venue.OrderSide;

/**
 * Rests below what a venue takes, added up per instrument until they can be traded (LESSONS: the
 * partial fill below the minimum). Bounded: one sum for each instrument, at most {@code
 * maxResiduals} of them not zero. Not safe for concurrent use.
 */
final class ResidualBook {

  private final PairSettings settings;
  private final Offsetter offsetter;
  private final Deadlines deadlines;
  private final ResidualSlot[] slots;
  private final int[] owedAt;
  private int owed;

  ResidualBook(
      PairSettings settings, Offsetter offsetter, Deadlines deadlines, ResidualSlot[] slots) {
    this.settings = settings;
    this.offsetter = offsetter;
    this.deadlines = deadlines;
    this.slots = slots;
    owedAt = new int[settings.venues()];
  }

  /** Takes a rest, positive if too much is held; false if there is no room. */
  boolean add(int venue, int instrument, long signedE8, long nowMicros) {
    ResidualSlot slot = slots[instrument];
    if (slot.netE8 == 0 && used() >= settings.maxResiduals()) {
      return false;
    }
    slot.venue = venue;
    slot.netE8 += signedE8;
    settle(slot, nowMicros);
    return true;
  }

  /** The book of an instrument is another: what was too small may be tradeable now. */
  void look(int instrument, long nowMicros) {
    ResidualSlot slot = slots[instrument];
    if (slot.netE8 != 0 && !slot.owed) {
      settle(slot, nowMicros);
    }
  }

  long netE8(int instrument) {
    return slots[instrument].netE8;
  }

  boolean isOwed() {
    return owed > 0;
  }

  boolean isOwedAt(int venue) {
    return owedAt[venue] > 0;
  }

  /** The sum or an order of it has changed, or its deadline has come. */
  void settle(ResidualSlot slot, long nowMicros) {
    if (slot.hasLiveOffset()) {
      note(slot, true, nowMicros);
      deadlines.set(slot.node, offsetter.nakedDeadline(slot));
      return;
    }
    Offsetter.Result result =
        slot.netE8 == 0
            ? Offsetter.Result.TOO_SMALL
            : offsetter.offset(
                slot,
                0,
                slot.venue,
                slot.instrument,
                slot.netE8 > 0 ? OrderSide.SELL : OrderSide.BUY,
                Math.abs(slot.netE8),
                nowMicros);
    if (result == Offsetter.Result.TOO_SMALL) {
      note(slot, false, nowMicros);
      slot.settled();
      long again = slot.netE8 == 0 ? Deadlines.NEVER : nowMicros + settings.maxPauseMicros();
      deadlines.set(slot.node, again);
      return;
    }
    note(slot, true, nowMicros);
    long naked = offsetter.nakedDeadline(slot);
    deadlines.set(
        slot.node,
        result == Offsetter.Result.WAITING
            ? Math.min(naked, Math.max(slot.nextTryMicros, nowMicros + 1))
            : naked);
  }

  private void note(ResidualSlot slot, boolean isOwed, long nowMicros) {
    if (slot.owed != isOwed) {
      slot.owed = isOwed;
      owed += isOwed ? 1 : -1;
      owedAt[slot.venue] += isOwed ? 1 : -1;
    }
    slot.noteUnhedged(nowMicros);
    offsetter.reportNaked(slot, slot.venue, nowMicros);
  }

  private int used() {
    int used = 0;
    for (ResidualSlot slot : slots) {
      if (slot.netE8 != 0) {
        used++;
      }
    }
    return used;
  }
}
