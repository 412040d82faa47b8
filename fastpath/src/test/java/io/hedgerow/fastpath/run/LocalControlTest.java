package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.control.EngineStatus;
import io.hedgerow.fastpath.control.HaltOrder;
import io.hedgerow.fastpath.engine.HaltCause;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real engine on its thread, without Flink and Kafka, halted by files. */
@Tag("RISK-6")
@Tag("GATE-1")
class LocalControlTest {

  private static final HaltOrder HALT = new HaltOrder("H1", "anna", "drill");
  private static final HaltOrder RESUME = new HaltOrder("R1", "ben", "over");

  @TempDir private Path data;
  private ControlFolder control;

  /** Takes orders and says nothing. */
  private static final class SilentVenue implements OrderEntry {
    @Override
    public void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out) {}

    @Override
    public boolean cancelsOnDisconnect() {
      return true;
    }

    @Override
    public void disconnected(String account, long nowMicros, Consumer<OrderReport> out) {}

    @Override
    public void advanceTo(long nowMicros, Consumer<OrderReport> out) {}
  }

  @BeforeEach
  void makeTheFolder() throws Exception {
    control = new ControlFolder(data);
    control.create();
  }

  private ControlledEngine engine(int run) throws Exception {
    return new ControlledEngine(data, SilentVenue::new, run);
  }

  private static boolean runs(EngineStatus status) {
    return status.state() == EngineStatus.State.RUNNING && status.causes().isEmpty();
  }

  private static boolean halted(EngineStatus status) {
    return status.causes().contains(HaltCause.LOCAL);
  }

  @Test
  void shouldHaltWhileTheFileIsThereAndSayFlat() throws Exception {
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::runs);

      control.halt(HALT);
      EngineStatus status = engine.await(LocalControlTest::halted);
      assertThat(status.haltId()).isEqualTo("H1");
      engine.await(EngineStatus::flat);

      control.resume(RESUME);
      engine.await(LocalControlTest::runs);

      assertThat(engine.commands())
          .containsExactly("HALT LOCAL anna: drill", "RESUME LOCAL ben: over");
    }
    assertThat(control.status().orElseThrow().state()).isEqualTo(EngineStatus.State.ENDED);
  }

  @Test
  void shouldNotSayFlatWhileAVenueOwesAnAnswer() throws Exception {
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::runs);
      engine.see();
      engine.signal("S1", 30_200);
      engine.await(status -> status.openPairs() == 1);

      control.halt(HALT);
      EngineStatus status = engine.await(LocalControlTest::halted);

      assertThat(status.flat()).isFalse();
      assertThat(status.notFlat()).containsExactly("ALPHA", "BRAVO");
      assertThat(engine.await(now -> now.unknownOrders() > 0).flat()).isFalse();
    }
  }

  @Test
  void shouldObeyAnEmptyFileAndOneThatCannotBeRead() throws Exception {
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::runs);
      Path file = control.path().resolve("halt");

      Files.createFile(file);
      engine.await(LocalControlTest::halted);
      Files.delete(file);
      engine.await(LocalControlTest::runs);
      Files.createDirectory(file);
      engine.await(LocalControlTest::halted);
      Files.delete(file);
      engine.await(LocalControlTest::runs);
      Files.createSymbolicLink(file, Path.of("nowhere"));
      engine.await(LocalControlTest::halted);

      assertThat(engine.commands())
          .containsExactly(
              "HALT LOCAL : ",
              "RESUME LOCAL : the file halt is gone",
              "HALT LOCAL : the file halt cannot be read",
              "RESUME LOCAL : the file halt is gone",
              "HALT LOCAL : the file halt cannot be read");
    }
  }

  @Test
  void shouldHaltWhileTheFolderCannotBeReadAndKeepTheOtherHalts() throws Exception {
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::runs);
      Path away = data.resolve("away");

      Files.move(control.path(), away);
      engine.awaitCommands(1);
      Files.move(away, control.path());
      engine.awaitCommands(2);
      engine.await(LocalControlTest::runs);
      control.halt(HALT);
      engine.await(LocalControlTest::halted);
      Files.move(control.path(), away);
      engine.awaitCommands(4);
      Files.move(away, control.path());
      engine.awaitCommands(5);

      EngineStatus status = engine.await(now -> now.causes().equals(List.of(HaltCause.LOCAL)));
      assertThat(status.haltId()).isEqualTo("H1");
      assertThat(engine.commands())
          .containsExactly(
              "HALT CONTROL_LOST engine: the control folder cannot be read",
              "RESUME CONTROL_LOST engine: the control folder can be read again",
              "HALT LOCAL anna: drill",
              "HALT CONTROL_LOST engine: the control folder cannot be read",
              "RESUME CONTROL_LOST engine: the control folder can be read again");
    }
  }

  @Test
  void shouldBeHaltedFromTheStartAndOverStarts() throws Exception {
    control.halt(HALT);
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::halted);
    }
    try (ControlledEngine engine = engine(2)) {
      engine.await(status -> status.state() == EngineStatus.State.RUNNING && halted(status));
    }
    control.resume(RESUME);
    try (ControlledEngine engine = engine(3)) {
      engine.await(LocalControlTest::runs);
      assertThat(engine.commands())
          .containsExactly(
              "HALT LOCAL anna: drill", "HALT LOCAL anna: drill", "RESUME LOCAL ben: over");
    }
  }

  @Test
  void shouldHaltWhileTheRingIsFull() throws Exception {
    try (ControlledEngine engine = engine(1)) {
      engine.await(LocalControlTest::runs);
      AtomicBoolean full = new AtomicBoolean();
      AtomicBoolean enough = new AtomicBoolean();
      UnsafeBuffer nothing = new UnsafeBuffer(new byte[1 << 14]);
      Thread crowd =
          new Thread(
              () -> {
                while (!enough.get()) {
                  if (!engine.runner.offer(99, nothing, 1 << 12)) {
                    full.set(true);
                  }
                }
              });
      crowd.start();
      try {
        long giveUpAt = System.nanoTime() + 10_000_000_000L;
        while (!full.get() && engine.runner.isRunning() && System.nanoTime() < giveUpAt) {
          Thread.onSpinWait();
        }

        control.halt(HALT);
        while (engine.control.status().filter(LocalControlTest::halted).isEmpty()
            && System.nanoTime() < giveUpAt) {
          Thread.sleep(5);
        }

        assertThat(full).as("the ring was full").isTrue();
        assertThat(engine.control.status().filter(LocalControlTest::halted)).isPresent();
      } finally {
        enough.set(true);
        crowd.join();
      }
    }
  }
}
