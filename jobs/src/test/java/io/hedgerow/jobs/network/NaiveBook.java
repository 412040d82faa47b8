package io.hedgerow.jobs.network;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A book as one would write it in ten minutes, without limits or validity: two sorted maps. */
final class NaiveBook {

  private final TreeMap<Long, Long> bids = new TreeMap<>();
  private final TreeMap<Long, Long> asks = new TreeMap<>();
  private final List<BookUpdate> early = new ArrayList<>();
  private boolean whole;
  private long sequence;

  void apply(BookUpdate update) {
    if (update.getKind() != BookUpdateKind.DELTA) {
      bids.clear();
      asks.clear();
      whole = true;
      sequence = update.getLastSequence();
      change(update);
      early.forEach(this::applyDelta);
      early.clear();
    } else if (whole) {
      applyDelta(update);
    } else {
      early.add(update);
    }
  }

  /** The whole book as a venue would send it on request, in the manner of one of its deltas. */
  BookUpdate snapshot(BookUpdate like) {
    return BookUpdate.newBuilder(like)
        .setKind(BookUpdateKind.SNAPSHOT)
        .setFirstSequence(sequence)
        .setLastSequence(sequence)
        .setPreviousSequence(-1)
        .setBids(levels(bids))
        .setAsks(levels(asks))
        .build();
  }

  /** Last update, best bid and its quantity, best ask and its quantity. */
  List<Long> sequenceAndBest() {
    return List.of(
        sequence,
        bids.lastKey(),
        bids.lastEntry().getValue(),
        asks.firstKey(),
        asks.firstEntry().getValue());
  }

  private void applyDelta(BookUpdate update) {
    if (update.getLastSequence() > sequence) {
      sequence = update.getLastSequence();
      change(update);
    }
  }

  private void change(BookUpdate update) {
    update.getBids().forEach(level -> put(bids, level));
    update.getAsks().forEach(level -> put(asks, level));
  }

  private static void put(Map<Long, Long> side, BookLevel level) {
    if (level.getQuantityE8() == 0) {
      side.remove(level.getPriceE8());
    } else {
      side.put(level.getPriceE8(), level.getQuantityE8());
    }
  }

  private static List<BookLevel> levels(Map<Long, Long> side) {
    return side.entrySet().stream()
        .map(level -> new BookLevel(level.getKey(), level.getValue()))
        .toList();
  }
}
