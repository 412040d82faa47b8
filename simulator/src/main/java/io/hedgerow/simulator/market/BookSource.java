package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.market.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/** Book messages and trades of one instrument (NET-1). */
final class BookSource implements RecordSource {

  private static final long NONE = -1;
  private static final int TRADE_EVERY = 5;
  private static final int MICROS_PER_NANO_DIVISOR = 1_000;

  private final MarketSettings settings;
  private final SimulatedInstrument instrument;
  private final RandomGenerator random;
  private final VenueClock clock;
  private final PricePath path;
  private final Stress stress;
  private final SimulatedBook book;
  private long nextAtMicros;
  private long nextWholeBookMicros;
  private long sequence;
  private long messages;
  private long deltas;
  private Quoting quoting = Quoting.PLAIN;

  /** Spreads the losses: else every book would lose its delta at the same moment. */
  private final long faultPhase;

  BookSource(
      MarketSettings settings,
      SimulatedInstrument instrument,
      RandomGenerator random,
      PricePath path) {
    this.settings = settings;
    this.instrument = instrument;
    this.random = random;
    this.clock = new VenueClock(instrument.venue(), random);
    this.path = path;
    this.stress = settings.stress();
    this.faultPhase = Integer.toUnsignedLong(instrument.key().hashCode());
    SimulatedVenue.Book terms = instrument.venue().book();
    this.nextAtMicros = settings.startMicros() + random.nextLong(settings.bookIntervalMicros());
    this.nextWholeBookMicros = nextAtMicros;
    this.sequence = random.nextInt(1, 1_000_000);
    this.book =
        new SimulatedBook(
            random, terms.levels(), terms.depthLimit() > 0, middleTicks(settings.startMicros()));
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    messages++;
    if (nextAtMicros >= nextWholeBookMicros) {
      out.accept(wholeBook());
      nextWholeBookMicros += settings.wholeBookEvery().toNanos() / MICROS_PER_NANO_DIVISOR;
    } else {
      deltas++;
      BookUpdate delta = delta();
      if (!settings.faults().drops(deltas + faultPhase)) {
        out.accept(delta);
        if (settings.faults().repeats(deltas)) {
          out.accept(delta);
        }
      }
    }
    if (messages % TRADE_EVERY == 0) {
      out.accept(trade());
    }
    nextAtMicros += settings.bookIntervalMicros();
  }

  private BookUpdate wholeBook() {
    BookUpdateKind kind = instrument.venue().book().wholeBookKind();
    SimulatedBook.Change said = SimulatedBook.Change.none();
    said.say(book.whole(), quoting);
    return message(kind, NONE, sequenceOr(sequence), NONE, said);
  }

  private BookUpdate delta() {
    SimulatedBook.Change said = SimulatedBook.Change.none();
    Quoting next =
        stress
            .quoting(instrument, nextAtMicros, settings.bookIntervalMicros())
            .shifted(settings.faults().jumpTicks(instrument, nextAtMicros));
    boolean requoted = !next.equals(quoting);
    if (requoted) {
      said.takeBack(book.whole(), quoting);
    }
    quoting = next;
    SimulatedBook.Change change =
        book.move(middleTicks(nextAtMicros) + random.nextInt(-1, 2), settings.changedLevels());
    said.say(requoted ? book.whole() : change, quoting);
    long previous = sequence;
    return switch (instrument.venue().sequencing()) {
      case RANGE -> {
        sequence = previous + change.levels();
        yield message(BookUpdateKind.DELTA, previous + 1, sequence, NONE, said);
      }
      case LINKED -> {
        sequence = previous + random.nextInt(1, 4);
        yield message(BookUpdateKind.DELTA, sequence, sequence, previous, said);
      }
      case UNSEQUENCED -> message(BookUpdateKind.DELTA, NONE, NONE, NONE, said);
    };
  }

  private BookUpdate message(
      BookUpdateKind kind, long first, long last, long previous, SimulatedBook.Change said) {
    boolean summed = instrument.venue().sequencing() == Sequencing.UNSEQUENCED;
    return BookUpdate.newBuilder()
        .setVenue(instrument.venue().id())
        .setInstrument(instrument.name())
        .setKind(kind)
        .setSequencing(instrument.venue().sequencing())
        .setFirstSequence(first)
        .setLastSequence(last)
        .setPreviousSequence(previous)
        .setReceivedAtMicros(nextAtMicros)
        .setVenueTimeMicros(clock.venueTimeMicros(nextAtMicros))
        .setContract(Contract.LINEAR)
        .setContractSizeE8(instrument.contractSizeE8())
        .setDepthLimit(instrument.venue().book().depthLimit())
        .setChecksum(summed ? checksum() : NONE)
        .setPriceDecimals(summed ? instrument.asset().priceDecimals() : 0)
        .setQuantityDecimals(summed ? instrument.asset().quantityDecimals() : 0)
        .setBids(levels(said.bids()))
        .setAsks(levels(said.asks()))
        .setEventId(EventIds.of("BookUpdate", instrument.key(), messages))
        .build();
  }

  private Trade trade() {
    boolean buy = random.nextBoolean();
    Map.Entry<Long, Long> touch = buy ? book.asks().firstEntry() : book.bids().firstEntry();
    return Trade.newBuilder()
        .setVenue(instrument.venue().id())
        .setInstrument(instrument.name())
        .setTradeId(String.valueOf(messages))
        .setPriceE8(quoting.ticks(touch.getKey()) * instrument.asset().tickE8())
        .setQuantityE8(
            quoting.lots(random.nextLong(1, touch.getValue() + 1)) * instrument.asset().lotE8())
        .setAggressor(buy ? Aggressor.BUY : Aggressor.SELL)
        .setReceivedAtMicros(nextAtMicros)
        .setVenueTimeMicros(clock.venueTimeMicros(nextAtMicros))
        .setEventId(EventIds.of("Trade", instrument.key(), messages))
        .build();
  }

  private List<BookLevel> levels(Map<Long, Long> side) {
    List<BookLevel> levels = new ArrayList<>(side.size());
    side.forEach(
        (ticks, lots) ->
            levels.add(
                new BookLevel(
                    ticks * instrument.asset().tickE8(), lots * instrument.asset().lotE8())));
    return levels;
  }

  private long checksum() {
    long priceUnitE8 = E8.ONE;
    for (int i = 0; i < instrument.asset().priceDecimals(); i++) {
      priceUnitE8 /= 10;
    }
    return book.checksum(instrument.asset().tickE8() / priceUnitE8, quoting);
  }

  private long middleTicks(long atMicros) {
    return path.priceE8At(atMicros) / instrument.asset().tickE8() + instrument.basisTicks();
  }

  private long sequenceOr(long number) {
    return instrument.venue().sequencing() == Sequencing.UNSEQUENCED ? NONE : number;
  }
}
