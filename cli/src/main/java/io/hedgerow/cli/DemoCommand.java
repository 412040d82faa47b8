package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.LocalFlink;
import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.jobs.signals.SignalsConfig;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.simulator.broker.TemporaryFolder;
import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.replay.ReplaySpeed;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything on one machine: broker, topics, job, feed, and a live table of the network state. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Start a broker, simulated venues and the jobs that read them, and show state,"
            + " restrictions and alerts live until Ctrl-C.")
final class DemoCommand implements Callable<Integer> {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(5);
  private static final int PARALLELISM = 2;

  /** How long the closing counts may take to agree: the job may have much left to read. */
  private static final Duration SUMMARY_WITHIN = Duration.ofSeconds(60);

  /** The same after Ctrl-C: with the closing of all parts it fits into the wait of the hook. */
  private static final Duration SUMMARY_WITHIN_AFTER_STOP = Duration.ofSeconds(10);

  private static final Duration HOOK_WAITS = Duration.ofSeconds(60);

  @Option(names = "--seconds", description = "Stop after this many seconds; default: on Ctrl-C.")
  private Long seconds;

  @Option(
      names = "--data",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "DIR",
      description =
          "Replay recorded market data instead of the generated market; without DIR from"
              + " ../shared/data.")
  private String data;

  @Option(
      names = "--speed",
      description = "Replay so many times faster than recorded, or max (${DEFAULT-VALUE}).",
      defaultValue = "1")
  private ReplaySpeed speed;

  @Option(names = "--seed", description = "Of the generated market (${DEFAULT-VALUE}).")
  private long seed = 7;

  @Option(
      names = "--scenario",
      paramLabel = "NAME|FILE",
      completionCandidates = ScenarioNames.class,
      description =
          "A stress episode in the generated market, 40 s after the start"
              + " (${COMPLETION-CANDIDATES}), or a YAML file with faults of its venues"
              + " (docs/scenarios.md).")
  private String scenario;

  @Option(
      names = "--web-port",
      description =
          "Port of the network-state job's web UI; default: 8081, or a free one if that is taken.")
  private Integer webPort;

