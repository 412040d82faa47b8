package io.hedgerow.state.book;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/** The rules of {@link Book} with tree maps, lists, records and big integers, to compare with. */
final class NaiveBook {

  private static final BigInteger E8 = BigInteger.TEN.pow(8);
  private static final BigInteger E16 = BigInteger.TEN.pow(16);
  private static final BigInteger LONG_LIMIT = BigInteger.ONE.shiftLeft(63);

  /** A side, best first, and down to which price it is known; null: to the end. */
  private static final class Side {
    final boolean bids;
    final NavigableMap<Long, Long> levels;
    Long covered;
    int trimAbove;

    Side(boolean bids) {
      this.bids = bids;
      Comparator<Long> upward = Comparator.naturalOrder();
      levels = new TreeMap<>(bids ? upward.reversed() : upward);
    }

    void clear() {
      levels.clear();
      covered = null;
      trimAbove = 0;
    }

    void set(BookLevel level) {
      if (level.getQuantityE8() == 0) {
        levels.remove(level.getPriceE8());
      } else {
        levels.put(level.getPriceE8(), level.getQuantityE8());
      }
    }

    boolean isBeyond(long price, long limit) {
      return bids ? price < limit : price > limit;
    }

    void cover(long price) {
      if (covered == null || isBeyond(covered, price)) {
        covered = price;
      }
    }

    void truncate(int limit) {
      while (levels.size() > limit) {
        levels.pollLastEntry();
      }
      if (levels.size() == limit) {
        covered = levels.lastKey();
      }
    }

    void trim(BookLimits limits) {
      int soft = limits.maxLevelsPerSide() / 2;
      if (levels.size() <= Math.max(soft, trimAbove)) {
        return;
      }
      int before = levels.size();
      long best = levels.firstKey();
      long band =
          BigInteger.valueOf(best)
              .multiply(BigInteger.valueOf(limits.bandPpm()))
              .divide(BigInteger.valueOf(1_000_000))
              .longValueExact();
      long edge = bids ? best - band : best + band;
      int keep = before;
      if (before > limits.maxLevelsPerSide()) {
        keep = limits.maxLevelsPerSide() - soft / 8;
      }
      while (levels.size() > keep || isBeyond(levels.lastKey(), edge)) {
        levels.pollLastEntry();
      }
      if (levels.size() < before) {
        cover(levels.lastKey());
      }
      trimAbove = levels.size() + soft / 8;
    }
  }

  private final String key;
  private final BookLimits limits;
  private final Side bids = new Side(true);
  private final Side asks = new Side(false);
  private final List<BookUpdate> waiting = new ArrayList<>();
  private long missedThrough = -1;
  private long missedAt = -1;

  private BookValidity validity = BookValidity.RESYNC;
  private BookReason reason = BookReason.AWAITING_SNAPSHOT;
  private boolean hadWhole;
  private boolean joined;
  private long sequence = -1;
  private long offset = -1;
  private long receivedAt = -1;
  private long venueTime = -1;
  private long inputAt = -1;
  private long restartedAt = -1;
  private Contract contract = Contract.LINEAR;
  private long contractSize = 100_000_000L;

  NaiveBook(String key, BookLimits limits) {
    this.key = key;
    this.limits = limits;
  }

  BookOutcome apply(BookUpdate update, long atOffset) {
    return update.getKind() == BookUpdateKind.DELTA
        ? delta(update, atOffset)
        : whole(update, atOffset);
  }

  boolean goStale(BookReason cause) {
    if (validity != BookValidity.LIVE) {
      return false;
    }
    validity = BookValidity.STALE;
    reason = cause;
    return true;
  }

  private boolean usable() {
    return validity == BookValidity.LIVE || validity == BookValidity.STALE;
  }

