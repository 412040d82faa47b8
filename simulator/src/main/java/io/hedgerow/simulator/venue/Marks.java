package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/** Mark prices and funding rates as the market states them. For one thread. */
final class Marks {

  private final Map<String, Long> stated = new TreeMap<>();
  private final Map<String, Long> rates = new TreeMap<>();
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
      return Math.max(1, mark);
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
}