  /** For {@code --help}. */
  static final class ScenarioNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(StressEpisode.values()).map(StressEpisode::text).iterator();
    }
  }

  /** Runs it; 0 if the closing counts agree, 1 if not. */
  @Override
  public Integer call() {
    if (seconds != null && seconds < 1) {
      throw UserException.ofUsage("--seconds: expected 1 or more, saw " + seconds);
    }
    if (webPort != null) {
      requireFree(webPort);
    }
    if (scenario != null && data != null) {
      throw UserException.ofUsage("--scenario needs the generated market: leave --data out");
    }
    Path recorded = recordedFolder();
    DemoScenario played = scenario == null ? DemoScenario.NONE : DemoScenario.of(scenario);
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              awaitQuietly(done);
            },
            "stop-demo");
    Runtime.getRuntime().addShutdownHook(hook);
    try (RunningDemo demo = RunningDemo.claim();
        TemporaryFolder folder = TemporaryFolder.create("hedgerow-demo")) {
      return runIn(folder.path(), demo, recorded, played, stop) ? 0 : 1;
    } catch (IOException e) {
      throw new UserException("the demo could not write a file: " + e);
    } finally {
      done.countDown();
    }
  }

  private boolean runIn(
      Path folder, RunningDemo demo, Path recorded, DemoScenario played, CountDownLatch stop)
      throws IOException {
    say("Starting a Kafka broker ...");
    try (EmbeddedBroker broker =
        new EmbeddedBroker(folder.resolve("kafka"), EmbeddedBroker.ANY_PORT).start()) {
      String servers = broker.bootstrapServers();
      demo.announce(servers);
      try (TopicAdmin admin = TopicAdmin.connect(servers)) {
        say("Creating " + admin.createCatalogue().size() + " topics ...");
      }
      say("Starting the network-state, the risk and the signals job, and the fast path ...");
      try (LocalFlink network = startNetworkState(servers, folder);
          LocalFlink riskJob = startRisk(servers, folder);
          LocalFlink signalsJob = startSignals(servers, folder);
          DemoSignals signals = new DemoSignals(servers);
          DemoRisk risk = new DemoRisk(servers);
          DemoFeed feed = feed(servers, recorded, played)) {
        return run(
            new DemoJobs(network, riskJob, signalsJob),
            servers,
            folder,
            risk,
            signals,
            feed,
            played,
            stop);
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("the job did not start: " + e.getMessage(), e);
      }
    }
  }

  private boolean run(
      DemoJobs jobs,
      String servers,
      Path folder,
      DemoRisk risk,
      DemoSignals signals,
      DemoFeed feed,
      DemoScenario played,
      CountDownLatch stop)
      throws Exception {
    boolean trades = !feed.orderEntry().isEmpty();
    risk.publishPolicy(trades);
    try (DemoTrading trading =
        trades
            ? new DemoTrading(servers, folder.resolve("fast-path"), feed.orderEntry(), feed.rules())
            : null) {
      feed.start();
      System.out.print(feed.addresses());
      show(servers, jobs, risk, signals, Optional.ofNullable(trading), feed, stop);
      Optional<TradingCheck> traded = Optional.ofNullable(trading).map(DemoTrading::settle);
      feed.close();
      DemoSummary summary =
          DemoSummary.await(
              jobs,
              servers,
              feed.rejected(),
              () -> stop.getCount() == 0 ? SUMMARY_WITHIN_AFTER_STOP : SUMMARY_WITHIN);
      System.out.print(summary.render());
      RiskAudit audit = RiskAudit.of(servers);
      System.out.print(audit.render());
      System.out.print(signals.render());
      traded.ifPresent(check -> System.out.print(check.render()));
      boolean tradesAgree = played.mayHideFills() || traded.map(TradingCheck::agrees).orElse(true);
      boolean decided = trading == null || isDecided(trading, servers);
      return summary.agrees() && audit.fault().isEmpty() && tradesAgree && decided;
    }
  }

  /** Whether every signal has its decision. */
  private static boolean isDecided(DemoTrading trading, String servers) {
    try (BrokerCounts broker = new BrokerCounts(servers)) {
      DemoSummary.Pair decisions =
          new DemoSummary.Pair(broker.records(Topic.EXECUTION_SIGNALS), trading.end());
      System.out.printf(
          Locale.ROOT,
          "Decisions: %,d signals, %,d decisions on the broker: %s%n",
          decisions.written(),
          decisions.onBroker(),
          decisions.agrees() ? "yes" : "NO");
      return decisions.agrees();
    }
  }

  private LocalFlink startRisk(String servers, Path folder) throws Exception {
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "risk", PARALLELISM, freePort(8082), folder.resolve("risk"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            RiskOnKafka.build(
                env, JobArguments.parse("--bootstrap-servers", servers, "--bootstrap")));
  }

  private LocalFlink startSignals(String servers, Path folder) throws Exception {
    Path config = folder.resolve("signals.yaml");
    try (InputStream shipped = SignalsConfig.shipped()) {
      Files.copy(shipped, config);
    }
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "signals", PARALLELISM, freePort(8083), folder.resolve("signals"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            SignalsOnKafka.build(
                env,
                JobArguments.parse(
                    "--bootstrap-servers", servers, "--bootstrap", "--config", config.toString())));
  }

  private LocalFlink startNetworkState(String servers, Path folder) throws Exception {
    int port = webPort == null ? freePort(8081) : webPort;
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "network-state", PARALLELISM, port, folder.resolve("checkpoints"), CHECKPOINT_EVERY);
    return LocalFlink.start(
        settings,
        env ->
            NetworkStateOnKafka.build(
                env, JobArguments.parse("--bootstrap-servers", servers, "--bootstrap")));
  }

  private DemoFeed feed(String servers, Path recorded, DemoScenario played) throws IOException {
    return recorded == null
        ? new GeneratedFeed(servers, seed, played)
        : new ReplayFeed(servers, recorded, speed);
  }

  private void show(
      String servers,
      DemoJobs jobs,
      DemoRisk risk,
      DemoSignals signals,
      Optional<DemoTrading> trading,
      DemoFeed feed,
      CountDownLatch stop)
      throws InterruptedException {
    boolean terminal = Boolean.getBoolean("hedgerow.terminal");
    DemoScreen screen = new DemoScreen(System.out, terminal);
    long redrawMillis = terminal ? 500 : 10_000;
    long startedAt = System.nanoTime();
    long drawnAt = startedAt;
    try (NewestViews<DepthView> books =
            new NewestViews<>(Topic.STATE_DEPTH, DepthView.class, servers);
        NewestViews<FundingView> funding =
            new NewestViews<>(Topic.STATE_FUNDING, FundingView.class, servers);
        NewestViews<VenueView> venues =
            new NewestViews<>(Topic.STATE_VENUES, VenueView.class, servers);
        NewestViews<VenueAccount> accounts =
            new NewestViews<>(Topic.VENUE_ACCOUNTS, VenueAccount.class, servers)) {
      boolean stopping = false;
      while (!stopping) {
        stopping = stop.await(200, TimeUnit.MILLISECONDS);
        books.poll(Duration.ofMillis(50));
        funding.poll(Duration.ZERO);
        venues.poll(Duration.ZERO);
        accounts.poll(Duration.ZERO);
        risk.poll();
        trading.ifPresent(DemoTrading::poll);
        signals.poll();
        jobs.requireRunning();
        feed.check();
        long ranSeconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startedAt);
        stopping |= feed.finished() || (seconds != null && ranSeconds >= seconds);
        if (stopping || System.nanoTime() - drawnAt >= redrawMillis * 1_000_000) {
          drawnAt = System.nanoTime();
          String headline =
              String.format(
                  Locale.ROOT,
                  "Hedgerow   %s   %d s   Flink: %s   Kafka: %s   Ctrl-C stops",
                  feed.describe(),
                  ranSeconds,
                  jobs.network().webUi(),
                  servers);
          screen.draw(
              headline,
              books.views(),
              funding.views(),
              venues.views().values(),
              accounts.views().values(),
              trading,
              signals,
              risk,
              feed.clockMicros());
        }
      }
    }
  }

  private Path recordedFolder() {
    if (data == null) {
      return null;
    }
    Path folder = DataFolder.orNull(data.isEmpty() ? null : Path.of(data));
    if (folder == null) {
      throw new UserException(
          "there is no ../shared/data; name a folder: hedgerow demo --data DIR, or leave --data"
              + " out for the generated market");
    }
    return folder;
  }

  private static void requireFree(int port) {
    if (port < 1 || port > 65_535) {
      throw UserException.ofUsage("--web-port: expected 1 to 65535, saw " + port);
    }
    try {
      new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
    } catch (IOException e) {
      throw new UserException(
          "--web-port " + port + " is in use; name another, or none to get a free one");
    }
  }

  private static int freePort(int preferred) throws IOException {
    for (int port : new int[] {preferred, 0}) {
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (java.net.BindException e) {
        if (port == 0) {
          throw e;
        }
      }
    }
    throw new IllegalStateException("port 0 gives a free port or an exception");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(HOOK_WAITS.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
