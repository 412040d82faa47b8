package io.hedgerow.cli;

import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.fastpath.run.FastPath;
import io.hedgerow.fastpath.run.FastPathSettings;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.simulator.venue.InstrumentRules;
import io.hedgerow.simulator.venue.VenueRules;
import io.hedgerow.simulator.world.SimulatedWorld;
import io.hedgerow.simulator.world.VenueServers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The fast path of the demo, which trades at the simulated venues, with what the live view tells of
 * it. One thread only.
 */
final class DemoTrading implements AutoCloseable {

  private static final int SEGMENT_BYTES = 16 << 20;

  /** Some four hours of the demo's market. */
  private static final long JOURNAL_BYTES = 4L << 30;

  private static final long BOOK_STALE_MICROS = 2_000_000;
  private static final double NANOS_PER_MICRO = 1_000.0;
  private static final double[] PERCENTILES = {50, 99, 99.9};

  private final FastPath fastPath;
  private final Path folder;
  private final EventProducer producer;
  private final NewestViews<VenueAccount> accounts;
  private final VenueLedger ledger;
  private final DemoReconciliation reconciliation;
  private final DemoPairs pairs;
  private boolean closed;

  /**
   * Starts to trade as soon as everything allows it.
   *
   * @param addresses where each venue takes orders
   * @throws IOException if the folder cannot be used
   */
  DemoTrading(
      String bootstrapServers,
      Path folder,
      Map<String, InetSocketAddress> addresses,
      Map<String, VenueRules> rules)
      throws IOException, InterruptedException {
    this.folder = folder;
    Map<String, FixClientSettings> sessions = new TreeMap<>();
    addresses.forEach(
        (venue, address) ->
            sessions.put(
                venue,
                FixClientSettings.of(address, SimulatedWorld.DESK, venue, VenueServers.PASSWORD)));
    Files.createDirectories(folder);
    long usable = Files.getFileStore(folder).getUsableSpace();
    Map<String, Map<String, InstrumentRules>> instruments = new TreeMap<>();
    rules.forEach((venue, of) -> instruments.put(venue, of.instruments()));
    ledger = new VenueLedger(instruments);
    producer = EventProducer.open(bootstrapServers, "hedgerow/demo");
    reconciliation = new DemoReconciliation(ledger, producer);
    accounts = new NewestViews<>(Topic.VENUE_ACCOUNTS, VenueAccount.class, bootstrapServers);
    pairs = new DemoPairs(bootstrapServers, ledger::take);
    fastPath =
        new FastPath(
            new FastPathSettings(
                folder,
                DemoRegistry.of(rules.values()),
                sessions,
                List.of(),
                BOOK_STALE_MICROS,
                bootstrapServers,
                SEGMENT_BYTES,
                Math.max(SEGMENT_BYTES, Math.min(JOURNAL_BYTES, usable / 2)),
                false,
                BuildId.ofThisBuild()));
    fastPath.start();
  }

  /** Reads what is new and compares it with what the venues state. */
  void poll() {
    fastPath.requireHealthy();
    pairs.poll();
    accounts.poll(Duration.ZERO);
    reconciliation.compare(accounts.views().values());
  }

  /** Where its journal is. */
  Path journal() {
    return folder.resolve("journal");
  }

  /** Counts, latency and the newest pairs. */
  String render() {
    StringBuilder text = new StringBuilder("Fast path: " + pairs.counts() + "\n");
    fastPath
        .troubles()
        .forEach((part, trouble) -> text.append(part).append(": ").append(trouble).append('\n'));
    return text.append(latency()).append(pairs.render()).toString();
  }

  private String latency() {
    Histogram nanos = fastPath.latency().nanos();
    if (nanos.getTotalCount() == 0) {
      return "";
    }
    StringBuilder text = new StringBuilder("Signal taken to both legs sent, µs:");
    for (double percentile : PERCENTILES) {
      text.append(
          String.format(
              Locale.ROOT,
              "  p%s %.0f",
              percentile == Math.rint(percentile)
                  ? String.valueOf((long) percentile)
                  : String.valueOf(percentile),
              nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "  worst %.0f  of %,d pairs, the JVM still warming up%n",
                nanos.getMaxValue() / NANOS_PER_MICRO,
                nanos.getTotalCount()))
        .toString();
  }

  /** Opens nothing any more, and compares once everything has come to rest. */
  TradingCheck settle() {
    return TradingCheck.of(fastPath, this::poll, pairs, ledger, accounts);
  }

  /**
   * Ends the fast path; everything that it did is on its topics then.
   *
   * @return how many signals it has decided
   */
  long end() {
    if (!closed) {
      closed = true;
      fastPath.close();
      pairs.readToEnd();
    }
    return pairs.decisions();
  }

  @Override
  public void close() {
    end();
    accounts.close();
    pairs.close();
    producer.close();
  }
}
