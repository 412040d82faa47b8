package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.engine.EngineInputs;
import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.replay.Replay;
import io.hedgerow.fastpath.wire.EscalatedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.OrderFilledDecoder;
import io.hedgerow.fastpath.wire.OrderRequestedDecoder;
import io.hedgerow.fastpath.wire.PairChangedDecoder;
import io.hedgerow.fastpath.wire.SessionChangedDecoder;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole engine on its thread, over FIX and TCP, against two venues that fill at once. */
@Tag("ORD-1")
@Tag("ORD-4")
@Tag("IDEM-2")
class EngineOverFixTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<FillingVenue> venues = List.of(new FillingVenue(), new FillingVenue());
  private Journal journal;
  private EngineRunner runner;
  private Inputs inputs;

  /** Offers inputs to the runner, of the time that it is. */
  private final class Inputs extends EngineInputs {
    @Override
    protected void input(int templateId, UnsafeBuffer message, int length) {
      assertThat(runner.offer(templateId, message, length)).isTrue();
    }

    @Override
    protected int journalRoomPpm() {
      return journal.roomPpm();
    }
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  @BeforeEach
  void start() throws IOException {
    Path files = Files.createDirectory(folder.resolve("journal"));
    journal = Journal.open(files, JournalSettings.of(1, "test").withBytes(1 << 20, 1L << 26));
    InputQueue queue = new InputQueue();
    FixLinks links = new FixLinks(EngineRig.registry(), queue);
    for (int venue = 0; venue < 2; venue++) {
      String name = EngineRig.registry().venues().get(venue).name();
      FixAcceptor acceptor =
          new FixAcceptor(
              AcceptorSettings.onLoopback(name, Map.of("DESK", "secret")),
              venues.get(venue),
              new SessionMemory());
      open.add(AcceptorThread.start(acceptor, EngineOverFixTest::nowMicros, 100_000));
      FixClientSettings settings = FixClientSettings.of(acceptor.address(), "DESK", name, "secret");
      FileSequenceStore store =
          FileSequenceStore.open(folder.resolve(name + ".session"), settings.session());
      open.add(store);
      links.add(venue, settings, store);
    }
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
                    nowMicros()),
            links,
            queue,
            EngineOverFixTest::nowMicros,
            false);
    inputs = new Inputs();
    runner.start();
  }

  @AfterEach
  void stop() throws Exception {
    runner.close();
    journal.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void shouldSendBothLegsAndTakeBothFills() throws InterruptedException {
    await(() -> count(SessionChangedDecoder.TEMPLATE_ID) >= 2);
    inputs.nowMicros = nowMicros();
    inputs.knowEverything();
    inputs.signal("S1", 30_200);

    await(() -> count(PairChangedDecoder.TEMPLATE_ID) >= 1);

    assertThat(count(OrderRequestedDecoder.TEMPLATE_ID)).isEqualTo(2);
    assertThat(count(OrderFilledDecoder.TEMPLATE_ID)).isEqualTo(2);
    runner.close();
    assertThat(runner.failure()).isNull();
    Replay replay = new Replay(EngineRig.registry(), EngineSettings.of(2, 3));
    try (JournalReader reader = JournalReader.fromStart(folder.resolve("journal"))) {
      while (reader.poll(replay, Integer.MAX_VALUE) > 0) {
        // to the end
      }
    }
    assertThat(replay.difference()).isNull();
    assertThat(replay.missing()).isZero();
  }

  @Test
  @Tag("TRUTH-3")
  void shouldNotCountTheFillOfAnInstrumentThatItDoesNotKnow() throws InterruptedException {
    venues.get(EngineInputs.ALPHA).states("ETH-USDT");
    await(() -> count(SessionChangedDecoder.TEMPLATE_ID) >= 2);
    inputs.nowMicros = nowMicros();
    inputs.knowEverything();
    inputs.signal("S1", 30_200);

    await(() -> count(EscalatedDecoder.TEMPLATE_ID) >= 1);
    await(() -> count(OrderFilledDecoder.TEMPLATE_ID) >= 1);
    runner.close();

    assertThat(filledLegs()).containsOnly(1);
  }

  private List<Integer> filledLegs() {
    List<Integer> legs = new ArrayList<>();
    OrderFilledDecoder filled = new OrderFilledDecoder();
    try (JournalReader reader = JournalReader.fromStart(folder.resolve("journal"))) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == OrderFilledDecoder.TEMPLATE_ID) {
                  filled.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                  legs.add((int) filled.leg());
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return legs;
  }

  private int count(int template) {
    int[] seen = new int[1];
    try (JournalReader reader = JournalReader.fromStart(folder.resolve("journal"))) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> seen[0] += type == template ? 1 : 0,
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return seen[0];
  }

  private void await(BooleanSupplier done) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      assertThat(runner.failure()).isNull();
      assertThat(System.nanoTime()).isLessThan(giveUpAt);
      Thread.sleep(20);
    }
  }
}
