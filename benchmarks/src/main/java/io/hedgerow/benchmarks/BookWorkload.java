package io.hedgerow.benchmarks;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A feed as records on the wire: messages of at most 20 levels that continue each other, and whole
 * books of at most 1,000 levels a side at several places among them.
 *
 * <p>Recorded messages are longer. They are cut: removals first, then the rest, so that no piece
 * crosses the book; each piece keeps the order of its levels.
 */
final class BookWorkload {

  static final String VENUE = "BINANCE-USDM";
  static final String INSTRUMENT = "BTC-USDT-PERP";
  static final String KEY = VENUE + "|" + INSTRUMENT;
  static final int LEVELS_PER_MESSAGE = 20;

  private static final int WHOLE_LEVELS = 1_000;
  private static final long START_MICROS = 1_723_161_255_000_000L;
  private static final long MICROS_PER_MESSAGE = 15_000;
  private static final String EVENT_ID = "0123456789abcdef0123456789abcdef";

  /** One level of a message, with its side. */
  private record Change(boolean bid, long priceE8, long quantityE8) {}

  final String source;
  final List<byte[]> deltas = new ArrayList<>();
  final List<Integer> levelsOfDelta = new ArrayList<>();

  /** Whole books by the number of the first delta that continues them. */
  final NavigableMap<Integer, byte[]> wholes = new TreeMap<>();

  private final NavigableMap<Long, Long> bids = new TreeMap<>();
  private final NavigableMap<Long, Long> asks = new TreeMap<>();

  BookWorkload(DepthFeed feed, int places) {
    source = feed.source();
    put(bids, feed.whole().bids());
    put(asks, feed.whole().asks());
    int every = Math.max(1, feed.messages().size() / 2 / places);
    for (int i = 0; i < feed.messages().size(); i++) {
      if (i % every == 0 && wholes.size() < places) {
        wholes.put(deltas.size(), whole(deltas.size()));
      }
      cut(feed.messages().get(i));
    }
  }

  private static void put(NavigableMap<Long, Long> side, long[] levels) {
    for (int i = 0; i < levels.length; i += 2) {
      side.put(levels[i], levels[i + 1]);
    }
  }

  private void cut(DepthFeed.Message message) {
    List<Change> changes = new ArrayList<>();
    collect(message.bids(), true, true, changes);
    collect(message.asks(), false, true, changes);
    collect(message.bids(), true, false, changes);
    collect(message.asks(), false, false, changes);
    for (int from = 0; from < changes.size(); from += LEVELS_PER_MESSAGE) {
      int to = Math.min(changes.size(), from + LEVELS_PER_MESSAGE);
      add(changes.subList(from, to));
    }
  }

  private static void collect(long[] levels, boolean bid, boolean removals, List<Change> out) {
    for (int i = 0; i < levels.length; i += 2) {
      if ((levels[i + 1] == 0) == removals) {
        out.add(new Change(bid, levels[i], levels[i + 1]));
      }
    }
  }

  private void add(List<Change> changes) {
    List<BookLevel> bidLevels = new ArrayList<>();
    List<BookLevel> askLevels = new ArrayList<>();
    for (Change each : changes) {
      (each.bid() ? bidLevels : askLevels).add(new BookLevel(each.priceE8(), each.quantityE8()));
      NavigableMap<Long, Long> side = each.bid() ? bids : asks;
      if (each.quantityE8() == 0) {
        side.remove(each.priceE8());
      } else {
        side.put(each.priceE8(), each.quantityE8());
      }
    }
    int number = deltas.size();
    BookUpdate delta = record(BookUpdateKind.DELTA, number + 1, 0, bidLevels, askLevels);
    delta.setFirstSequence(number + 1);
    delta.setPreviousSequence(number);
    deltas.add(RecordCodec.encode(delta));
    levelsOfDelta.add(changes.size());
  }

  private byte[] whole(int sequence) {
    List<BookLevel> bidLevels = best(bids.descendingMap());
    List<BookLevel> askLevels = best(asks);
    return RecordCodec.encode(
        record(BookUpdateKind.SNAPSHOT, sequence, WHOLE_LEVELS, bidLevels, askLevels));
  }

  private static List<BookLevel> best(NavigableMap<Long, Long> side) {
    List<BookLevel> levels = new ArrayList<>();
    for (Map.Entry<Long, Long> each : side.entrySet()) {
      if (levels.size() == WHOLE_LEVELS) {
        break;
      }
      levels.add(new BookLevel(each.getKey(), each.getValue()));
    }
    return levels;
  }

  private static BookUpdate record(
      BookUpdateKind kind,
      int sequence,
      int depthLimit,
      List<BookLevel> bids,
      List<BookLevel> asks) {
    long receivedAtMicros = START_MICROS + sequence * MICROS_PER_MESSAGE;
    return new BookUpdate(
        VENUE,
        INSTRUMENT,
        kind,
        Sequencing.LINKED,
        -1L,
        (long) sequence,
        -1L,
        receivedAtMicros,
        receivedAtMicros,
        Contract.LINEAR,
        E8.ONE,
        depthLimit,
        -1L,
        0,
        0,
        bids,
        asks,
        EVENT_ID);
  }
}
