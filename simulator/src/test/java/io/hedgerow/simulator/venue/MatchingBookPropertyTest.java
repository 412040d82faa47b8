package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.InstrumentRules.FeeAsset;
import io.hedgerow.simulator.venue.NaiveBook.Fill;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("ORD-2")
class MatchingBookPropertyTest {

  private static final int LOWEST = 95;
  private static final int PRICES = 11;

  private final List<Fill> fills = new ArrayList<>();
  private final Map<Integer, BookOrder> resting = new LinkedHashMap<>();

  private static BookOrder order(
      int id, int account, OrderSide side, TimeInForce force, long price, long quantity) {
    return new BookOrder(
        String.valueOf(id),
        new NewOrder(
            "A" + account,
            "",
            TestVenue.SPOT,
            side,
            OrderType.LIMIT,
            force,
            false,
            false,
            price * E8.ONE,
            quantity * E8.ONE),
        TestVenue.spot(FeeAsset.QUOTE),
        ExecutionKind.FILL,
        0);
  }

  private void matched(BookOrder taker, BookOrder maker, long priceE8, long quantityE8) {
    int id = maker == null ? 0 : Integer.parseInt(maker.orderId());
    fills.add(new Fill(id, priceE8 / E8.ONE, quantityE8 / E8.ONE));
  }

  @Property(tries = 400)
  void shouldMatchAsANaiveBookDoes(@ForAll long seed) {
    Random random = new Random(seed);
    NaiveBook naive = new NaiveBook();
    fills.clear();
    resting.clear();
    MatchingBook book = new MatchingBook(this::matched);
    for (int i = 1; i <= 120; i++) {
      OrderSide side = OrderSide.values()[random.nextInt(2)];
      long price = LOWEST + random.nextInt(PRICES);
      int quantity = random.nextInt(6);
      int account = 1 + random.nextInt(3);
      switch (random.nextInt(4)) {
        case 0 -> cancel(book, naive, random);
        case 1 -> level(book, naive, side, price, quantity);
        case 2 -> place(book, naive, order(i, account, side, TimeInForce.GTC, price, 1 + quantity));
        default -> fillOrKill(book, naive, order(i, account, side, TimeInForce.FOK, price, 9));
      }
      assertThat(merged(fills)).as("seed %s, step %s", seed, i).isEqualTo(merged(naive.fills));
      assertUncrossed(book);
      assertSameDepth(book, naive);
    }
  }

  private void cancel(MatchingBook book, NaiveBook naive, Random random) {
    if (!resting.isEmpty()) {
      List<Integer> ids = List.copyOf(resting.keySet());
      int id = ids.get(random.nextInt(ids.size()));
      book.remove(resting.remove(id));
      naive.cancel(id);
    }
  }

  private static void level(
      MatchingBook book, NaiveBook naive, OrderSide side, long price, int quantity) {
    String level = price + ":" + quantity;
    boolean buy = side == OrderSide.BUY;
    book.update(
        TestVenue.update(TestVenue.SPOT, BookUpdateKind.DELTA, buy ? level : "", buy ? "" : level));
    naive.level(side, price, quantity);
  }

  private void place(MatchingBook book, NaiveBook naive, BookOrder order) {
    if (book.take(order) && order.leavesE8() > 0) {
      book.rest(order);
      resting.put(Integer.valueOf(order.orderId()), order);
    }
    naive.place(
        Integer.parseInt(order.orderId()),
        Integer.parseInt(order.account().substring(1)),
        order.side(),
        order.priceE8() / E8.ONE,
        order.quantityE8() / E8.ONE);
  }

  /** It is filled whole, or it leaves no trace; which of them the naive book says. */
  private void fillOrKill(MatchingBook book, NaiveBook naive, BookOrder order) {
    long price = order.priceE8() / E8.ONE;
    long quantity = order.quantityE8() / E8.ONE;
    int account = Integer.parseInt(order.account().substring(1));
    long fillable = naive.fillable(account, order.side(), price, quantity);
    assertThat(book.fillableE8(order)).isEqualTo(fillable * E8.ONE);
    if (fillable == quantity) {
      assertThat(book.take(order)).isTrue();
      assertThat(order.leavesE8()).isZero();
      naive.place(Integer.parseInt(order.orderId()), account, order.side(), price, quantity);
    }
  }

  /** How a row of background is cut into fills is not a matter of priority. */
  private static List<Fill> merged(List<Fill> fills) {
    List<Fill> merged = new ArrayList<>();
    for (Fill fill : fills) {
      Fill last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (last != null && last.maker() == fill.maker() && last.price() == fill.price()) {
        merged.set(
            merged.size() - 1,
            new Fill(fill.maker(), fill.price(), last.quantity() + fill.quantity()));
      } else {
        merged.add(fill);
      }
    }
    return merged;
  }

  private static void assertUncrossed(MatchingBook book) {
    long bid = book.bestE8(OrderSide.BUY);
    long ask = book.bestE8(OrderSide.SELL);
    assertThat(bid == 0 || ask == 0 || bid < ask).as("%s < %s", bid, ask).isTrue();
  }

  private static void assertSameDepth(MatchingBook book, NaiveBook naive) {
    for (OrderSide side : OrderSide.values()) {
      for (long price = LOWEST; price < LOWEST + PRICES; price++) {
        long there = book.depth(side).getOrDefault(price * E8.ONE, 0L) / E8.ONE;
        assertThat(there).isEqualTo(naive.at(side, price));
      }
    }
  }
}
