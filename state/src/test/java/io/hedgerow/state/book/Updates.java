package io.hedgerow.state.book;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.wire.BookUpdateReader;
import java.util.ArrayList;
import java.util.List;

/** Book updates in the words of a test. Prices and quantities are decimals times 10^8. */
final class Updates {

  static final String KEY = "BINANCE-USDM|BTC-USDT-PERP";
  static final long ONE = 100_000_000L;
  static final long START_MICROS = 1_723_161_255_000_000L;

  private final BookUpdate update;

  private Updates(BookUpdateKind kind, Sequencing sequencing, long first, long last, long before) {
    update =
        BookUpdate.newBuilder()
            .setVenue("BINANCE-USDM")
            .setInstrument("BTC-USDT-PERP")
            .setKind(kind)
            .setSequencing(sequencing)
            .setFirstSequence(first)
            .setLastSequence(last)
            .setPreviousSequence(before)
            .setReceivedAtMicros(START_MICROS + Math.max(last, 0))
            .setVenueTimeMicros(START_MICROS + Math.max(last, 0) + 1_270_000)
            .setContract(Contract.LINEAR)
            .setContractSizeE8(ONE)
            .setDepthLimit(0)
            .setChecksum(-1)
            .setPriceDecimals(0)
            .setQuantityDecimals(0)
            .setBids(new ArrayList<>())
            .setAsks(new ArrayList<>())
            .setEventId("0123456789abcdef0123456789abcdef")
            .build();
  }

  static Updates snapshot(long sequence) {
    return new Updates(BookUpdateKind.SNAPSHOT, Sequencing.RANGE, -1, sequence, -1);
  }

  static Updates restart(long sequence) {
    return new Updates(BookUpdateKind.RESTART, Sequencing.RANGE, -1, sequence, -1);
  }

  static Updates delta(long first, long last) {
    return new Updates(BookUpdateKind.DELTA, Sequencing.RANGE, first, last, -1);
  }

  static Updates linked(long previous, long last) {
    return new Updates(BookUpdateKind.DELTA, Sequencing.LINKED, previous + 1, last, previous);
  }

  static Updates unsequenced(BookUpdateKind kind, long receivedAfterMicros) {
    return new Updates(kind, Sequencing.UNSEQUENCED, -1, -1, -1)
        .receivedAt(START_MICROS + receivedAfterMicros);
  }

  Updates bid(double price, double quantity) {
    update.getBids().add(new BookLevel(e8(price), e8(quantity)));
    return this;
  }

  Updates ask(double price, double quantity) {
    update.getAsks().add(new BookLevel(e8(price), e8(quantity)));
    return this;
  }

  Updates bids(List<BookLevel> levels) {
    update.getBids().addAll(levels);
    return this;
  }

  Updates asks(List<BookLevel> levels) {
    update.getAsks().addAll(levels);
    return this;
  }

  Updates receivedAt(long micros) {
    update.setReceivedAtMicros(micros);
    return this;
  }

  Updates contract(Contract contract, double size) {
    update.setContract(contract);
    update.setContractSizeE8(e8(size));
    return this;
  }

  Updates depthLimit(int levels) {
    update.setDepthLimit(levels);
    return this;
  }

  Updates checksum(long checksum, int priceDecimals, int quantityDecimals) {
    update.setChecksum(checksum);
    update.setPriceDecimals(priceDecimals);
    update.setQuantityDecimals(quantityDecimals);
    return this;
  }

  BookOutcome applyTo(Book book, long offset) {
    return book.apply(new BookUpdateReader().wrap(RecordCodec.encode(update)), offset);
  }

  /** Test values are short decimals, which a double holds well enough to be rounded back. */
  static long e8(double decimal) {
    return Math.round(decimal * ONE);
  }
}