  private BookOutcome delta(BookUpdate delta, long atOffset) {
    boolean sequenced = delta.getSequencing() != Sequencing.UNSEQUENCED;
    if (!usable()) {
      if (sequenced && !keep(delta)) {
        return BookOutcome.DUPLICATE;
      }
      if (offset == -1) {
        note(delta, atOffset);
        return BookOutcome.INVALIDATED;
      }
      inputAt = Math.max(inputAt, delta.getReceivedAtMicros());
      return sequenced ? BookOutcome.BUFFERED : BookOutcome.DROPPED;
    }
    if (isOld(delta, sequence) || (!sequenced && delta.getReceivedAtMicros() < receivedAt)) {
      return BookOutcome.DUPLICATE;
    }
    if (!continues(delta, sequence, joined)) {
      discard(BookValidity.GAP, BookReason.SEQUENCE_GAP);
      keep(delta);
      note(delta, atOffset);
      return BookOutcome.INVALIDATED;
    }
    boolean wasStale = validity == BookValidity.STALE;
    note(delta, atOffset);
    if (!take(delta)) {
      if (sequenced) {
        keep(delta);
      }
      return BookOutcome.INVALIDATED;
    }
    validity = BookValidity.LIVE;
    reason = BookReason.NONE;
    return wasStale ? BookOutcome.RECOVERED : BookOutcome.APPLIED;
  }

  private BookOutcome whole(BookUpdate whole, long atOffset) {
    if (whole.getKind() == BookUpdateKind.RESTART) {
      if (whole.getReceivedAtMicros() <= restartedAt) {
        return BookOutcome.DUPLICATE;
      }
      restartedAt = whole.getReceivedAtMicros();
      waiting.clear();
      missedThrough = -1;
      missedAt = -1;
    } else if (isOldSnapshot(whole)) {
      return BookOutcome.DUPLICATE;
    }
    final boolean wasLive = validity == BookValidity.LIVE;
    bids.clear();
    asks.clear();
    whole.getBids().forEach(bids::set);
    whole.getAsks().forEach(asks::set);
    int limit = whole.getDepthLimit();
    if (limit > 0 && bids.levels.size() >= limit) {
      bids.cover(bids.levels.lastKey());
    }
    if (limit > 0 && asks.levels.size() >= limit) {
      asks.cover(asks.levels.lastKey());
    }
    hadWhole = true;
    joined = false;
    contract = whole.getContract();
    contractSize = whole.getContractSizeE8();
    sequence = whole.getLastSequence();
    validity = BookValidity.LIVE;
    reason = BookReason.NONE;
    note(whole, atOffset);
    if (!inspect(whole)) {
      miss(whole);
      return BookOutcome.INVALIDATED;
    }
    while (!waiting.isEmpty()) {
      BookUpdate next = waiting.get(0);
      if (!isOld(next, sequence)) {
        if (!continues(next, sequence, joined)) {
          if (isMuchLater(whole, waiting.get(waiting.size() - 1).getReceivedAtMicros())) {
            waiting.clear();
            missedThrough = -1;
            missedAt = -1;
            return BookOutcome.RECOVERED;
          }
          discard(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);
          return BookOutcome.INVALIDATED;
        }
        if (!take(next)) {
          return BookOutcome.INVALIDATED;
        }
        note(next, atOffset);
      }
      waiting.remove(0);
    }
    if (sequence < missedThrough && !isMuchLater(whole, missedAt)) {
      discard(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);
      return BookOutcome.INVALIDATED;
    }
    missedThrough = -1;
    missedAt = -1;
    return wasLive ? BookOutcome.APPLIED : BookOutcome.RECOVERED;
  }

  private boolean isOldSnapshot(BookUpdate whole) {
    if (!hadWhole || (!usable() && whole.getSequencing() != Sequencing.UNSEQUENCED)) {
      return false;
    }
    if (whole.getLastSequence() == -1 || sequence == -1) {
      return whole.getReceivedAtMicros() <= receivedAt;
    }
    if (whole.getReceivedAtMicros() - inputAt >= 10_000_000) {
      return false;
    }
    return whole.getLastSequence() <= sequence;
  }

  private static boolean isOld(BookUpdate delta, long applied) {
    return switch (delta.getSequencing()) {
      case RANGE -> delta.getLastSequence() <= applied;
      case LINKED -> delta.getPreviousSequence() != applied && delta.getLastSequence() <= applied;
      case UNSEQUENCED -> false;
    };
  }

  private static boolean continues(BookUpdate delta, long applied, boolean joined) {
    long last = delta.getLastSequence();
    return switch (delta.getSequencing()) {
      case RANGE -> delta.getFirstSequence() <= applied + 1 && applied + 1 <= last;
      case LINKED ->
          delta.getPreviousSequence() == applied
              || (!joined && delta.getPreviousSequence() <= applied && applied < last);
      case UNSEQUENCED -> true;
    };
  }

