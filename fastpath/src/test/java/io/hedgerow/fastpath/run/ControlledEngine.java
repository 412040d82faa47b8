package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.control.EngineStatus;
import io.hedgerow.fastpath.engine.EngineInputs;
import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.wire.CommandReceivedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import io.hedgerow.simulator.venue.OrderEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine on its thread, over FIX, in a data folder with journal and control folder. */
public final class ControlledEngine extends EngineInputs implements AutoCloseable {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  final EngineRunner runner;
  final ControlFolder control;
  private final Path data;
  private final Journal journal;
  private final LocalControl localControl;
  private final List<AutoCloseable> open = new ArrayList<>();

  /** Starts over what the folder holds; the control folder is not made here. */
  public ControlledEngine(Path data, Supplier<OrderEntry> venues, int run) throws IOException {
    this.data = data;
    Path files = Files.createDirectories(data.resolve("journal"));
    journal = Journal.open(files, JournalSettings.of(run, "test").withBytes(1 << 20, 1L << 28));
    InputQueue queue = new InputQueue();
    FixLinks links = new FixLinks(registry, queue);
    for (int venue = 0; venue < 2; venue++) {
      String name = registry.venues().get(venue).name();
      FixAcceptor acceptor =
          new FixAcceptor(
              AcceptorSettings.onLoopback(name, Map.of("DESK", "secret")),
              venues.get(),
              new SessionMemory());
      open.add(AcceptorThread.start(acceptor, ControlledEngine::clockMicros, 100_000));
      FixClientSettings settings = FixClientSettings.of(acceptor.address(), "DESK", name, "secret");
      FileSequenceStore store =
          FileSequenceStore.open(data.resolve(name + run + ".session"), settings.session());
      open.add(store);
      links.add(venue, settings, store);
    }
    control = new ControlFolder(data);
    localControl = LocalControl.watch(control, registry, ControlledEngine::clockMicros);
    runner =
        new EngineRunner(
            () ->
                new JournaledEngine(
                    journal,
                    files,
                    EngineRig.registry(),
                    "test",
                    EngineSettings.of(2, 3),
                    links,
                    clockMicros()),
            links,
            queue,
            ControlledEngine::clockMicros,
            false);
    runner.controlledBy(localControl);
    runner.start();
  }

  /** Our clock. */
  public static long clockMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  @Override
  protected void input(int templateId, UnsafeBuffer message, int length) {
    while (!runner.offer(templateId, message, length)) {
      Thread.onSpinWait();
    }
  }

  @Override
  protected int journalRoomPpm() {
    return journal.roomPpm();
  }

  /** Everything is known, as of now. */
  public void see() {
    nowMicros = clockMicros();
    knowEverything();
  }

  /** The first status like this, with the books kept fresh meanwhile. */
  public EngineStatus await(Predicate<EngineStatus> like) throws Exception {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      EngineStatus status = control.status().orElse(null);
      if (status != null && like.test(status)) {
        return status;
      }
      if (System.nanoTime() > giveUpAt) {
        throw new AssertionError("saw only " + status + ", failure " + runner.failure());
      }
      if (runner.isRunning()) {
        see();
      }
      Thread.sleep(20);
    }
  }

  /** Waits until so many commands stand in the journal. */
  void awaitCommands(int count) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (commands().size() < count) {
      if (System.nanoTime() > giveUpAt) {
        throw new AssertionError("saw only " + commands());
      }
      Thread.sleep(20);
    }
  }

  /** The commands in the journal: what, from where, by whom and why. */
  public List<String> commands() {
    List<String> commands = new ArrayList<>();
    try (JournalReader reader = JournalReader.fromStart(data.resolve("journal"))) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == CommandReceivedDecoder.TEMPLATE_ID) {
                  CommandReceivedDecoder command =
                      new CommandReceivedDecoder()
                          .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                  commands.add(
                      command.command()
                          + " "
                          + command.source()
                          + " "
                          + command.by()
                          + ": "
                          + command.reason());
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return commands;
  }

  @Override
  public void close() throws Exception {
    runner.close();
    localControl.close();
    journal.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }
}
