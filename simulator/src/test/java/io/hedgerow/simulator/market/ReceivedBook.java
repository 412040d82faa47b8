package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** A receiver as naive as can be: what a book of the contract must give by its written rules. */
final class ReceivedBook {

  private final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  private final TreeMap<Long, Long> asks = new TreeMap<>();
  private long applied = -1;

  /** Whether the update continues the book; it is applied only then. */
  boolean apply(BookUpdate update) {
    boolean whole = update.getKind() != BookUpdateKind.DELTA;
    if (whole) {
      bids.clear();
      asks.clear();
    } else if (!continues(update)) {
      return false;
    }
    change(bids, update.getBids());
    change(asks, update.getAsks());
    cut(bids, update.getDepthLimit());
    cut(asks, update.getDepthLimit());
    applied = update.getLastSequence();
    return update.getChecksum() == -1 || update.getChecksum() == checksum(update);
  }

  void assertNotCrossed() {
    assertThat(bids).isNotEmpty();
    assertThat(asks).isNotEmpty();
    assertThat(bids.firstKey()).isLessThan(asks.firstKey());
  }

  int levels() {
    return bids.size() + asks.size();
  }

  long bestBidE8() {
    return bids.firstKey();
  }

  /** Of all levels on both sides. */
  long quantityE8() {
    return sum(bids) + sum(asks);
  }

  private static long sum(Map<Long, Long> side) {
    return side.values().stream().mapToLong(quantityE8 -> quantityE8).sum();
  }

  private boolean continues(BookUpdate update) {
    return switch (update.getSequencing()) {
      case RANGE ->
          update.getFirstSequence() <= applied + 1 && applied + 1 <= update.getLastSequence();
      case LINKED -> update.getPreviousSequence() == applied;
      case UNSEQUENCED -> true;
    };
  }

  private long checksum(BookUpdate update) {
    StringBuilder text = new StringBuilder();
    for (TreeMap<Long, Long> side : List.of(asks, bids)) {
      side.entrySet().stream()
          .limit(10)
          .forEach(
              level ->
                  text.append(digits(level.getKey(), update.getPriceDecimals()))
                      .append(digits(level.getValue(), update.getQuantityDecimals())));
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  private static long digits(long valueE8, int decimals) {
    long unit = Math.round(StrictMath.pow(10, 8 - decimals));
    assertThat(valueE8 % unit).as("%d has more than %d decimals", valueE8, decimals).isZero();
    return valueE8 / unit;
  }

  private static void change(Map<Long, Long> side, List<BookLevel> levels) {
    for (BookLevel level : levels) {
      if (level.getQuantityE8() == 0) {
        side.remove(level.getPriceE8());
      } else {
        side.put(level.getPriceE8(), level.getQuantityE8());
      }
    }
  }

  private static void cut(NavigableMap<Long, Long> side, int limit) {
    while (limit > 0 && side.size() > limit) {
      side.pollLastEntry();
    }
  }
}
