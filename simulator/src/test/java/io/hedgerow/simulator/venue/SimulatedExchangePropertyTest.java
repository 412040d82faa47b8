package io.hedgerow.simulator.venue;

import static io.hedgerow.simulator.venue.TestVenue.PERP;
import static io.hedgerow.simulator.venue.TestVenue.SECOND;
import static io.hedgerow.simulator.venue.TestVenue.SPOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueExecution;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.ReplaceOrder;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("TRUTH-1")
class SimulatedExchangePropertyTest {

  private static final List<String> ACCOUNTS = List.of("A", "B", "C");
  private static final List<String> INSTRUMENTS = List.of(SPOT, PERP);
  private static final int STEPS = 150;

  /** A venue under random requests, market moves and, if wanted, faults. */
  private static final class Run {

    final TestVenue venue;
    private final Random random;
    private int ids;
    private final List<NewOrder> sent = new ArrayList<>();

    Run(long seed, boolean faulty) {
      this.random = new Random(seed);
      this.venue =
          new TestVenue(
              TestVenue.rules(), faulty ? new VenueFaults(seed, faults()) : VenueFaults.none());
      ACCOUNTS.forEach(account -> venue.credit(account, "500", "5"));
      INSTRUMENTS.forEach(each -> venue.book(each, "99:5 98:5 97:9", "101:5 102:5 103:9"));
      venue.mark("100", "0.001");
    }

    private List<VenueFault> faults() {
      List<VenueFault> faults = new ArrayList<>();
      for (FaultKind kind : FaultKind.values()) {
        int from = random.nextInt(40);
        String[] parameters =
            kind.parameters().contains(FaultParameter.CHANCE_PPM)
                ? new String[] {"CHANCE_PPM=400000"}
                : new String[0];
        faults.add(TestVenue.fault(kind, from, from + 1 + random.nextInt(10), parameters));
      }
      faults.add(TestVenue.fault(FaultKind.CLOCK_STEP, 41, 44, "STEP=-2s"));
      return faults;
    }

    void step() {
      String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
      String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
      OrderSide side = OrderSide.values()[random.nextInt(2)];
      boolean farBelow = side == OrderSide.SELL && random.nextInt(4) == 0;
      long price = (farBelow ? 10 + random.nextInt(60) : 95 + random.nextInt(11)) * E8.ONE;
      int scale = random.nextInt(4) == 0 ? 10 : 1;
      long quantity = scale * (1 + random.nextInt(400)) * E8.ONE / 100;
      String id = String.format("%016d", ++ids);
      switch (random.nextInt(12)) {
        case 0 -> venue.after(random.nextInt(8 * (int) SECOND));
        case 1 -> background(instrument);
        case 2 -> venue.mark(String.valueOf(80 + random.nextInt(41)), "0.001");
        case 3 -> {
          NewOrder of = recent(account, instrument);
          venue.submit(
              new CancelOrder(of.account(), id, of.clientOrderId(), of.instrument(), of.side()));
        }
        case 4 -> {
          NewOrder of = recent(account, instrument);
          venue.submit(
              new ReplaceOrder(
                  of.account(),
                  id,
                  of.clientOrderId(),
                  of.instrument(),
                  of.side(),
                  price,
                  quantity));
        }
        case 5 -> move(account);
        default -> {
          NewOrder order = order(account, id, instrument, side, price, quantity);
          sent.add(order);
          venue.submit(order);
        }
      }
    }

    /** One of the newest orders; before the first, one that there is not. */
    private NewOrder recent(String account, String instrument) {
      return sent.isEmpty()
          ? order(account, "0".repeat(16), instrument, OrderSide.BUY, E8.ONE, E8.ONE)
          : sent.get(sent.size() - 1 - random.nextInt(Math.min(8, sent.size())));
    }

    private void background(String instrument) {
      int middle = random.nextInt(6) == 0 ? 50 + random.nextInt(101) : 96 + random.nextInt(9);
      if (random.nextInt(3) == 0) {
        venue.exchange.market(
            TestVenue.update(
                instrument,
                BookUpdateKind.RESTART,
                (middle - 1) + ":3 " + (middle - 2) + ":8",
                (middle + 1) + ":3 " + (middle + 2) + ":8"),
            venue.now,
            venue.reports::add);
      } else if (random.nextBoolean()) {
        venue.delta(instrument, middle + ":" + random.nextInt(5), "");
      } else {
        venue.delta(instrument, "", middle + ":" + random.nextInt(5));
      }
    }

    private void move(String account) {
      String asset = random.nextBoolean() ? "USDT" : "BTC";
      long quantity = (1 + random.nextInt(300)) * E8.ONE / 10;
      if (random.nextBoolean()) {
        venue.exchange.deposit(account, asset, quantity / 100, SECOND);
      } else {
        venue.exchange.withdraw(account, asset, quantity, SECOND);
      }
    }

    private NewOrder order(
        String account, String id, String instrument, OrderSide side, long price, long quantity) {
      boolean market = random.nextInt(4) == 0;
      TimeInForce force = TimeInForce.values()[random.nextInt(3)];
      boolean resting = !market && force == TimeInForce.GTC;
      return new NewOrder(
          account,
          id,
          instrument,
          side,
          market ? OrderType.MARKET : OrderType.LIMIT,
          force,
          resting && random.nextInt(4) == 0,
          instrument.equals(PERP) && random.nextInt(4) == 0,
          market ? 0 : price,
          quantity);
    }
  }