  private boolean keep(BookUpdate delta) {
    if (!waiting.isEmpty()) {
      BookUpdate newest = waiting.get(waiting.size() - 1);
      boolean sameKind = newest.getSequencing() == delta.getSequencing();
      boolean old = sameKind && isOld(delta, newest.getLastSequence());
      if (old && !isMuchLater(delta, newest.getReceivedAtMicros())) {
        return false;
      }
      if (old || !sameKind || !continues(delta, newest.getLastSequence(), true)) {
        waiting.clear();
      }
    }
    waiting.add(delta);
    while (waiting.stream().mapToInt(NaiveBook::cost).sum() > limits.maxBufferedLevels()) {
      miss(waiting.remove(0));
    }
    return true;
  }

  private void miss(BookUpdate update) {
    missedThrough = Math.max(missedThrough, update.getLastSequence());
    missedAt = Math.max(missedAt, update.getReceivedAtMicros());
  }

  private static boolean isMuchLater(BookUpdate update, long than) {
    return update.getReceivedAtMicros() - than >= 10_000_000;
  }

  private static int cost(BookUpdate delta) {
    return delta.getBids().size() + delta.getAsks().size() + WaitingDeltas.LEVELS_PER_DELTA;
  }

  private boolean take(BookUpdate delta) {
    if (delta.getContract() != contract || delta.getContractSizeE8() != contractSize) {
      discard(BookValidity.GAP, BookReason.CONTRACT_CHANGED);
      return false;
    }
    delta.getBids().forEach(bids::set);
    delta.getAsks().forEach(asks::set);
    if (delta.getDepthLimit() > 0) {
      bids.truncate(delta.getDepthLimit());
      asks.truncate(delta.getDepthLimit());
    }
    sequence = delta.getLastSequence();
    joined = true;
    return inspect(delta);
  }

  private boolean inspect(BookUpdate update) {
    if (update.getChecksum() >= 0
        && update.getChecksum()
            != checksum(update.getPriceDecimals(), update.getQuantityDecimals())) {
      discard(BookValidity.GAP, BookReason.CHECKSUM_MISMATCH);
      return false;
    }
    if (!bids.levels.isEmpty()
        && !asks.levels.isEmpty()
        && bids.levels.firstKey() >= asks.levels.firstKey()) {
      discard(BookValidity.CROSSED, BookReason.CROSSED_BOOK);
      return false;
    }
    bids.trim(limits);
    asks.trim(limits);
    if (totals(bids).compareTo(LONG_LIMIT) >= 0 || totals(asks).compareTo(LONG_LIMIT) >= 0) {
      discard(BookValidity.GAP, BookReason.NUMERIC_OVERFLOW);
      return false;
    }
    return true;
  }

  /** The larger of the side's total base and notional, for LINEAR contracts. */
  private BigInteger totals(Side side) {
    BigInteger base = BigInteger.ZERO;
    BigInteger notional = BigInteger.ZERO;
    for (Map.Entry<Long, Long> level : side.levels.entrySet()) {
      BigInteger amount = big(level.getValue()).multiply(big(contractSize));
      base = base.add(amount);
      notional = notional.add(amount.multiply(big(level.getKey())));
    }
    return contract == Contract.INVERSE
        ? base.divide(E8)
        : base.divide(E8).max(notional.divide(E16));
  }

  long checksum(int priceDecimals, int quantityDecimals) {
    StringBuilder text = new StringBuilder();
    for (Side side : List.of(asks, bids)) {
      side.levels.entrySet().stream()
          .limit(10)
          .forEach(
              level ->
                  text.append(digits(level.getKey(), priceDecimals))
                      .append(digits(level.getValue(), quantityDecimals)));
    }
    CRC32 crc = new CRC32();
    crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
    return crc.getValue();
  }

  private static String digits(long valueE8, int decimals) {
    long digits = valueE8 / BigInteger.TEN.pow(8 - decimals).longValueExact();
    return digits == 0 ? "" : Long.toString(digits);
  }

  private void discard(BookValidity newValidity, BookReason newReason) {
    bids.clear();
    asks.clear();
    validity = newValidity;
    reason = newReason;
  }

