package io.hedgerow.cli;

import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.control.EngineStatus;
import io.hedgerow.fastpath.control.HaltOrder;
import io.hedgerow.fastpath.engine.HaltCause;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Halts and resumes an engine by its control folder, and waits for its word (RISK-6). */
final class FastPathSwitch {

  /** An engine says each second how it stands. */
  private static final long SILENT_MICROS = 5_000_000;

  private static final long LOOK_MILLIS = 20;
  private static final long RESUME_SECONDS = 5;
  private static final long MAX_WAIT_SECONDS = 3_600;

  private final Path data;
  private final ControlFolder control;
  private final PrintStream out;

  FastPathSwitch(Path data, PrintStream out) {
    if (!Files.isDirectory(data.resolve("journal"))
        && !Files.isDirectory(data.resolve("control"))) {
      throw new UserException(
          "expected an engine's data folder, with journal/ or control/ in it, saw "
              + data
              + ": nothing was done");
    }
    this.data = data;
    control = new ControlFolder(data);
    this.out = out;
  }

  int halt(String reason, long waitSeconds) {
    if (waitSeconds < 0 || waitSeconds > MAX_WAIT_SECONDS) {
      throw UserException.ofUsage(
          "--wait: expected 0 to " + MAX_WAIT_SECONDS + " seconds, saw " + waitSeconds);
    }
    HaltOrder order = order(reason);
    try {
      control.create();
      control.halt(order);
    } catch (IOException e) {
      throw new UserException(
          "THE HALT IS NOT IN FORCE: "
              + FileTrouble.writing(control.path().resolve("halt"), e).getMessage());
    }
    out.println("Ordered: " + control.path().resolve("halt"));
    return waitSeconds == 0 ? 0 : awaitFlat(order, waitSeconds);
  }

  private int awaitFlat(HaltOrder order, long waitSeconds) {
    long giveUpAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
    long deafAtNanos = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(SILENT_MICROS);
    String said = "";
    Optional<EngineStatus> status = Optional.empty();
    while (System.nanoTime() < giveUpAtNanos) {
      status = read();
      boolean obeyed = status.filter(now -> obeys(now, order)).isPresent();
      if (!obeyed && System.nanoTime() > deafAtNanos && status.filter(this::speaks).isEmpty()) {
        throw new UserException(notRunning(status));
      }
      if (obeyed) {
        String now = progress(status.get());
        if (!now.equals(said)) {
          out.println(now);
          said = now;
        }
        if (status.get().flat()) {
          return 0;
        }
      }
      if (obeyed && status.get().state() == EngineStatus.State.ENDED) {
        throw new UserException(notRunning(status));
      }
      pause();
    }
    throw new UserException(
        "NOT FLAT after "
            + waitSeconds
            + " s"
            + (said.isEmpty() ? ", and the engine has not said that it is halted" : ": " + said)
            + ". The halt stands.");
  }

  private static boolean obeys(EngineStatus status, HaltOrder order) {
    return status.haltId().equals(order.id()) && status.causes().contains(HaltCause.LOCAL);
  }

  private boolean speaks(EngineStatus status) {
    return status.state() != EngineStatus.State.ENDED && ageMicros(status) < SILENT_MICROS;
  }

  private static long ageMicros(EngineStatus status) {
    return Math.abs(System.currentTimeMillis() * 1_000 - status.atMicros());
  }

  private String notRunning(Optional<EngineStatus> status) {
    String left =
        status
            .filter(
                last ->
                    last.openPairs() > 0 || last.unknownOrders() > 0 || !last.notFlat().isEmpty())
            .map(last -> " When it last spoke it was not flat: " + progress(last) + ".")
            .orElse("");
    return "the engine of "
        + data
        + " is not running ("
        + whySilent(status)
        + "). The halt will be in force when it starts."
        + left;
  }

  private String whySilent(Optional<EngineStatus> status) {
    if (status.isEmpty()) {
      return "it has never said how it stands";
    }
    EngineStatus last = status.get();
    if (last.state() != EngineStatus.State.ENDED) {
      return "it last spoke " + TimeUnit.MICROSECONDS.toSeconds(ageMicros(last)) + " s ago";
    }
    return last.failure().isEmpty() ? "it was stopped" : "it ended: " + last.failure();
  }

  private static String progress(EngineStatus status) {
    if (status.flat()) {
      return "Flat: no order is open or unknown, and every venue has confirmed it";
    }
    return "Halted by "
        + status.causes()
        + ", not flat: "
        + status.openPairs()
        + " pairs open, "
        + status.unknownOrders()
        + " orders unknown, "
        + status.rests()
        + " instruments not offset, venues with something open "
        + status.notFlat()
        + ", venues that have not confirmed "
        + status.notConfirmed();
  }

  int resume(String reason) {
    try {
      control.create();
      control.resume(order(reason));
    } catch (IOException e) {
      throw FileTrouble.writing(control.path().resolve("resume"), e);
    }
    long giveUpAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(RESUME_SECONDS);
    Optional<EngineStatus> status = read();
    while (System.nanoTime() < giveUpAtNanos && status.filter(this::resumed).isEmpty()) {
      pause();
      status = read();
    }
    if (status.filter(this::resumed).isPresent()) {
      out.println(
          status.get().causes().isEmpty()
              ? "Resumed: the engine may open again."
              : "Taken back. The engine stays halted by " + status.get().causes() + ".");
      return 0;
    }
    if (status.filter(this::speaks).isPresent()) {
      throw new UserException("the engine runs and has not taken the halt back: see status");
    }
    out.println("Taken back. The engine is not running (" + whySilent(status) + ").");
    return 0;
  }

  private boolean resumed(EngineStatus status) {
    return speaks(status)
        && status.state() == EngineStatus.State.RUNNING
        && !status.causes().contains(HaltCause.LOCAL);
  }

  int status() {
    Optional<EngineStatus> status = read();
    status.ifPresent(last -> out.print(last.text()));
    if (status.filter(this::speaks).isEmpty()) {
      throw new UserException(
          "the engine of " + data + " is not running (" + whySilent(status) + ")");
    }
    return 0;
  }

  private Optional<EngineStatus> read() {
    try {
      return control.status();
    } catch (IOException e) {
      throw FileTrouble.reading(control.path().resolve("status"), e);
    }
  }

  private static HaltOrder order(String reason) {
    String by = System.getProperty("user.name", "");
    return new HaltOrder(UUID.randomUUID().toString(), by, reason);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted: what was ordered stands");
    }
  }
}
