package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.fastpath.bridge.JournalPublisher;
import io.hedgerow.fastpath.bridge.KafkaBridge;
import io.hedgerow.fastpath.bridge.OperatorBridge;
import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.feed.FeedAddress;
import io.hedgerow.fastpath.feed.VenueFeeds;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.registry.RegistryFile;
import io.hedgerow.fastpath.wire.CommandReceivedEncoder;
import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.WireScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.agrona.concurrent.SystemEpochMicroClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One fast path: the journal, the sessions, the engine on its thread, the bridge that feeds it and
 * the publisher that tells what it did; begun and ended together (DESIGN §5).
 *
 * <p>The engine goes on while Kafka is away, as far as what it knows is fresh enough; the bridge
 * and the publisher are made again until it is back ({@link #troubles}). Its methods may be called
 * by any thread, one at a time.
 */
public final class FastPath implements AutoCloseable {

  private static final long PAUSE_NANOS = 5_000_000;
  private static final int COMMAND_BYTES = 256;

  private final Registry registry;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final EngineRunner runner;
  private final FixLinks links;
  private final RevivedPart<KafkaBridge> bridge;
  private final OperatorBridge operators;
  private final VenueFeeds feeds;
  private final RevivedPart<JournalPublisher> publisher;

  /**
   * Opens files and connections; nothing runs before {@link #start}.
   *
   * @throws IllegalArgumentException if the registry or a session makes no sense
   * @throws io.hedgerow.fastpath.journal.JournalException if the journal cannot be written or is
   *     damaged
   * @throws IOException if the folder cannot be used
   */
  public FastPath(FastPathSettings settings) throws IOException {
    registry = RegistryFile.parse(settings.registryText());
    requireSessions(settings.sessions());
    Path journalFolder = settings.data().resolve("journal");
    ControlFolder folder = new ControlFolder(settings.data());
    if (Files.notExists(journalFolder)) {
      // Later a missing folder may be one with a halt in it: nobody makes it again by himself.
      Files.createDirectories(journalFolder);
      folder.create();
    }
    boolean opened = false;
    try {
      Journal journal =
          opened(
              Journal.open(
                  journalFolder,
                  JournalSettings.of(System.currentTimeMillis(), settings.build())
                      .withBytes(settings.segmentBytes(), settings.maxJournalBytes())));
      publisher =
          opened(
              new RevivedPart<>(
                  "hedgerow-publisher-watch",
                  () ->
                      new JournalPublisher(
                          journalFolder,
                          registry,
                          settings.build(),
                          EventProducer.open(settings.bootstrapServers(), "hedgerow/fast-path"))));
      InputQueue queue = new InputQueue();
      links = links(settings, queue);
      EngineSettings bounds =
          EngineSettings.of(registry.venues().size(), registry.instruments().size());
      SystemEpochMicroClock clock = new SystemEpochMicroClock();
      LocalControl control = opened(LocalControl.watch(folder, registry, clock));
      runner =
          opened(
              new EngineRunner(
                  () ->
                      new JournaledEngine(
                          journal,
                          journalFolder,
                          registry,
                          settings.registryText(),
                          bounds,
                          links,
                          UnaryOperator.identity(),
                          RunNumbers.in(settings.data().resolve("last-run")),
                          clock.microTime()),
                  links,
                  queue,
                  clock,
                  settings.spins()));
      runner.controlledBy(control);
      bridge = opened(new RevivedPart<>("hedgerow-bridge-watch", () -> bridge(settings)));
      feeds =
          settings.feeds().isEmpty()
              ? null
              : opened(
                  new VenueFeeds(
                      registry, settings.feeds(), settings.bookStaleMicros(), runner::offer));
      operators = opened(new OperatorBridge(settings.bootstrapServers(), runner::offer, clock));
      opened = true;
    } finally {
      if (!opened) {
        closeAll();
      }
    }
  }

  private KafkaBridge bridge(FastPathSettings settings) {
    KafkaBridge made = new KafkaBridge(settings.bootstrapServers(), registry, runner::offer);
    made.withoutBooksOf(
        settings.feeds().stream().map(FeedAddress::venue).collect(Collectors.toSet()));
    return made;
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private void requireSessions(Map<String, FixClientSettings> sessions) {
    for (Registry.Venue venue : registry.venues()) {
      if (!sessions.containsKey(venue.name())) {
        throw new IllegalArgumentException(
            "expected a session for each venue of the registry, saw none of " + venue.name());
      }
    }
    for (String venue : sessions.keySet()) {
      if (registry.venue(venue) == Registry.UNKNOWN) {
        throw new IllegalArgumentException(
            "session of " + venue + ": expected a venue of the registry");
      }
    }
  }

  private FixLinks links(FastPathSettings settings, InputQueue queue) throws IOException {
    Path folder = Files.createDirectories(settings.data().resolve("sessions"));
    FixLinks links = new FixLinks(registry, queue);
    for (Map.Entry<String, FixClientSettings> session : settings.sessions().entrySet()) {
      FileSequenceStore store =
          opened(
              FileSequenceStore.open(
                  folder.resolve(session.getKey() + ".session"), session.getValue().session()));
      links.add(registry.venue(session.getKey()), session.getValue(), store);
    }
    return links;
  }

  /**
   * Begins: the engine reads its journal, then everything else. Kafka may be away.
   *
   * @throws IllegalStateException if the engine cannot go on from its journal, or a topic is
   *     missing
   */
  public void start() throws InterruptedException {
    runner.start();
    awaitEngine();
    publisher.start();
    bridge.start();
    operators.start();
    if (feeds != null) {
      feeds.start();
    }
  }

  /** What it will do with what the journal holds is known before anybody is told of it. */
  private void awaitEngine() {
    while (!runner.isOpen()) {
      requireHealthy();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /**
   * Does nothing while the engine runs.
   *
   * @throws IllegalStateException if it has ended by itself, with the reason
   */
  public void requireHealthy() {
    Throwable failure = runner.failure();
    if (failure != null) {
      throw new IllegalStateException("the engine has ended: " + failure.getMessage(), failure);
    }
  }

  /** What is wrong beside the engine, which goes on without it, by part; empty: nothing. */
  public Map<String, String> troubles() {
    Map<String, String> troubles = new TreeMap<>();
    put(troubles, "reading from Kafka", bridge.trouble());
    put(troubles, "publishing to Kafka", publisher.trouble());
    put(troubles, "reading ops.commands", messageOf(operators.trouble()));
    put(troubles, "market data", messageOf(feeds == null ? null : feeds.failure()));
    put(troubles, "a command was refused", operators.lastRefusal());
    for (Registry.Venue venue : registry.venues()) {
      put(troubles, "session of " + venue.name(), links.down(venue.number()));
    }
    return troubles;
  }

  private static void put(Map<String, String> troubles, String part, String trouble) {
    if (!trouble.isEmpty()) {
      troubles.put(part, trouble);
    }
  }

  private static String messageOf(Throwable failure) {
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  /** Venues and instruments by number. */
  public Registry registry() {
    return registry;
  }

  /** From signals to both legs. */
  public PairLatency latency() {
    return runner.latency();
  }

  /**
   * Opens nothing any more, cancels what rests, and waits until nothing is open, owed or unknown.
   *
   * @return whether it came to that in time
   */
  public boolean halt(long withinMillis) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[COMMAND_BYTES]);
    CommandReceivedEncoder command = new CommandReceivedEncoder();
    command
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .command(LocalCommand.HALT)
        .scopeType(WireScope.SYSTEM)
        .scope((short) Registry.UNKNOWN)
        .source(CommandSource.ENDING)
        .by("engine")
        .reason("it is being ended");
    int length = MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMillis);
    boolean told = false;
    while (runner.isRunning() && System.nanoTime() < until) {
      told = told || runner.offer(CommandReceivedEncoder.TEMPLATE_ID, buffer, length);
      if (told && runner.isFlat()) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  /** Ends at once: sessions are cut, and what the journal holds is published. */
  @Override
  public void close() {
    closeAll();
  }

  private void closeAll() {
    List<Exception> failures = new ArrayList<>();
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          "the fast path did not end well: " + failures.get(0).getMessage(), failures.get(0));
    }
  }
}