  @Property(tries = 150)
  void shouldMakeNothingLoseNothingAndOweNothing(@ForAll long seed, @ForAll boolean faulty) {
    Run run = new Run(seed, faulty);
    for (int i = 0; i < STEPS; i++) {
      run.step();
      assertSound(run.venue, "seed " + seed + ", step " + i);
    }
    run.venue.after(5 * SECOND);
    assertSound(run.venue, "seed " + seed + ", end");
  }

  private static void assertSound(TestVenue venue, String where) {
    SimulatedExchange exchange = venue.exchange;
    for (String asset : List.of("USDT", "BTC")) {
      assertThat(exchange.accounts().sumE8(asset)).as(where).isZero();
    }
    assertThat(exchange.accounts().positionSumE8(PERP)).as(where).isZero();
    boolean open = exchange.status(venue.now) != VenueStatus.OFFLINE;
    boolean working = open && exchange.status(venue.now) != VenueStatus.MAINTENANCE;
    for (Account account : exchange.accounts().clients()) {
      assertThat(account.freeE8("BTC")).as(where).isNotNegative();
      boolean holds = account.heldE8("USDT") > account.leavingE8("USDT");
      assertThat(!holds || account.freeE8("USDT") >= 0).as(where).isTrue();
      if (working) {
        assertThat(exchange.margin().mustLiquidate(account)).as(where).isFalse();
        assertThat(exchange.margin().equityE8(account)).as(where).isNotNegative();
      }
    }
    for (String instrument : INSTRUMENTS) {
      Depth depth = Depth.of(exchange, instrument, 1);
      boolean crossed =
          !depth.bids().isEmpty()
              && !depth.asks().isEmpty()
              && depth.bids().get(0).getPriceE8() >= depth.asks().get(0).getPriceE8();
      assertThat(working && crossed).as(where).isFalse();
    }
  }

  @Property(tries = 100)
  @Tag("ORD-4")
  void shouldTellOfGrowingFillsThatAddUp(@ForAll long seed) {
    Run run = new Run(seed, false);
    Map<String, Long> cumulative = new HashMap<>();
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    for (OrderReport report : run.venue.reports) {
      if (!report.orderId().isEmpty() && report.kind() != Kind.STATUS) {
        long before = cumulative.getOrDefault(report.orderId(), 0L);
        assertThat(report.cumulativeQuantityE8()).isEqualTo(before + report.fillQuantityE8());
        assertThat(report.cumulativeQuantityE8()).isLessThanOrEqualTo(report.quantityE8());
        cumulative.put(report.orderId(), report.cumulativeQuantityE8());
      }
    }
  }

  @Property(tries = 100)
  @Tag("TRUTH-1")
  void shouldKeepTheDropCopyTrueUnderEveryFault(@ForAll long seed) {
    Run run = new Run(seed, true);
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    Map<String, Long> cumulative = new HashMap<>();
    Map<String, Long> sequences = new HashMap<>();
    for (VenueExecution execution : run.venue.records(VenueExecution.class)) {
      long sequence = sequences.merge(execution.getAccount(), 1L, Long::sum);
      assertThat(execution.getSequence()).isEqualTo(sequence);
      if (execution.getKind() != ExecutionKind.REJECTED) {
        long before = cumulative.getOrDefault(execution.getOrderId(), 0L);
        assertThat(execution.getCumulativeQuantityE8())
            .isEqualTo(before + execution.getFillQuantityE8());
        cumulative.put(execution.getOrderId(), execution.getCumulativeQuantityE8());
      }
    }
  }

  @Property(tries = 60)
  @Tag("IDEM-1")
  void shouldRunTheSameWayTwice(@ForAll long seed) {
    assertThat(everything(seed)).isEqualTo(everything(seed));
  }

  private static List<String> everything(long seed) {
    Run run = new Run(seed, true);
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    run.venue.after(10 * SECOND);
    List<String> all = new ArrayList<>();
    run.venue.reports.forEach(report -> all.add(report.toString()));
    run.venue.records.forEach(
        record -> all.add(HexFormat.of().formatHex(RecordCodec.encode(record))));
    return all;
  }

  @Property(tries = 100)
  void shouldFillAllOfAnOrderOrNothing(@ForAll long seed) {
    Run run = new Run(seed, false);
    Map<String, Long> filled = new HashMap<>();
    List<NewOrder> orders = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      run.step();
      String id = "F" + String.format("%015d", i);
      NewOrder order =
          TestVenue.with(
              run.order("A", id, INSTRUMENTS.get(i % 2), OrderSide.BUY, 103 * E8.ONE, E8.ONE),
              TimeInForce.FOK);
      if (!order.postOnly()) {
        orders.add(order);
        run.venue.submit(order);
      }
    }
    for (OrderReport report : run.venue.reports) {
      filled.merge(report.clientOrderId(), report.fillQuantityE8(), Long::sum);
    }
    assertThat(orders)
        .allSatisfy(
            order ->
                assertThat(filled.getOrDefault(order.clientOrderId(), 0L))
                    .isIn(0L, order.quantityE8()));
  }
}
