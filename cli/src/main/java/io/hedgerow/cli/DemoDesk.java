package io.hedgerow.cli;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.OrderTimeInForce;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.venue.InstrumentRules;
import io.hedgerow.simulator.world.SimulatedWorld;
import io.hedgerow.simulator.world.VenueServers;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Who trades in the demo: a scripted desk that every two seconds buys a perpetual at one venue and
 * sells as much of it at another, over FIX, and goes back the time after. It trades only where the
 * risk state and both books allow it, and adds up what the venues report, so that the closing lines
 * can compare that with their statements. It hedges nothing that was filled on one side only.
 *
 * <p>Its own thread sends and listens; {@link #see} and the counts may be called from any.
 */
final class DemoDesk implements AutoCloseable {

  private static final long EVERY_MICROS = 2_000_000;
  private static final long NOTIONAL_E8 = 2_000 * E8.ONE;

  /** 0.2 % beyond the touch. */
  private static final long TOLERANCE_PPM = 2_000;

  private static final long MILLION = 1_000_000;
  private static final long PAUSE_NANOS = 1_000_000;
  private static final List<String> PERPETUALS =
      List.of("BTC-USDT-PERP", "ETH-USDT-PERP", "SOL-USDT-PERP", "PAXG-USDT-PERP");

  private final List<String> venues;
  private final Map<String, Map<String, InstrumentRules>> rules;
  private final Map<String, FixClient> clients = new TreeMap<>();
  private final DeskOrders orders = new DeskOrders();
  private final OrderTicket ticket = new OrderTicket();
  private final FeedThread thread = new FeedThread("demo-desk", this::run);
  private final String session = Long.toString(System.currentTimeMillis(), 36);
  private volatile DeskSight sight = DeskSight.NOTHING;
  private volatile boolean trading = true;
  private volatile boolean resting;
  private volatile boolean stopped;
  private long pairs;
  private boolean opened;
  private long requests;
  private long nextAtMicros;
  private final AtomicLong heldBack = new AtomicLong();

  /**
   * @param venues where each takes orders
   * @param rules of each venue's instruments
   */
  DemoDesk(Map<String, InetSocketAddress> venues, Map<String, Map<String, InstrumentRules>> rules) {
    this.rules = rules;
    this.venues = List.copyOf(new TreeMap<>(venues).keySet());
    new TreeMap<>(venues)
        .forEach(
            (venue, address) ->
                clients.put(
                    venue,
                    new FixClient(
                        FixClientSettings.of(
                            address, SimulatedWorld.DESK, venue, VenueServers.PASSWORD),
                        SequenceStore.inMemory(),
                        orders.at(venue))));
  }

  void start() {
    thread.start();
  }

  /** What is known of books and restrictions now. */
  void see(DeskSight newest) {
    sight = newest;
  }

  void requireHealthy() {
    thread.requireHealthy();
  }

  private void run() {
    while (!stopped) {
      long now = System.currentTimeMillis() * 1_000;
      clients.values().forEach(client -> client.poll(now));
      orders.overdue(now).forEach(this::ask);
      if (trading && now >= nextAtMicros) {
        nextAtMicros = now + EVERY_MICROS;
        pair(now);
      }
      resting = !trading && clients.values().stream().allMatch(each -> each.openOrders() == 0);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    clients.values().forEach(FixClient::close);
  }

  /** There, and back the next time; what was not opened is not closed. */
  private void pair(long nowMicros) {
    String instrument = PERPETUALS.get((int) (pairs % PERPETUALS.size()));
    int first = (int) (pairs / PERPETUALS.size() % venues.size());
    String one = venues.get(first);
    String other = venues.get((first + 1) % venues.size());
    DeskSight seen = sight;
    boolean ready = clients.get(one).ready() && clients.get(other).ready();
    boolean allowed = ready && seen.allows(one, other, instrument);
    if (allowed) {
      send(one, instrument, opened ? OrderSide.SELL : OrderSide.BUY, seen, nowMicros);
      send(other, instrument, opened ? OrderSide.BUY : OrderSide.SELL, seen, nowMicros);
    } else {
      heldBack.incrementAndGet();
    }
    if (opened == allowed) {
      pairs++; // closed, or not to be opened
    }
    opened = allowed != opened;
  }

  private void send(
      String venue, String instrument, OrderSide side, DeskSight seen, long nowMicros) {
    InstrumentRules rule = rules.get(venue).get(instrument);
    DeskSight.Touch touch = seen.touch(InstrumentKey.of(venue, instrument));
    boolean buy = side == OrderSide.BUY;
    long priceE8 = buy ? touch.askE8() : touch.bidE8();
    long slackE8 = E8.mulDivFloor(priceE8, TOLERANCE_PPM, MILLION);
    long limitE8 = Math.floorDiv(priceE8 + (buy ? slackE8 : -slackE8), rule.tickE8());
    long unitE8 = E8.mulDivFloor(priceE8, rule.contractSizeE8(), E8.ONE);
    long quantityE8 = E8.mulDivFloor(NOTIONAL_E8, E8.ONE, unitE8) / rule.lotE8() * rule.lotE8();
    String id = nextId();
    ticket
        .clientOrderId(id)
        .on(instrument, side)
        .limit(limitE8 * rule.tickE8(), quantityE8)
        .timeInForce(OrderTimeInForce.IOC);
    orders.sending(id, venue, instrument, side, nowMicros);
    if (clients.get(venue).newOrder(ticket) != SendResult.SENT) {
      orders.notSent(id);
    }
  }

  /** An answer is overdue: the order may be open, filled or lost. */
  private void ask(DeskOrders.Order order) {
    clients.get(order.venue()).requestStatus(order.id(), order.instrument(), order.side());
  }

  private String nextId() {
    String number = Long.toString(++requests, 36);
    return (session + "0".repeat(16 - session.length() - number.length()) + number)
        .toUpperCase(Locale.ROOT);
  }

  /** Sends no more, and waits for the answers that are missing, but not for ever. */
  void settle(long withinMillis) {
    trading = false;
    long until = System.nanoTime() + withinMillis * 1_000_000;
    while ((!resting || orders.openCount() > 0) && System.nanoTime() < until) {
      LockSupport.parkNanos(10 * PAUSE_NANOS);
    }
  }

  /** Its accounts, as the venues' statements are keyed. */
  List<String> accounts() {
    return venues.stream().map(venue -> InstrumentKey.of(venue, SimulatedWorld.DESK)).toList();
  }

  /** Pairs that were not sent because something did not allow it. */
  long heldBack() {
    return heldBack.get();
  }

  DeskOrders orders() {
    return orders;
  }

  /** What the desk holds by the venues' reports, of the base asset; by venue and instrument. */
  Map<String, Long> positionsE8() {
    Map<String, Long> positions = new TreeMap<>();
    orders
        .filled()
        .forEach(
            (key, quantityE8) -> {
              InstrumentRules rule =
                  rules.get(InstrumentKey.venueOf(key)).get(InstrumentKey.instrumentOf(key));
              long base = E8.mulDivFloor(quantityE8, rule.contractSizeE8(), E8.ONE);
              if (base != 0) {
                positions.put(key, base);
              }
            });
    return positions;
  }

  @Override
  public void close() {
    stopped = true;
    thread.join();
  }
}
