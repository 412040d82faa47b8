package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("TRUTH-4")
class VenuePresetsTest {

  private static final long T0 = TestVenue.T0;
  private static final long SECOND = 1_000_000;
  private static final List<SimulatedAsset> ASSETS = SimulatedAsset.usual();

  /** The background as a receiver would rebuild it. */
  private static final class PlainBook {
    final TreeMap<Long, Long> bids = new TreeMap<>(java.util.Comparator.reverseOrder());
    final TreeMap<Long, Long> asks = new TreeMap<>();

    void take(BookUpdate update) {
      if (update.getKind() != BookUpdateKind.DELTA) {
        bids.clear();
        asks.clear();
      }
      put(bids, update.getBids(), update.getDepthLimit());
      put(asks, update.getAsks(), update.getDepthLimit());
    }

    private static void put(TreeMap<Long, Long> side, List<BookLevel> levels, int limit) {
      for (BookLevel level : levels) {
        side.put(level.getPriceE8(), level.getQuantityE8());
        side.values().removeIf(quantity -> quantity == 0);
      }
      while (limit > 0 && side.size() > limit) {
        side.pollLastEntry();
      }
    }

    List<BookLevel> best(TreeMap<Long, Long> side) {
      return side.entrySet().stream()
          .limit(10)
          .map(level -> new BookLevel(level.getKey(), level.getValue()))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(SimulatedVenue.class)
  void shouldShowTheGeneratedBookToWhoDoesNotTrade(SimulatedVenue venue) {
    VenueRules rules = VenuePresets.of(venue, ASSETS);
    SimulatedExchange exchange = new SimulatedExchange(rules, VenueFaults.none(), T0, record -> {});
    Map<String, PlainBook> books = new HashMap<>();
    MarketGenerator market = new MarketGenerator(MarketSettings.usual(7, T0));

    for (long now = T0; now <= T0 + 12 * SECOND; now += SECOND) {
      for (SpecificRecord record : market.step(now)) {
        exchange.market(record, now, report -> {});
        if (record instanceof BookUpdate book && book.getVenue().equals(venue.id())) {
          books.computeIfAbsent(book.getInstrument(), name -> new PlainBook()).take(book);
        }
      }
      books.forEach(
          (instrument, book) ->
              assertThat(Depth.of(exchange, instrument, 10))
                  .isEqualTo(new Depth(book.best(book.bids), book.best(book.asks))));
    }
    assertThat(books.keySet()).containsExactlyInAnyOrderElementsOf(rules.instruments().keySet());
  }

  @ParameterizedTest
  @EnumSource(SimulatedVenue.class)
  void shouldTradeOnTheGeneratedBook(SimulatedVenue venue) {
    List<OrderReport> reports = new ArrayList<>();
    VenueRules rules = VenuePresets.of(venue, ASSETS);
    SimulatedExchange exchange = new SimulatedExchange(rules, VenueFaults.none(), T0, record -> {});
    exchange.credit("A", "USDT", E8.parse("1000000"));
    MarketGenerator market = new MarketGenerator(MarketSettings.usual(7, T0));
    market.step(T0 + 2 * SECOND).forEach(each -> exchange.market(each, T0, reports::add));

    int id = 0;
    for (InstrumentRules each : rules.instruments().values()) {
      long quantity = E8.mulDivFloor(E8.parse("0.1"), E8.ONE, each.contractSizeE8());
      exchange.submit(
          new OrderRequest.NewOrder(
              "A",
              TestVenue.id("A" + ++id),
              each.instrument(),
              OrderSide.BUY,
              OrderRequest.OrderType.MARKET,
              TimeInForce.IOC,
              false,
              false,
              0,
              quantity),
          T0,
          reports::add);
    }

    assertThat(reports)
        .filteredOn(report -> report.fillQuantityE8() == 0)
        .extracting(OrderReport::kind)
        .containsOnly(OrderReport.Kind.ACCEPTED);
    assertThat(exchange.accounts().client("A").positions()).hasSize(ASSETS.size());
    assertThat(exchange.accounts().client("A").positions().values())
        .extracting(position -> E8.toDecimal(position.baseE8()))
        .containsOnly("0.1");
    assertThat(exchange.accounts().sumE8("USDT")).isZero();
  }

  @Test
  void shouldHaveBothClassesOfVenues() {
    VenueRules own = VenuePresets.selfCustody(ASSETS);

    assertThat(own.venueClass()).isEqualTo(VenueClass.SELF_CUSTODY);
    assertThat(own.instruments()).hasSize(2 * ASSETS.size());
    assertThat(own.instruments().get("BTC-USDT-PERP").kinds())
        .containsExactlyInAnyOrder(
            OrderKind.GTC, OrderKind.IOC, OrderKind.POST_ONLY, OrderKind.REDUCE_ONLY);
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      VenueRules rules = VenuePresets.of(venue, ASSETS);
      assertThat(rules.venueClass()).isEqualTo(VenueClass.PROGRAMME);
      assertThat(rules.clockOffsetMicros()).isEqualTo(venue.clockOffset().toNanos() / 1_000);
      InstrumentRules perpetual = rules.instruments().get("BTC-USDT-PERP");
      assertThat(perpetual.margin().fundingIntervalMicros())
          .isEqualTo(venue.fundingInterval().toNanos() / 1_000);
    }
  }
}
