package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.market.MarketFaults;
import io.hedgerow.simulator.market.MarketFeed;
import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.simulator.market.StressEpisode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** The seeded market in real time, with lost deltas and a garbled record now and then. */
final class GeneratedFeed implements DemoFeed {

  private static final long GARBLED_EVERY_MICROS = 5_000_000L;

  /**
   * An hour of one book: of 24 books one has a gap about every 2.5 minutes, and none has three in
   * the ten minutes in which they would restrict its route.
   */
  static final int LOSE_EACH_NTH_DELTA = 36_000;

  /** Long enough that everything is NORMAL before. */
  private static final Duration SCENARIO_AFTER = Duration.ofSeconds(40);

  private final StressEpisode scenario;
  private final EventProducer producer;
  private final EventProducer garbler;
  private final long seed;
  private final MarketFeed market;
  private final FeedThread thread;
  private long garbledAtMicros;
  private boolean closed;

  /**
   * @param scenario a stress episode, or null
   */
  GeneratedFeed(String bootstrapServers, long seed, StressEpisode scenario) {
    this.producer = EventProducer.open(bootstrapServers, "hedgerow/generator");
    this.garbler = EventProducer.open(bootstrapServers, "hedgerow/generator");
    this.seed = seed;
    this.scenario = scenario;
    MarketSettings settings =
        MarketSettings.usual(seed, clockMicros()).with(MarketFaults.dropping(LOSE_EACH_NTH_DELTA));
    if (scenario != null) {
      settings = settings.with(scenario.plan(SCENARIO_AFTER, scenario.plan().lasts()));
    }
    this.market = new MarketFeed(new MarketGenerator(settings)::step, producer, this::clockMicros);
    this.thread = new FeedThread("generated-feed", market);
  }

  @Override
  public String describe() {
    return "generated market, seed "
        + seed
        + (scenario == null
            ? ""
            : ", " + scenario.text() + " from second " + SCENARIO_AFTER.toSeconds());
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
      producer.close();
      garbler.close();
    }
  }
}
