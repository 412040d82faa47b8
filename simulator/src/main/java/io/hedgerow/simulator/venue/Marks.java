package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Mark prices and funding rates as the market states them, and how far a price jump has moved them.
 * For one thread.
 */
final class Marks {

  private final Map<String, Long> stated = new TreeMap<>();
  private final Map<String, Long> rates = new TreeMap<>();
  private final Map<String, Long> shifts = new TreeMap<>();
  private final Function<String, MatchingBook> books;

  Marks(Function<String, MatchingBook> books) {
    this.books = books;
  }

  /** Takes what is current; a settled rate is history. Nobody pays more than the whole. */
  void take(FundingUpdate update) {
    if (update.getKind() == FundingKind.CURRENT) {
      rates.put(update.getInstrument(), Math.max(-E8.ONE, Math.min(E8.ONE, update.getRateE8())));
      if (update.getMarkPriceE8() != null) {
        stated.put(update.getInstrument(), update.getMarkPriceE8());
      }
    }
  }

  /** As stated, else the middle of the book, rounded down; 0: unknown. */
  long markE8(String instrument) {
    Long mark = stated.get(instrument);
    if (mark != null) {
      return Math.max(1, mark + shiftE8(instrument));
    }
    MatchingBook book = books.apply(instrument);
    long bid = book.bestE8(OrderSide.BUY);
    long ask = book.bestE8(OrderSide.SELL);
    return bid == 0 || ask == 0 ? 0 : bid + (ask - bid) / 2;
  }

  /** Empty until the market has stated one. */
  OptionalLong rateE8(String instrument) {
    Long rate = rates.get(instrument);
    return rate == null ? OptionalLong.empty() : OptionalLong.of(rate);
  }

  /** How far prices are from what the market says. */
  long shiftE8(String instrument) {
    return shifts.getOrDefault(instrument, 0L);
  }

  /** Moves the prices of an instrument by a share of its mark, in whole ticks; 0: back. */
  void jump(InstrumentRules rules, long movePpm) {
    String instrument = rules.instrument();
    long mark = markE8(instrument) - shiftE8(instrument);
    long move = E8.mulDivFloor(mark, movePpm, InstrumentRules.MILLION);
    long shift = Math.floorDiv(move, rules.tickE8()) * rules.tickE8();
    shifts.put(instrument, shift);
    books.apply(instrument).shiftTo(shift);
  }
}
