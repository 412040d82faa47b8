package io.hedgerow.fastpath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.WireScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever halts and resumes come in whatever order: it runs only while no cause stands. */
@Tag("RISK-6")
@Tag("GATE-1")
class HaltCausesPropertyTest {

  private static final long BLIND_MICROS = 6_000_000;

  @Property(tries = 25)
  void shouldRunOnlyWhileNoCauseStands(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 15) Integer> steps) throws IOException {
    Path folder = Files.createTempDirectory("hedgerow-causes");
    try (EngineRig rig = new EngineRig(folder)) {
      rig.knowEverything();
      Set<HaltCause> expected = EnumSet.noneOf(HaltCause.class);
      int signals = 0;
      for (int step : steps) {
        take(rig, step, expected);
        int before = rig.requests.size();
        rig.signal("S" + signals++, 10_000);

        assertThat(HaltCause.of(rig.engine().haltCauses())).containsExactlyElementsOf(expected);
        assertThat(rig.engine().pairs().isHalted()).isEqualTo(!expected.isEmpty());
        if (!expected.isEmpty()) {
          assertThat(rig.requests.subList(before, rig.requests.size()))
              .noneMatch(request -> request.kind().equals("ORDER"));
        }
      }
    } finally {
      delete(folder);
    }
  }

  private static void take(EngineRig rig, int step, Set<HaltCause> expected) {
    switch (step) {
      case 0 -> halt(rig, HaltCause.LOCAL, expected);
      case 1 -> halt(rig, HaltCause.OPERATORS_SYSTEM, expected);
      case 2 -> halt(rig, HaltCause.OPERATORS_MODULE, expected);
      case 3 -> halt(rig, HaltCause.CONTROL_LOST, expected);
      case 4 -> resume(rig, HaltCause.LOCAL, expected);
      case 5 -> resume(rig, HaltCause.OPERATORS_SYSTEM, expected);
      case 6 -> resume(rig, HaltCause.OPERATORS_MODULE, expected);
      case 7 -> resume(rig, HaltCause.CONTROL_LOST, expected);
      case 8 -> {
        rig.nowMicros += BLIND_MICROS;
        rig.tick();
        expected.add(HaltCause.BLIND);
      }
      case 9 -> {
        rig.nowMicros += 1_000;
        rig.knowEverything();
        expected.remove(HaltCause.BLIND);
      }
      case 10 -> {
        rig.kill();
        rig.start();
        expected.remove(HaltCause.ENDING);
      }
      case 11 -> halt(rig, HaltCause.ENDING, expected);
      case 12 -> // Only a start lifts it.
          rig.command(LocalCommand.RESUME, CommandSource.ENDING, WireScope.SYSTEM);
      case 13 -> halt(rig, HaltCause.CLOCK, expected);
      case 14 -> resume(rig, HaltCause.CLOCK, expected);
      default ->
          // A scope that no halt of the engine has lifts nothing.
          rig.command(LocalCommand.RESUME, CommandSource.OPERATORS, WireScope.VENUE);
    }
  }

  private static void halt(EngineRig rig, HaltCause cause, Set<HaltCause> expected) {
    rig.command(LocalCommand.HALT, source(cause), scope(cause));
    expected.add(cause);
  }

  private static void resume(EngineRig rig, HaltCause cause, Set<HaltCause> expected) {
    rig.command(LocalCommand.RESUME, source(cause), scope(cause));
    expected.remove(cause);
  }

  private static CommandSource source(HaltCause cause) {
    return switch (cause) {
      case LOCAL, BLIND -> CommandSource.LOCAL;
      case CONTROL_LOST -> CommandSource.CONTROL_LOST;
      case ENDING -> CommandSource.ENDING;
      case CLOCK -> CommandSource.CLOCK;
      case OPERATORS_SYSTEM, OPERATORS_MODULE -> CommandSource.OPERATORS;
    };
  }

  private static WireScope scope(HaltCause cause) {
    return cause == HaltCause.OPERATORS_MODULE ? WireScope.MODULE : WireScope.SYSTEM;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
