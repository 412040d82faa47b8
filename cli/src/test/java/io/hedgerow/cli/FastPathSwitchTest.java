package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.control.EngineStatus;
import io.hedgerow.fastpath.control.HaltOrder;
import io.hedgerow.fastpath.engine.HaltCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, against something that answers through the files as an engine does. */
@Tag("RISK-6")
class FastPathSwitchTest {

  @TempDir private Path data;
  private ControlFolder control;
  private volatile boolean answers;
  private volatile boolean flat = true;
  private volatile List<HaltCause> others = List.of();
  private Thread engine;

  @BeforeEach
  void makeTheFolder() throws IOException {
    Files.createDirectory(data.resolve("journal"));
    control = new ControlFolder(data);
    control.create();
  }

  @AfterEach
  void stop() throws InterruptedException {
    answers = false;
    if (engine != null) {
      engine.join();
    }
  }

  private void run() {
    answers = true;
    engine =
        new Thread(
            () -> {
              while (answers) {
                try {
                  control.write(status(control.standing(), EngineStatus.State.RUNNING));
                  Thread.sleep(20);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    engine.start();
  }

  private EngineStatus status(Optional<HaltOrder> halt, EngineStatus.State state) {
    return new EngineStatus(
        state,
        halt.isPresent() ? List.of(HaltCause.LOCAL) : others,
        halt.map(HaltOrder::id).orElse(""),
        halt.isPresent() && flat,
        flat ? 0 : 2,
        flat ? 0 : 1,
        0,
        flat ? List.of() : List.of("ALPHA"),
        List.of(),
        1,
        System.currentTimeMillis() * 1_000,
        state == EngineStatus.State.ENDED ? "the journal is full" : "");
  }

  @Test
  void shouldReturnOnceTheEngineSaysThatItIsFlat() {
    run();

    Outcome halt = Outcome.of("fastpath", "halt", data.toString(), "--reason", "drill");

    assertThat(halt.code()).as(halt.err()).isZero();
    assertThat(halt.out()).contains("Flat: no order is open or unknown");
    assertThat(data.resolve("control/halt")).content().contains("reason: drill");

    Outcome resume = Outcome.of("fastpath", "resume", data.toString());

    assertThat(resume.code()).as(resume.err()).isZero();
    assertThat(resume.out()).contains("Resumed: the engine may open again.");
    assertThat(data.resolve("control/halt")).doesNotExist();
  }

  @Test
  void shouldFailAndSayWhatIsLeftWhenItDoesNotBecomeFlat() {
    flat = false;
    run();

    Outcome halt = Outcome.of("fastpath", "halt", data.toString(), "--wait", "1");

    assertThat(halt.code()).isEqualTo(1);
    assertThat(halt.err())
        .contains("NOT FLAT after 1 s", "2 pairs open, 1 orders unknown", "The halt stands.");
  }

  @Test
  void shouldSayThatNoEngineRunsAndThatTheHaltWillBeInForce() throws IOException {
    flat = false;
    control.write(status(Optional.empty(), EngineStatus.State.ENDED));

    Outcome halt = Outcome.of("fastpath", "halt", data.toString());

    assertThat(halt.code()).isEqualTo(1);
    assertThat(halt.err())
        .contains(
            "is not running (it ended: the journal is full)",
            "The halt will be in force when it starts.",
            "When it last spoke it was not flat");
    assertThat(data.resolve("control/halt")).exists();
    assertThat(Outcome.of("fastpath", "status", data.toString()).code()).isEqualTo(1);
  }

  @Test
  void shouldSayWhatStillHaltsAfterResume() throws IOException {
    others = List.of(HaltCause.OPERATORS_SYSTEM);
    control.halt(new HaltOrder("1", "anna", "drill"));
    run();

    Outcome resume = Outcome.of("fastpath", "resume", data.toString());

    assertThat(resume.code()).as(resume.err()).isZero();
    assertThat(resume.out()).contains("The engine stays halted by [OPERATORS_SYSTEM].");
    assertThat(Outcome.of("fastpath", "status", data.toString()).out())
        .contains("halted by: OPERATORS_SYSTEM");
  }

  @Test
  void shouldRefuseAFolderThatIsNoEnginesAndAStatusThatIsNone() throws IOException {
    Outcome halt = Outcome.of("fastpath", "halt", data.resolve("journal").toString());
    assertThat(halt.code()).isEqualTo(1);
    assertThat(halt.err()).contains("expected an engine's data folder", "nothing was done");

    Files.writeString(data.resolve("control/status"), "state: ASLEEP\nflat: yes\n");
    Outcome status = Outcome.of("fastpath", "status", data.toString());
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.err()).contains("cannot be read");
  }
}
