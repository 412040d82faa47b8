package io.hedgerow.simulator.market;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;

/**
 * The book of one instrument at its venue, prices counted in ticks: every bid is below the middle
 * and every ask above it, so that it is never crossed. For one thread.
 */
final class SimulatedBook {

  /** What a message says: the new quantity at each changed price; 0: gone. */
  record Change(NavigableMap<Long, Long> bids, NavigableMap<Long, Long> asks) {

    static Change none() {
      return new Change(new TreeMap<>(Comparator.reverseOrder()), new TreeMap<>());
    }

    int levels() {
      return bids.size() + asks.size();
    }

    /** Also says these levels, as they are quoted. */
    void say(Change levels, Quoting quoting) {
      levels.bids.forEach((ticks, lots) -> bids.put(quoting.ticks(ticks), quoting.lots(lots)));
      levels.asks.forEach((ticks, lots) -> asks.put(quoting.ticks(ticks), quoting.lots(lots)));
    }

    /** Also says that these levels, as they were quoted, are gone. */
    void takeBack(Change levels, Quoting quoting) {
      levels.bids.forEach((ticks, lots) -> bids.put(quoting.ticks(ticks), 0L));
      levels.asks.forEach((ticks, lots) -> asks.put(quoting.ticks(ticks), 0L));
    }
  }

  private static final int LARGEST_QUANTITY_LOTS = 5_000;

  /** One change in so many takes a level away. */
  private static final int REMOVE_ONE_IN = 6;

  private static final int CHECKSUM_LEVELS = 10;

  private final RandomGenerator random;
  private final int levels;
  private final boolean receiverCuts;
  private final NavigableMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<Long, Long> asks = new TreeMap<>();

  /**
   * @param levels per side
   * @param receiverCuts whether levels beyond that fall off in silence, as under a depth limit
   */
  SimulatedBook(RandomGenerator random, int levels, boolean receiverCuts, long middleTicks) {
    this.random = random;
    this.levels = levels;
    this.receiverCuts = receiverCuts;
    refill(bids, new TreeMap<>(), middleTicks, -1);
    refill(asks, new TreeMap<>(), middleTicks, 1);
  }

  /** Quantities in lots by price in ticks, best first. */
  NavigableMap<Long, Long> bids() {
    return bids;
  }

  /** Quantities in lots by price in ticks, best first. */
  NavigableMap<Long, Long> asks() {
    return asks;
  }

  /** All levels, as they are while it is not moved. */
  Change whole() {
    return new Change(bids, asks);
  }

  /** Moves the middle, changes about so many levels, and says what has changed. */
  Change move(long middleTicks, int changes) {
    Change change = Change.none();
    clearAcross(bids, change.bids(), middleTicks, -1);
    clearAcross(asks, change.asks(), middleTicks, 1);
    for (int i = change.levels(); i < changes; i++) {
      if (random.nextBoolean()) {
        touch(bids, change.bids(), middleTicks, -1);
      } else {
        touch(asks, change.asks(), middleTicks, 1);
      }
    }
    settle(bids, change.bids(), middleTicks, -1);
    settle(asks, change.asks(), middleTicks, 1);
    return change;
  }

  /**
   * Kraken's checksum: prices and quantities of the ten best asks, then bids, as digits without the
   * decimal point.
   */
  long checksum(long unitsPerTick, Quoting quoting) {
    StringBuilder digits = new StringBuilder();
    for (NavigableMap<Long, Long> side : List.of(asks, bids)) {
      side.entrySet().stream()
          .limit(CHECKSUM_LEVELS)
          .forEach(
              level ->
                  digits
                      .append(quoting.ticks(level.getKey()) * unitsPerTick)
                      .append(quoting.lots(level.getValue())));
    }
    CRC32 crc = new CRC32();
    crc.update(digits.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  /** Takes away what the moved middle has run over. */
  private static void clearAcross(
      NavigableMap<Long, Long> side, Map<Long, Long> changed, long middleTicks, int direction) {
    while (!side.isEmpty() && (side.firstKey() - middleTicks) * direction <= 0) {
      changed.put(side.pollFirstEntry().getKey(), 0L);
    }
  }

  /** Changes one level, near the touch more often than far from it. */
  private void touch(
      NavigableMap<Long, Long> side, Map<Long, Long> changed, long middleTicks, int direction) {
    int distance = 1 + Math.min(random.nextInt(levels), random.nextInt(levels));
    long price = middleTicks + (long) direction * distance;
    if (side.containsKey(price) && random.nextInt(REMOVE_ONE_IN) == 0) {
      side.remove(price);
      changed.put(price, 0L);
    } else {
      put(side, changed, price);
    }
  }

  private void settle(
      NavigableMap<Long, Long> side, Map<Long, Long> changed, long middleTicks, int direction) {
    refill(side, changed, middleTicks, direction);
    while (side.size() > levels) {
      long price = side.pollLastEntry().getKey();
      if (!receiverCuts) {
        changed.put(price, 0L);
      }
    }
  }

  /** Brings a side back to its number of levels: first next to the middle, then at its end. */
  private void refill(
      NavigableMap<Long, Long> side, Map<Long, Long> changed, long middleTicks, int direction) {
    if (!side.containsKey(middleTicks + direction)) {
      put(side, changed, middleTicks + direction);
    }
    while (side.size() < levels) {
      put(side, changed, side.lastKey() + direction);
    }
  }

  private void put(NavigableMap<Long, Long> side, Map<Long, Long> changed, long price) {
    long quantity = random.nextLong(1, LARGEST_QUANTITY_LOTS);
    side.put(price, quantity);
    changed.put(price, quantity);
  }
}
