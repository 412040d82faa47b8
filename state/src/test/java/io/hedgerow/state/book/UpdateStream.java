package io.hedgerow.state.book;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** A venue with a true book and a bad connection: what comes of it, a seed says. */
final class UpdateStream {

  static final String KEY = "VENUE|BTC-USDT";

  private static final long TICK_E8 = 1_000_000L;
  private static final long LOT_E8 = 100_000L;
  private static final int REACH_TICKS = 400;
  private static final int HISTORY = 12;
  private static final String EVENT_ID = "0123456789abcdef0123456789abcdef";

  /** What kind of venue this is. */
  record Venue(Sequencing sequencing, Contract contract, long contractSizeE8, int window) {}

  private final Random random;
  private final Venue venue;
  private final NavigableMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Long> asks = new TreeMap<>();
  private final ArrayDeque<BookUpdate> history = new ArrayDeque<>();
  private final ArrayDeque<BookUpdate> wholes = new ArrayDeque<>();
  private long middle = 100_000;
  private long sequence = 1_000;
  private long nowMicros = 1_723_161_600_000_000L;

  UpdateStream(long seed, Venue venue) {
    this.random = new Random(seed);
    this.venue = venue;
    delta();
    delta();
    whole(BookUpdateKind.SNAPSHOT);
  }

  /** The next record that arrives, good or bad. */
  BookUpdate next() {
    int dice = random.nextInt(1_000);
    nowMicros += random.nextInt(3) == 0 ? 0 : random.nextInt(1_000);
    if (dice < 30) {
      delta();
      return next();
    }
    if (dice < 70) {
      return anyOf(history);
    }
    if (dice < 120) {
      return venue.sequencing() == Sequencing.UNSEQUENCED
          ? whole(BookUpdateKind.RESTART)
          : whole(BookUpdateKind.SNAPSHOT);
    }
    if (dice < 135) {
      return whole(BookUpdateKind.RESTART);
    }
    if (dice < 150) {
      return anyOf(wholes);
    }
    return dice < 165 ? broken(delta()) : delta();
  }

  private BookUpdate broken(BookUpdate delta) {
    switch (random.nextInt(5)) {
      case 0 -> delta.setBids(List.of(new BookLevel(asks.lastKey() + TICK_E8, LOT_E8)));
      case 1 -> delta.setContractSizeE8(delta.getContractSizeE8() * 10);
      case 2 -> delta.setChecksum(42L);
      case 3 -> {
        long far = asks.lastKey() + 10 * TICK_E8;
        long much = 8_000_000_000_000_000L / venue.contractSizeE8() * 100_000_000L;
        delta.setAsks(List.of(new BookLevel(far, much), new BookLevel(far + TICK_E8, much)));
      }
      default -> {
        delta.setBids(List.of());
        delta.setAsks(List.of());
      }
    }
    return delta;
  }

  private BookUpdate anyOf(ArrayDeque<BookUpdate> earlier) {
    return new ArrayList<>(earlier).get(random.nextInt(earlier.size()));
  }

  private BookUpdate delta() {
    final NavigableMap<Long, Long> bidsBefore = window(bids);
    final NavigableMap<Long, Long> asksBefore = window(asks);
    middle += random.nextInt(7) - 3;
    bids.headMap(middle * TICK_E8, true).clear();
    asks.headMap(middle * TICK_E8, true).clear();
    for (int i = random.nextInt(12); i >= 0; i--) {
      change(bids, -1);
      change(asks, 1);
    }
    long previous = sequence;
    sequence += 1 + random.nextInt(4);
    BookUpdate delta = record(BookUpdateKind.DELTA);
    delta.setFirstSequence(previous + 1);
    delta.setPreviousSequence(previous);
    delta.setDepthLimit(venue.window());
    delta.setBids(difference(bidsBefore, window(bids), bids));
    delta.setAsks(difference(asksBefore, window(asks), asks));
    remember(history, delta);
    return copy(delta);
  }

