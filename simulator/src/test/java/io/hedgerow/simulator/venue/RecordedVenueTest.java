package io.hedgerow.simulator.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.venue.InstrumentRules.FeeAsset;
import io.hedgerow.simulator.venue.InstrumentRules.Fees;
import io.hedgerow.simulator.venue.InstrumentRules.Margining;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import io.hedgerow.simulator.venue.VenueRules.ClientOrderIds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders take from a book that was recorded at a real venue. */
class RecordedVenueTest {

  private static final String FILE = "spot_btcusdt_20240808.gz";
  private static final String VENUE = "BINANCE";
  private static final String INSTRUMENT = "BTC-USDT";
  private static final long UPDATES = 5_000;
  private static final int DEPTH = 20;

  private final List<OrderReport> reports = new ArrayList<>();
  private SimulatedExchange exchange;
  private long nowMicros;

  @Test
  @Tag("ORD-7")
  void shouldFillFromTheRecordedLevelsAndTakeThemAway() {
    List<BookUpdate> updates = recorded();
    nowMicros = updates.get(0).getReceivedAtMicros();
    exchange = new SimulatedExchange(rules(), VenueFaults.none(), nowMicros, record -> {});
    exchange.credit("main", "USDT", 100_000_000L * E8.ONE);
    updates.forEach(this::market);
    List<BookLevel> asks = Depth.of(exchange, INSTRUMENT, DEPTH).asks();

    assertThat(asks).isEqualTo(bestAsks(updates)).hasSize(DEPTH);

    long quantityE8 = quantityE8(asks.subList(0, 3));
    buy("0000000000000001", quantityE8);
    assertThat(fills()).isEqualTo(asks.subList(0, 3));
    assertThat(Depth.of(exchange, INSTRUMENT, DEPTH - 3).asks()).isEqualTo(asks.subList(3, DEPTH));

    reports.clear();
    buy("0000000000000002", quantityE8(asks.subList(3, 5)));
    assertThat(fills()).isEqualTo(asks.subList(3, 5));
  }

  private void market(BookUpdate update) {
    nowMicros = Math.max(nowMicros, update.getReceivedAtMicros());
    exchange.market(update, nowMicros, reports::add);
  }

  private void buy(String id, long quantityE8) {
    NewOrder order =
        new NewOrder(
            "main",
            id,
            INSTRUMENT,
            OrderSide.BUY,
            OrderType.LIMIT,
            TimeInForce.IOC,
            false,
            false,
            100_000 * E8.ONE,
            quantityE8);
    exchange.submit(order, nowMicros, reports::add);
  }

  private List<BookLevel> fills() {
    return reports.stream()
        .filter(report -> report.fillQuantityE8() > 0)
        .map(report -> new BookLevel(report.fillPriceE8(), report.fillQuantityE8()))
        .toList();
  }

  private static long quantityE8(List<BookLevel> levels) {
    return levels.stream().mapToLong(BookLevel::getQuantityE8).sum();
  }

  /** The book as its written rules say: a snapshot, then what is newer than it. */
  private static List<BookLevel> bestAsks(List<BookUpdate> updates) {
    BookUpdate snapshot =
        updates.stream()
            .filter(each -> each.getKind() == BookUpdateKind.SNAPSHOT)
            .findFirst()
            .get();
    Map<Long, Long> asks = new TreeMap<>();
    put(asks, snapshot);
    for (BookUpdate update : updates) {
      if (update.getKind() == BookUpdateKind.DELTA
          && update.getLastSequence() > snapshot.getLastSequence()) {
        put(asks, update);
      }
    }
    return asks.entrySet().stream()
        .limit(DEPTH)
        .map(level -> new BookLevel(level.getKey(), level.getValue()))
        .toList();
  }

  private static void put(Map<Long, Long> asks, BookUpdate update) {
    for (BookLevel level : update.getAsks()) {
      if (level.getQuantityE8() == 0) {
        asks.remove(level.getPriceE8());
      } else {
        asks.put(level.getPriceE8(), level.getQuantityE8());
      }
    }
  }

  private static List<BookUpdate> recorded() {
    String root = System.getProperty("hedgerow.data", "");
    assumeTrue(
        Files.exists(Path.of(root).resolve("books/binance").resolve(FILE)),
        "skipped: no recorded data at '" + root + "'");
    RecordedFile file =
        RecordedFile.list(Path.of(root), InstrumentCatalog.loadDefault()).stream()
            .filter(each -> each.path().endsWith(FILE))
            .findFirst()
            .orElseThrow();
    List<BookUpdate> updates = new ArrayList<>();
    try (RecordedMessages messages = file.open()) {
      while (messages.hasNext() && updates.size() < UPDATES) {
        if (messages.next().result() instanceof FeedResult.Records translated) {
          for (SpecificRecord record : translated.records()) {
            if (record instanceof BookUpdate update) {
              updates.add(update);
            }
          }
        }
      }
    }
    return updates;
  }

  private static VenueRules rules() {
    return new VenueRules(
        VENUE,
        VenueClass.PROGRAMME,
        "USDT",
        ClientOrderIds.UNIQUE_AMONG_OPEN,
        List.of(),
        true,
        0,
        VenueRules.byName(
            List.of(
                new InstrumentRules(
                    INSTRUMENT,
                    "BTC",
                    "USDT",
                    false,
                    E8.ONE,
                    E8.parse("0.01"),
                    E8.parse("0.00001"),
                    E8.parse("5"),
                    false,
                    new Fees(1_000, 1_000, FeeAsset.QUOTE),
                    Margining.NONE,
                    EnumSet.complementOf(EnumSet.of(OrderKind.REDUCE_ONLY))))));
  }
}
