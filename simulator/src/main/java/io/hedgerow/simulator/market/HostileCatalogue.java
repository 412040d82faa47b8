package io.hedgerow.simulator.market;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.HostileInput.Message;
import io.hedgerow.simulator.market.HostileInput.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Builds the hostile inputs, each on a book of its own. */
final class HostileCatalogue {

  private static final String VENUE = "SIM-HOSTILE";
  private static final int UNKNOWN_SCHEMA_ID = 0x7fff_fff0;
  private static final long SEQUENCE = 100;
  private static final long BID_E8 = 99 * E8.ONE;
  private static final long ASK_E8 = 101 * E8.ONE;
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long YEAR_1990_MICROS = 631_152_000_000_000L;

  private final long nowMicros;
  private final List<HostileInput> all = new ArrayList<>();

  HostileCatalogue(long nowMicros) {
    this.nowMicros = nowMicros;
  }

  List<HostileInput> all() {
    bytes();
    fields();
    books();
    return List.copyOf(all);
  }

  private void bytes() {
    dead("null-value", DeadLetterReason.NULL_VALUE, value -> null);
    dead("empty-value", DeadLetterReason.NOT_FRAMED, value -> new byte[0]);
    dead("foreign-bytes", DeadLetterReason.NOT_FRAMED, value -> "{\"price\": 1}".getBytes(UTF_8));
    dead("unknown-schema-id", DeadLetterReason.UNKNOWN_SCHEMA_ID, HostileCatalogue::unknownId);
    dead(
        "truncated",
        DeadLetterReason.MALFORMED,
        value -> Arrays.copyOf(value, value.length - value.length / 3));
    dead(
        "left-over-bytes",
        DeadLetterReason.MALFORMED,
        value -> Arrays.copyOf(value, value.length + 1));
    dead(
        "oversize",
        DeadLetterReason.OVERSIZE,
        value -> Arrays.copyOf(value, RecordCodec.MAX_RECORD_BYTES + 1));
    String name = "trade-among-books";
    Message trade = new Message(key(name), encode(trade(instrument(name))));
    add(name, List.of(trade), new Outcome.DeadLetter(DeadLetterReason.FOREIGN_RECORD_TYPE));
  }

  private void fields() {
    field("negative-price", DeadLetterReason.PRICE_NOT_POSITIVE, b -> price(b, -BID_E8));
    field("zero-price", DeadLetterReason.PRICE_NOT_POSITIVE, b -> price(b, 0));
    field("negative-quantity", DeadLetterReason.QUANTITY_NEGATIVE, b -> quantity(b, -1));
    field("quantity-overflow", DeadLetterReason.OUT_OF_RANGE, b -> quantity(b, Long.MAX_VALUE));
    field(
        "future-time",
        DeadLetterReason.IMPOSSIBLE_TIME,
        b -> b.setReceivedAtMicros(nowMicros + HOUR_MICROS));
    field(
        "time-before-2000",
        DeadLetterReason.IMPOSSIBLE_TIME,
        b -> b.setReceivedAtMicros(YEAR_1990_MICROS));
    String name = "key-of-another-book";
    BookUpdate update = whole(name, SEQUENCE);
    Message message = new Message("SIM-HOSTILE|SOMETHING-ELSE".getBytes(UTF_8), encode(update));
    add(name, List.of(message), new Outcome.DeadLetter(DeadLetterReason.WRONG_KEY));
  }

  private void books() {
    String crossed = "crossed-snapshot";
    BookUpdate snapshot = whole(crossed, SEQUENCE);
    price(snapshot, ASK_E8 + E8.ONE);
    book(crossed, BookValidity.CROSSED, BookReason.CROSSED_BOOK, snapshot);

    String before = "delta-before-snapshot";
    book(
        before,
        BookValidity.RESYNC,
        BookReason.AWAITING_SNAPSHOT,
        delta(before, SEQUENCE + 1, SEQUENCE + 2));

    String gap = "sequence-gap";
    book(
        gap,
        BookValidity.GAP,
        BookReason.SEQUENCE_GAP,
        whole(gap, SEQUENCE),
        delta(gap, SEQUENCE + 1, SEQUENCE + 2),
        delta(gap, SEQUENCE + 4, SEQUENCE + 5));

    String twice = "duplicate-delta";
    book(
        twice,
        BookValidity.LIVE,
        BookReason.NONE,
        whole(twice, SEQUENCE),
        delta(twice, SEQUENCE + 1, SEQUENCE + 2),
        delta(twice, SEQUENCE + 1, SEQUENCE + 2));

    String late = "delta-out-of-order";
    book(
        late,
        BookValidity.LIVE,
        BookReason.NONE,
        whole(late, SEQUENCE),
        delta(late, SEQUENCE + 1, SEQUENCE + 2),
        delta(late, SEQUENCE + 3, SEQUENCE + 4),
        delta(late, SEQUENCE + 1, SEQUENCE + 2));
  }

