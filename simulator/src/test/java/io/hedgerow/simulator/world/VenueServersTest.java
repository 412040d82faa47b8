package io.hedgerow.simulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.OrderTimeInForce;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import io.hedgerow.simulator.fix.SeenEvents;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.venue.ScenarioFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Orders to the venues of the world over real sockets, in time that only the test moves. */
class VenueServersTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final long STEP_MICROS = 1_000;
  private static final String ORDER = "0000000000000001";

  private final List<SpecificRecord> records = new ArrayList<>();
  private final SeenEvents seen = new SeenEvents();
  private VenueServers servers;
  private FixClient client;
  private long nowMicros = START_MICROS;

  @AfterEach
  void close() {
    client.close();
    servers.close();
  }

  @Test
  @Tag("TRUTH-4")
  void shouldFillAnOrderOfASelfCustodyVenueAndStateThePosition() throws IOException {
    open("faults: []", "SIM-DELTA");
    until("logged on with a book", () -> client.ready() && secondsPassed() > 2);

    SendResult sent = client.newOrder(buyBitcoin("0.01"));
    until("the fill is told", () -> seen.lines.stream().anyMatch(line -> line.contains("FILLED")));
    until("the position is stated", () -> !positions("SIM-DELTA").isEmpty());

    assertThat(sent).isEqualTo(SendResult.SENT);
    assertThat(only(VenueExecution.class))
        .allMatch(event -> event.getVenue().equals("SIM-DELTA"))
        .allMatch(event -> event.getAccount().equals("main"))
        .allMatch(event -> event.getClientOrderId().equals(ORDER))
        .extracting(VenueExecution::getKind)
        .contains(ExecutionKind.FILL);
    assertThat(positions("SIM-DELTA"))
        .singleElement()
        .satisfies(position -> assertThat(position.getQuantityE8()).isEqualTo(E8.parse("0.01")));
  }

  @Test
  @Tag("FAIL-1")
  void shouldCutTheSessionWhileTheVenueIsAwayAndTakeItBackAfterwards() throws IOException {
    open(
        """
        faults:
          - {fault: disconnect, venue: SIM-BRAVO, from: 3s, to: 5s}
        """,
        "SIM-BRAVO");
    until("logged on", client::ready);

    until("cut", () -> seen.lines.stream().anyMatch(line -> line.startsWith("logged off")));
    long cutAfterSeconds = secondsPassed();
    until("logged on again", client::ready);

    assertThat(cutAfterSeconds).isEqualTo(3);
    assertThat(secondsPassed()).isBetween(5L, 30L);
    assertThat(seen.lines).first().isEqualTo("logged on");
    assertThat(seen.lines).last().isEqualTo("logged on");
  }

  private void open(String faults, String venue) throws IOException {
    MarketSettings settings = MarketSettings.usual(7, START_MICROS).with(SimulatedAsset.usual(), 4);
    servers =
        VenueServers.open(
            new SimulatedWorld(
                settings,
                ScenarioFile.parse("seed: 3\n" + faults, START_MICROS, SimulatedWorld.venues())));
    client =
        new FixClient(
            FixClientSettings.of(
                servers.orderEntry().get(venue), SimulatedWorld.DESK, venue, VenueServers.PASSWORD),
            SequenceStore.inMemory(),
            seen);
  }

  private static OrderTicket buyBitcoin(String quantity) {
    return new OrderTicket()
        .clientOrderId(ORDER)
        .on("BTC-USDT-PERP", OrderSide.BUY)
        .limit(E8.parse("65000"), E8.parse(quantity))
        .timeInForce(OrderTimeInForce.IOC);
  }

  private List<Position> positions(String venue) {
    return only(VenueAccount.class).stream()
        .filter(account -> account.getVenue().equals(venue))
        .reduce((older, newer) -> newer)
        .map(VenueAccount::getPositions)
        .orElse(List.of());
  }

  private <T> List<T> only(Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private long secondsPassed() {
    return (nowMicros - START_MICROS) / 1_000_000;
  }

  private void until(String what, BooleanSupplier holds) {
    long deadlineNanos = System.nanoTime() + 60_000_000_000L;
    while (!holds.getAsBoolean()) {
      nowMicros += STEP_MICROS;
      records.addAll(servers.step(nowMicros));
      client.poll(nowMicros);
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("did not happen within 60 s: " + what + "; told: " + seen.lines);
      }
    }
  }
}
