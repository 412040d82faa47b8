package io.hedgerow.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import io.hedgerow.simulator.venue.OrderWire;
import io.hedgerow.simulator.venue.ScenarioFile;
import io.hedgerow.simulator.venue.SimulatedExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the clients of a venue see of a price jump: 10 % down from second 10 until second 20. */
class PriceJumpTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long SECOND_MICROS = 1_000_000;
  private static final String VENUE = "SIM-ALPHA";
  private static final String PERP = "BTC-USDT-PERP";
  private static final String JUMP =
      """
      seed: 3
      faults:
        - {fault: price-jump, venue: SIM-ALPHA, from: 10s, to: 20s, move-ppm: -100000}
      """;

  private final List<OrderReport> reports = new ArrayList<>();
  private final List<SpecificRecord> received = new ArrayList<>();
  private final SimulatedWorld world =
      new SimulatedWorld(
          MarketSettings.usual(7, START_MICROS).with(SimulatedAsset.usual(), 4),
          ScenarioFile.parse(JUMP, START_MICROS, SimulatedWorld.venues()));
  private final SimulatedExchange exchange = world.exchanges().get(VENUE);
  private long nowMicros = START_MICROS;

  @BeforeEach
  void listen() {
    world.attach(VENUE, new Reports());
  }

  @Test
  @Tag("FAIL-4")
  void shouldFillWhatRestsInItsWayAndTradeThereAndBack() {
    stepTo(5);
    send(SimulatedWorld.DESK, "RESTS00000000000", OrderSide.BUY, "60000", "0.01");
    stepTo(12);
    send(SimulatedWorld.DESK, "INSIDE0000000000", OrderSide.SELL, "", "0.01");
    stepTo(22);
    send(SimulatedWorld.DESK, "AFTER00000000000", OrderSide.SELL, "", "0.01");

    List<OrderReport> fills = fills(SimulatedWorld.DESK);
    assertThat(fills)
        .extracting(OrderReport::clientOrderId)
        .containsExactly("RESTS00000000000", "INSIDE0000000000", "AFTER00000000000");
    assertThat(fills.get(0).fillPriceE8()).isEqualTo(E8.parse("60000"));
    assertThat(fills.get(1).fillPriceE8()).isBetween(E8.parse("56600"), E8.parse("58600"));
    assertThat(fills.get(2).fillPriceE8()).isBetween(E8.parse("63000"), E8.parse("65000"));
  }

  @Test
  @Tag("FAIL-4")
  void shouldStateThePositionAtTheMarkThatJumped() {
    stepTo(5);
    send(SimulatedWorld.DESK, "BEFORE0000000000", OrderSide.BUY, "", "0.01");
    stepTo(25);

    List<Long> secondsBelow =
        received.stream()
            .filter(VenueAccount.class::isInstance)
            .map(VenueAccount.class::cast)
            .filter(statement -> statement.getVenue().equals(VENUE))
            .filter(statement -> !statement.getPositions().isEmpty())
            .filter(
                statement -> statement.getPositions().get(0).getMarkPriceE8() < E8.parse("60000"))
            .map(statement -> (statement.getReceivedAtMicros() - START_MICROS) / SECOND_MICROS)
            .toList();

    assertThat(secondsBelow).isEqualTo(LongStream.rangeClosed(11, 20).boxed().toList());
  }

  @Test
  @Tag("MON-7")
  void shouldLiquidateWhomItRuins() {
    exchange.credit("small", "USDT", E8.parse("400"));
    stepTo(5);
    send("small", "LONG000000000000", OrderSide.BUY, "", "0.1");
    stepTo(10);
    assertThat(liquidated()).isZero();

    stepTo(12);

    assertThat(liquidated()).isEqualTo(E8.parse("0.1"));
  }

  private long liquidated() {
    return fills("small").stream()
        .filter(fill -> fill.reason().equals("LIQUIDATION"))
        .mapToLong(OrderReport::fillQuantityE8)
        .sum();
  }

  private List<OrderReport> fills(String account) {
    return reports.stream()
        .filter(report -> report.account().equals(account) && report.kind() == Kind.FILLED)
        .toList();
  }

  /** Without a price a market order. */
  private void send(String account, String id, OrderSide side, String price, String quantity) {
    boolean market = price.isEmpty();
    exchange.submit(
        new NewOrder(
            account,
            id,
            PERP,
            side,
            market ? OrderType.MARKET : OrderType.LIMIT,
            market ? TimeInForce.IOC : TimeInForce.GTC,
            false,
            false,
            market ? 0 : E8.parse(price),
            E8.parse(quantity)),
        nowMicros,
        reports::add);
  }

  private void stepTo(long seconds) {
    while (nowMicros < START_MICROS + seconds * SECOND_MICROS) {
      nowMicros += 10_000;
      received.addAll(world.step(nowMicros));
    }
  }

  /** Keeps what a connection would carry. */
  private final class Reports implements OrderWire {

    @Override
    public void poll(long atMicros) {}

    @Override
    public void report(OrderReport report) {
      reports.add(report);
    }

    @Override
    public void cut(long atMicros) {}
  }
}