  private interface Damage {
    byte[] to(byte[] value);
  }

  private void dead(String name, DeadLetterReason reason, Damage damage) {
    BookUpdate update = whole(name, SEQUENCE);
    Message message = new Message(key(name), damage.to(encode(update)));
    add(name, List.of(message), new Outcome.DeadLetter(reason));
  }

  private void field(String name, DeadLetterReason reason, Consumer<BookUpdate> damage) {
    BookUpdate update = whole(name, SEQUENCE);
    damage.accept(update);
    Message message = new Message(key(name), encode(update));
    add(name, List.of(message), new Outcome.DeadLetter(reason));
  }

  private void book(String name, BookValidity validity, BookReason reason, BookUpdate... updates) {
    List<Message> messages =
        Arrays.stream(updates).map(update -> new Message(key(name), encode(update))).toList();
    add(name, messages, new Outcome.Book(validity, reason));
  }

  private void add(String name, List<Message> messages, Outcome outcome) {
    all.add(new HostileInput(name, Topic.MARKET_BOOKS, messages, outcome));
  }

  private BookUpdate whole(String name, long sequence) {
    return update(name, BookUpdateKind.SNAPSHOT, -1, sequence);
  }

  private BookUpdate delta(String name, long first, long last) {
    return update(name, BookUpdateKind.DELTA, first, last);
  }

  private BookUpdate update(String name, BookUpdateKind kind, long first, long last) {
    return BookUpdate.newBuilder()
        .setVenue(VENUE)
        .setInstrument(instrument(name))
        .setKind(kind)
        .setSequencing(Sequencing.RANGE)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(nowMicros)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(E8.ONE)
        .setDepthLimit(0)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(new ArrayList<>(List.of(new BookLevel(BID_E8, E8.ONE))))
        .setAsks(new ArrayList<>(List.of(new BookLevel(ASK_E8, E8.ONE))))
        .setEventId(EventIds.of("Hostile " + kind, name, first, last))
        .build();
  }

  private Trade trade(String instrument) {
    return Trade.newBuilder()
        .setVenue(VENUE)
        .setInstrument(instrument)
        .setTradeId("1")
        .setPriceE8(BID_E8)
        .setQuantityE8(E8.ONE)
        .setAggressor(Aggressor.BUY)
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(nowMicros)
        .setEventId(EventIds.of("Trade", instrument, 1))
        .build();
  }

  private static byte[] unknownId(byte[] value) {
    byte[] copy = value.clone();
    copy[1] = (byte) (UNKNOWN_SCHEMA_ID >>> 24);
    copy[2] = (byte) (UNKNOWN_SCHEMA_ID >>> 16);
    copy[3] = (byte) (UNKNOWN_SCHEMA_ID >>> 8);
    copy[4] = (byte) UNKNOWN_SCHEMA_ID;
    return copy;
  }

  private static void price(BookUpdate update, long priceE8) {
    update.getBids().get(0).setPriceE8(priceE8);
  }

  private static void quantity(BookUpdate update, long quantityE8) {
    update.getBids().get(0).setQuantityE8(quantityE8);
  }

  private static String instrument(String name) {
    return name.toUpperCase(Locale.ROOT);
  }

  private static byte[] key(String name) {
    return InstrumentKey.of(VENUE, instrument(name)).getBytes(UTF_8);
  }

  private static byte[] encode(SpecificRecord record) {
    return RecordCodec.encode(record);
  }
}
