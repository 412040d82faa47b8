package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.List;

/**
 * What everybody could see of a book, best first: the background, without what was taken from it,
 * and clients' orders.
 */
record Depth(List<BookLevel> bids, List<BookLevel> asks) {

  /** At most so many levels of each side. */
  static Depth of(SimulatedExchange exchange, String instrument, int levels) {
    MatchingBook book = exchange.book(instrument);
    return new Depth(side(book, OrderSide.BUY, levels), side(book, OrderSide.SELL, levels));
  }

  private static List<BookLevel> side(MatchingBook book, OrderSide side, int levels) {
    return book.depth(side).entrySet().stream()
        .limit(levels)
        .map(level -> new BookLevel(level.getKey(), level.getValue()))
        .toList();
  }
}