  private BookUpdate whole(BookUpdateKind kind) {
    if (kind == BookUpdateKind.SNAPSHOT && random.nextInt(3) == 0 && !wholes.isEmpty()) {
      BookUpdate late = copy(wholes.peekLast());
      late.setReceivedAtMicros(nowMicros);
      return late;
    }
    BookUpdate whole = record(kind);
    int[] limits = {0, 20, 1_000};
    int limit = venue.window() > 0 ? venue.window() : limits[random.nextInt(limits.length)];
    whole.setDepthLimit(limit);
    whole.setBids(best(bids, limit));
    whole.setAsks(best(asks, limit));
    if (random.nextInt(4) == 0) {
      Collections.shuffle(whole.getBids(), random);
    }
    remember(wholes, whole);
    return copy(whole);
  }

  private void change(NavigableMap<Long, Long> side, int direction) {
    boolean near = random.nextInt(3) > 0;
    long ticks = 1L + random.nextInt(near ? 25 : REACH_TICKS);
    long price = (middle + direction * ticks) * TICK_E8;
    if (random.nextInt(10) < 3) {
      side.remove(price);
    } else {
      side.put(price, (1L + random.nextInt(500_000)) * LOT_E8);
    }
  }

  private BookUpdate record(BookUpdateKind kind) {
    boolean sequenced = venue.sequencing() != Sequencing.UNSEQUENCED;
    return BookUpdate.newBuilder()
        .setVenue("VENUE")
        .setInstrument("BTC-USDT")
        .setKind(kind)
        .setSequencing(venue.sequencing())
        .setFirstSequence(-1)
        .setLastSequence(sequenced ? sequence : -1)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(nowMicros + 1_270_000)
        .setContract(venue.contract())
        .setContractSizeE8(venue.contractSizeE8())
        .setDepthLimit(0)
        .setChecksum(sequenced ? -1 : checksum())
        .setPriceDecimals(2)
        .setQuantityDecimals(3)
        .setBids(new ArrayList<>())
        .setAsks(new ArrayList<>())
        .setEventId(EVENT_ID)
        .build();
  }

  private NavigableMap<Long, Long> window(NavigableMap<Long, Long> side) {
    NavigableMap<Long, Long> result = new TreeMap<>(side.comparator());
    best(side, venue.window()).forEach(l -> result.put(l.getPriceE8(), l.getQuantityE8()));
    return result;
  }

  /** Levels that left the window are not mentioned, as with Kraken. */
  private static List<BookLevel> difference(
      Map<Long, Long> before, Map<Long, Long> after, Map<Long, Long> all) {
    List<BookLevel> levels = new ArrayList<>();
    after.forEach(
        (price, quantity) -> {
          if (!quantity.equals(before.get(price))) {
            levels.add(new BookLevel(price, quantity));
          }
        });
    before.forEach(
        (price, quantity) -> {
          if (!all.containsKey(price)) {
            levels.add(new BookLevel(price, 0L));
          }
        });
    return levels;
  }

  private static List<BookLevel> best(NavigableMap<Long, Long> side, int limit) {
    List<BookLevel> levels = new ArrayList<>();
    for (Map.Entry<Long, Long> each : side.entrySet()) {
      if (limit > 0 && levels.size() == limit) {
        break;
      }
      levels.add(new BookLevel(each.getKey(), each.getValue()));
    }
    return levels;
  }

  private long checksum() {
    StringBuilder text = new StringBuilder();
    for (NavigableMap<Long, Long> side : List.of(asks, bids)) {
      for (BookLevel level : best(side, 10)) {
        text.append(level.getPriceE8() / TICK_E8).append(level.getQuantityE8() / LOT_E8);
      }
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  private static void remember(ArrayDeque<BookUpdate> earlier, BookUpdate update) {
    earlier.addLast(update);
    if (earlier.size() > HISTORY) {
      earlier.removeFirst();
    }
  }

  private static BookUpdate copy(BookUpdate update) {
    return BookUpdate.newBuilder(update).build();
  }
}
