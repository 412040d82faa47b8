package io.hedgerow.simulator.world;

import io.hedgerow.simulator.feedserver.FeedServer;
import io.hedgerow.simulator.feedserver.ServedMarket;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.FrameFaults;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * The wires of a {@link SimulatedWorld}, on free ports of the loopback: FIX 4.4 order entry at each
 * venue for the account {@link SimulatedWorld#DESK}, and market data in the formats of real venues.
 * Belongs to the thread that steps; addresses may be asked for by any.
 */
public final class VenueServers implements AutoCloseable {

  /** The desk's password at each venue. */
  public static final String PASSWORD = "hedgerow";

  private final SimulatedWorld world;
  private final Map<String, FixAcceptor> acceptors = new LinkedHashMap<>();
  private final Map<String, InetSocketAddress> addresses = new LinkedHashMap<>();
  private final Map<ServedMarket, FeedServer> feeds = new EnumMap<>(ServedMarket.class);

  private long newestMicros = Long.MIN_VALUE;

  private VenueServers(SimulatedWorld world) {
    this.world = world;
  }

  /**
   * Starts to listen.
   *
   * @throws IOException if no port is free
   */
  public static VenueServers open(SimulatedWorld world) throws IOException {
    VenueServers servers = new VenueServers(world);
    try {
      for (String venue : world.exchanges().keySet()) {
        servers.accept(venue);
      }
      for (ServedMarket market : ServedMarket.values()) {
        servers.feeds.put(
            market, FeedServer.start(market, world.instruments(), world.faults().seed()));
      }
      return servers;
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void accept(String venue) throws IOException {
    AcceptorSettings settings =
        AcceptorSettings.onLoopback(venue, Map.of(SimulatedWorld.DESK, PASSWORD));
    FixAcceptor acceptor =
        new FixAcceptor(settings, world.exchanges().get(venue), new SessionMemory());
    acceptors.put(venue, acceptor);
    addresses.put(venue, acceptor.address());
    world.attach(venue, acceptor);
  }

  /** Where each venue takes orders. */
  public Map<String, InetSocketAddress> orderEntry() {
    return Map.copyOf(addresses);
  }

  /** Market data in the formats of real venues. */
  public Map<ServedMarket, FeedServer> feeds() {
    return Map.copyOf(feeds);
  }

  /** Steps the world, and says on all wires what has happened. As {@link SimulatedWorld#step}. */
  public List<SpecificRecord> step(long nowMicros) {
    List<SpecificRecord> records = world.step(nowMicros);
    List<SpecificRecord> market = world.newestMarket();
    feeds.forEach(
        (served, server) -> {
          strike(served.source().id(), server, nowMicros);
          server.publish(market, nowMicros);
        });
    newestMicros = nowMicros;
    return records;
  }

  private void strike(String venue, FeedServer server, long nowMicros) {
    FrameFaults faults = world.frames(venue);
    server.faults().stale(faults.isAllStale(nowMicros));
    server.faults().drop(faults.dropChancePpm(nowMicros));
    server.clockStep(world.exchanges().get(venue).clockStepMicros(nowMicros));
    boolean restarted =
        world.faults().of(venue, FaultKind.RESTART).stream()
            .anyMatch(fault -> fault.toMicros() > newestMicros && fault.toMicros() <= nowMicros);
    if (restarted) {
      server.restart();
    }
    server.reachable(world.exchanges().get(venue).isConnected(nowMicros));
  }

  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    acceptors.values().forEach(acceptor -> attempt(acceptor, failures));
    feeds.values().forEach(server -> attempt(server, failures));
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }

  private static void attempt(AutoCloseable server, List<RuntimeException> failures) {
    try {
      server.close();
    } catch (Exception e) {
      failures.add(new IllegalStateException("a simulated venue did not close: " + e, e));
    }
  }
}
