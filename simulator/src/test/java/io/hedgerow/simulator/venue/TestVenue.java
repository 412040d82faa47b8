package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.simulator.venue.InstrumentRules.FeeAsset;
import io.hedgerow.simulator.venue.InstrumentRules.Fees;
import io.hedgerow.simulator.venue.InstrumentRules.Margining;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import io.hedgerow.simulator.venue.VenueRules.ClientOrderIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** A small venue with round numbers, and what it says as lines to compare. */
final class TestVenue {

  static final String VENUE = "SIM-TEST";
  static final String SPOT = "BTC-USDT";
  static final String PERP = "BTC-USDT-PERP";
  static final long SECOND = 1_000_000;
  static final long HOUR = 3_600 * SECOND;

  /** Twenty seconds before funding is paid. */
  static final long T0 = 472_222 * HOUR - 20 * SECOND;

  final List<OrderReport> reports = new ArrayList<>();
  final List<SpecificRecord> records = new ArrayList<>();
  final SimulatedExchange exchange;
  long now = T0;

  /** By ID: requests about an order name its side. */
  private final Map<String, OrderSide> sides = new HashMap<>();

  TestVenue() {
    this(rules(), VenueFaults.none());
  }

  TestVenue(VenueFault... faults) {
    this(rules(), new VenueFaults(1, List.of(faults)));
  }

  TestVenue(VenueRules rules, VenueFaults faults) {
    exchange = new SimulatedExchange(rules, faults, T0, records::add);
  }

  /** Tick 1, lot 0.01, at least 10 USDT; a tenth is margin, half of that maintenance. */
  static VenueRules rules() {
    return new VenueRules(
        VENUE,
        VenueClass.PROGRAMME,
        "USDT",
        ClientOrderIds.UNIQUE_AMONG_OPEN,
        List.of(),
        true,
        0,
        VenueRules.byName(List.of(spot(FeeAsset.QUOTE), perpetual())));
  }

  static InstrumentRules spot(FeeAsset feeAsset) {
    return new InstrumentRules(
        SPOT,
        "BTC",
        "USDT",
        false,
        E8.ONE,
        E8.ONE,
        E8.parse("0.01"),
        E8.parse("10"),
        false,
        new Fees(1_000, 2_000, feeAsset),
        Margining.NONE,
        EnumSet.complementOf(EnumSet.of(OrderKind.REDUCE_ONLY)));
  }

  static InstrumentRules perpetual() {
    return new InstrumentRules(
        PERP,
        "BTC",
        "USDT",
        true,
        E8.ONE,
        E8.ONE,
        E8.parse("0.01"),
        E8.parse("10"),
        true,
        new Fees(-100, 500, FeeAsset.QUOTE),
        new Margining(100_000, 50_000, HOUR),
        EnumSet.allOf(OrderKind.class));
  }

  static VenueFault fault(FaultKind kind, long from, long to, String... parameters) {
    Map<FaultParameter, String> map = new EnumMap<>(FaultParameter.class);
    for (String parameter : parameters) {
      String[] parts = parameter.split("=");
      map.put(FaultParameter.valueOf(parts[0]), parts[1]);
    }
    return new VenueFault(kind, VENUE, T0 + from * SECOND, T0 + to * SECOND, map);
  }

  /** {@code A1} filled up to 16 characters. */
  static String id(String shortId) {
    return shortId + "X".repeat(16 - shortId.length());
  }

  TestVenue credit(String account, String usdt, String btc) {
    exchange.credit(account, "USDT", E8.parse(usdt));
    exchange.credit(account, "BTC", E8.parse(btc));
    return this;
  }

  /** Levels as {@code 99:5 98:7}. */
  TestVenue book(String instrument, String bids, String asks) {
    exchange.market(update(instrument, BookUpdateKind.RESTART, bids, asks), now, reports::add);
    return this;
  }

  TestVenue delta(String instrument, String bids, String asks) {
    exchange.market(update(instrument, BookUpdateKind.DELTA, bids, asks), now, reports::add);
    return this;
  }

  static BookUpdate update(String instrument, BookUpdateKind kind, String bids, String asks) {
    return BookUpdate.newBuilder()
        .setVenue(VENUE)
        .setInstrument(instrument)
        .setKind(kind)
        .setSequencing(Sequencing.UNSEQUENCED)
        .setFirstSequence(-1)
        .setLastSequence(-1)
        .setPreviousSequence(-1)
        .setReceivedAtMicros(T0)
        .setVenueTimeMicros(-1)
        .setContract(Contract.LINEAR)
        .setContractSizeE8(E8.ONE)
        .setDepthLimit(0)
        .setChecksum(-1)
        .setPriceDecimals(0)
        .setQuantityDecimals(0)
        .setBids(levels(bids))
        .setAsks(levels(asks))
        .setEventId("0".repeat(32))
        .build();
  }

  private static List<BookLevel> levels(String text) {
    return Arrays.stream(text.split(" "))
        .filter(level -> !level.isEmpty())
        .map(level -> level.split(":"))
        .map(level -> new BookLevel(E8.parse(level[0]), E8.parse(level[1])))
        .toList();
  }

  TestVenue mark(String price, String rate) {
    exchange.market(
        FundingUpdate.newBuilder()
            .setVenue(VENUE)
            .setInstrument(PERP)
            .setAsset("BTC")
            .setKind(FundingKind.CURRENT)
            .setRateE8(E8.parse(rate))
            .setFundingTimeMicros(-1)
            .setMarkPriceE8(E8.parse(price))
            .setReceivedAtMicros(now)
            .setVenueTimeMicros(-1)
            .setEventId("0".repeat(32))
            .build(),
        now,
        reports::add);
    return this;
  }

