package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketFaults;
import io.hedgerow.simulator.market.MarketFeed;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.venue.VenueFault;
import io.hedgerow.simulator.venue.VenueFaults;
import io.hedgerow.simulator.venue.VenueRules;
import io.hedgerow.simulator.world.SimulatedWorld;
import io.hedgerow.simulator.world.VenueServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The simulated world in real time, venues and their wires included, with lost deltas and a garbled
 * record now and then.
 */
final class GeneratedFeed implements DemoFeed {

  private static final long GARBLED_EVERY_MICROS = 5_000_000L;

  /**
   * An hour of one book: of the 24 that are generated one has a gap about every 2.5 minutes, and
   * none has three in the ten minutes in which they would restrict its route. The eight books of
   * the self-custody venue follow those of another, gaps included.
   */
  static final int LOSE_EACH_NTH_DELTA = 36_000;

  /** Long enough that everything is NORMAL before. */
  private static final Duration SCENARIO_AFTER = Duration.ofSeconds(40);

  private final DemoScenario scenario;
  private final EventProducer producer;
  private final EventProducer garbler;
  private final long seed;
  private final VenueServers servers;
  private final SimulatedWorld world;
  private final MarketFeed market;
  private final FeedThread thread;
  private long garbledAtMicros;
  private boolean closed;

  /**
   * Opens the world and its wires.
   *
   * @throws IOException if no port is free
   */
  GeneratedFeed(String bootstrapServers, long seed, DemoScenario scenario) throws IOException {
    this.producer = EventProducer.open(bootstrapServers, "hedgerow/generator");
    this.garbler = EventProducer.open(bootstrapServers, "hedgerow/generator");
    this.seed = seed;
    this.scenario = scenario;
    long startMicros = clockMicros();
    MarketSettings settings =
        MarketSettings.usual(seed, startMicros).with(MarketFaults.dropping(LOSE_EACH_NTH_DELTA));
    StressEpisode episode = scenario.episode();
    if (episode != null) {
      settings = settings.with(episode.plan(SCENARIO_AFTER, episode.plan().lasts()));
    }
    this.world = new SimulatedWorld(settings, faults(startMicros));
    this.servers = VenueServers.open(world);
    this.market = new MarketFeed(servers::step, producer, this::clockMicros);
    this.thread = new FeedThread("generated-feed", market);
  }

  /** Those of the scenario come first: of two jumps the first counts. */
  private VenueFaults faults(long startMicros) {
    VenueFaults chosen = scenario.faultsFrom(startMicros);
    List<VenueFault> all = new ArrayList<>(chosen.faults());
    all.addAll(Dislocations.from(startMicros));
    return new VenueFaults(chosen.seed(), all);
  }

  @Override
  public String describe() {
    return "generated market, seed " + seed + scenario.describe(SCENARIO_AFTER.toSeconds());
  }

  @Override
  public Map<String, InetSocketAddress> orderEntry() {
    return servers.orderEntry();
  }

  @Override
  public Map<String, VenueRules> rules() {
    Map<String, VenueRules> rules = new TreeMap<>();
    world.exchanges().forEach((venue, exchange) -> rules.put(venue, exchange.rules()));
    return rules;
  }

  @Override
  public String addresses() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(servers.orderEntry())
        .forEach(
            (venue, address) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %-12s FIX 4.4 at 127.0.0.1:%d%n",
                        venue,
                        address.getPort())));
    servers
        .feeds()
        .forEach(
            (market, server) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  %-12s market data as %s: --url %s --rest-url %s%n",
                        market.source().id(),
                        market,
                        server.streamUrl(),
                        server.restUrl())));
    return text.toString();
  }

  @Override
  public void start() {
    garbledAtMicros = clockMicros();
    thread.start();
  }

  @Override
  public long clockMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  @Override
  public boolean finished() {
    return false;
  }

  @Override
  public long rejected() {
    return 0;
  }

  @Override
  public void check() {
    thread.requireHealthy();
    long now = clockMicros();
    if (now - garbledAtMicros >= GARBLED_EVERY_MICROS) {
      garbledAtMicros = now;
      garbler.sendRaw(
          Topic.MARKET_BOOKS.topicName(),
          "SIM-ALPHA|BTC-USDT".getBytes(StandardCharsets.US_ASCII),
          "not a record of the contract".getBytes(StandardCharsets.US_ASCII),
          now,
          List.of());
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      market.stop();
      thread.join();
      servers.close();
      producer.close();
      garbler.close();
    }
  }
}