  private void note(BookUpdate update, long atOffset) {
    offset = atOffset;
    inputAt = Math.max(inputAt, update.getReceivedAtMicros());
    if (update.getReceivedAtMicros() >= receivedAt) {
      receivedAt = update.getReceivedAtMicros();
      venueTime = update.getVenueTimeMicros();
    }
  }

  BookValidity validity() {
    return validity;
  }

  long receivedAtMicros() {
    return inputAt;
  }

  DepthView view() {
    boolean live = validity == BookValidity.LIVE;
    int staleness = reason == BookReason.NO_INPUT ? 1 : reason == BookReason.CLOCK_STOPPED ? 2 : 0;
    long version = offset * 4 + staleness;
    Map.Entry<Long, Long> bid = live ? bids.levels.firstEntry() : null;
    Map.Entry<Long, Long> ask = live ? asks.levels.firstEntry() : null;
    long reference = bid == null || ask == null ? 0 : (bid.getKey() + ask.getKey()) / 2;
    long width = ppm(reference, limits.boundPpm());
    return new DepthView(
        key.split("\\|")[0],
        key.split("\\|")[1],
        version,
        validity,
        reason,
        sequence,
        receivedAt,
        venueTime,
        reference,
        limits.boundPpm(),
        bid == null ? 0 : bid.getKey(),
        bid == null ? 0 : bid.getValue(),
        ask == null ? 0 : ask.getKey(),
        ask == null ? 0 : ask.getValue(),
        reference > 0 && isKnownTo(bids, reference - width),
        reference > 0 && isKnownTo(asks, reference + width),
        reference == 0 ? List.of() : depth(bids, reference, reference - width),
        reference == 0 ? List.of() : depth(asks, reference, reference + width),
        EventIds.of("depth", key, version));
  }

  private static boolean isKnownTo(Side side, long bound) {
    return side.covered == null || !side.isBeyond(bound, side.covered);
  }

  private List<DepthLevel> depth(Side side, long reference, long bound) {
    List<Long> inside = new ArrayList<>(side.levels.headMap(bound, true).keySet());
    long step = Math.max(1, ppm(reference, limits.stepPpm()));
    List<DepthLevel> entries = new ArrayList<>();
    for (int i = 0; i < inside.size(); i++) {
      boolean last = i == inside.size() - 1;
      boolean exact = i < limits.exactLevels();
      boolean endsStep =
          !last
              && Math.abs(inside.get(i) - reference) / step
                  != Math.abs(inside.get(i + 1) - reference) / step;
      if (last || exact || endsStep) {
        entries.add(entry(side, inside.subList(0, i + 1)));
      }
    }
    return entries;
  }

  private DepthLevel entry(Side side, List<Long> prices) {
    BigInteger base16 = BigInteger.ZERO;
    BigInteger notional = BigInteger.ZERO;
    BigInteger turnover = BigInteger.ZERO;
    BigInteger quantity = BigInteger.ZERO;
    for (long price : prices) {
      BigInteger amount = big(side.levels.get(price)).multiply(big(contractSize));
      quantity = quantity.add(big(side.levels.get(price)));
      turnover = turnover.add(big(side.levels.get(price)).multiply(big(price)));
      notional = notional.add(amount);
      base16 = base16.add(amount.multiply(E8).divide(big(price)));
    }
    long price = prices.get(prices.size() - 1);
    if (contract == Contract.LINEAR) {
      return new DepthLevel(
          price,
          quantity.multiply(big(contractSize)).divide(E8).longValueExact(),
          turnover.multiply(big(contractSize)).divide(E16).longValueExact(),
          ratio(turnover, quantity, !side.bids));
    }
    BigInteger divisor = side.bids ? base16.add(big(prices.size())) : base16;
    long vwap = ratio(notional.multiply(E8), divisor, !side.bids);
    return new DepthLevel(
        price,
        base16.divide(E8).longValueExact(),
        notional.divide(E8).longValueExact(),
        side.bids ? Math.max(vwap, price) : Math.min(vwap, price));
  }

  private static long ratio(BigInteger a, BigInteger b, boolean up) {
    BigInteger[] parts = a.divideAndRemainder(b);
    return parts[0].longValueExact() + (up && parts[1].signum() != 0 ? 1 : 0);
  }

  private static long ppm(long value, int parts) {
    return big(value).multiply(big(parts)).divide(BigInteger.valueOf(1_000_000)).longValueExact();
  }

  private static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }
}