  TestVenue trade(String price, String quantity, Aggressor aggressor) {
    exchange.market(
        Trade.newBuilder()
            .setVenue(VENUE)
            .setInstrument(SPOT)
            .setTradeId("")
            .setPriceE8(E8.parse(price))
            .setQuantityE8(E8.parse(quantity))
            .setAggressor(aggressor)
            .setReceivedAtMicros(now)
            .setVenueTimeMicros(-1)
            .setEventId("0".repeat(32))
            .build(),
        now,
        reports::add);
    return this;
  }

  static NewOrder order(
      String account, String shortId, String instrument, OrderSide side, String qty, String price) {
    return new NewOrder(
        account,
        id(shortId),
        instrument,
        side,
        price.isEmpty() ? OrderType.MARKET : OrderType.LIMIT,
        price.isEmpty() ? TimeInForce.IOC : TimeInForce.GTC,
        false,
        false,
        price.isEmpty() ? 0 : E8.parse(price),
        E8.parse(qty));
  }

  static NewOrder with(NewOrder order, TimeInForce force) {
    return new NewOrder(
        order.account(),
        order.clientOrderId(),
        order.instrument(),
        order.side(),
        order.type(),
        force,
        order.postOnly(),
        order.reduceOnly(),
        order.priceE8(),
        order.quantityE8());
  }

  static NewOrder postOnly(NewOrder order) {
    return flags(order, true, order.reduceOnly());
  }

  static NewOrder reduceOnly(NewOrder order) {
    return flags(order, order.postOnly(), true);
  }

  private static NewOrder flags(NewOrder order, boolean postOnly, boolean reduceOnly) {
    return new NewOrder(
        order.account(),
        order.clientOrderId(),
        order.instrument(),
        order.side(),
        order.type(),
        order.timeInForce(),
        postOnly,
        reduceOnly,
        order.priceE8(),
        order.quantityE8());
  }

  /** The account is the first letter of the ID; without a price a market order. */
  TestVenue buy(String shortId, String instrument, String qty, String price) {
    return submit(order(shortId.substring(0, 1), shortId, instrument, OrderSide.BUY, qty, price));
  }

  TestVenue sell(String shortId, String instrument, String qty, String price) {
    return submit(order(shortId.substring(0, 1), shortId, instrument, OrderSide.SELL, qty, price));
  }

  TestVenue cancel(String shortId, String original, String instrument) {
    return submit(
        new CancelOrder(
            original.substring(0, 1), id(shortId), id(original), instrument, side(original)));
  }

  private OrderSide side(String shortId) {
    return sides.getOrDefault(id(shortId), OrderSide.BUY);
  }

  TestVenue replace(String shortId, String original, String instrument, String qty, String price) {
    return submit(
        new ReplaceOrder(
            original.substring(0, 1),
            id(shortId),
            id(original),
            instrument,
            side(original),
            E8.parse(price),
            E8.parse(qty)));
  }

  TestVenue status(String shortId, String instrument) {
    return submit(
        new StatusRequest(shortId.substring(0, 1), id(shortId), instrument, side(shortId)));
  }

  TestVenue submit(OrderRequest request) {
    sides.put(request.clientOrderId(), request.side());
    exchange.submit(request, now, reports::add);
    return this;
  }

  TestVenue after(long micros) {
    now += micros;
    exchange.advanceTo(now, reports::add);
    return this;
  }

  /** Everything that clients were told since the last call. */
  List<String> told() {
    List<String> lines = reports.stream().map(TestVenue::line).toList();
    reports.clear();
    return lines;
  }

  /** {@code A1 FILLED PARTIALLY_FILLED 1@101 1/2 REASON}. */
  static String line(OrderReport report) {
    StringBuilder line = new StringBuilder();
    line.append(report.clientOrderId().replaceAll("X+$", ""));
    if (!report.originalClientOrderId().isEmpty()) {
      line.append('<').append(report.originalClientOrderId().replaceAll("X+$", ""));
    }
    line.append(' ').append(report.kind());
    if (!report.kind().name().equals(report.status().name())) {
      line.append(' ').append(report.status());
    }
    if (report.fillQuantityE8() > 0) {
      line.append(' ').append(E8.toDecimal(report.fillQuantityE8()));
      line.append('@').append(E8.toDecimal(report.fillPriceE8()));
    }
    line.append(' ').append(E8.toDecimal(report.cumulativeQuantityE8()));
    line.append('/').append(E8.toDecimal(report.quantityE8()));
    if (!report.reason().isEmpty()) {
      line.append(' ').append(report.reason());
    }
    return line.toString();
  }

  /** The records of one kind since the start. */
  <T> List<T> records(Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** {@code FILL 1/2}: the drop copy. */
  List<String> dropCopy() {
    return records(io.hedgerow.schemas.venue.VenueExecution.class).stream()
        .map(
            execution ->
                execution.getClientOrderId().replaceAll("X+$", "")
                    + " "
                    + execution.getKind()
                    + " "
                    + E8.toDecimal(execution.getCumulativeQuantityE8())
                    + "/"
                    + E8.toDecimal(execution.getQuantityE8()))
        .toList();
  }

  String total(String account, String asset) {
    return E8.toDecimal(exchange.accounts().client(account).totalE8(asset));
  }

  String available(String account, String asset) {
    Account of = exchange.accounts().client(account);
    return E8.toDecimal(exchange.margin().availableE8(of, asset));
  }

  String position(String account) {
    return E8.toDecimal(exchange.accounts().client(account).positionE8(PERP));
  }
}
