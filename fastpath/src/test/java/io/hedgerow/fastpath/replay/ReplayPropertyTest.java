package io.hedgerow.fastpath.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.engine.EngineRigs;
import io.hedgerow.fastpath.journal.JournalReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** A journal read again gives the same bytes, wherever a crash has cut it off. */
@Tag("FAIL-1")
@Tag("IDEM-2")
@Tag("TRUTH-3")
class ReplayPropertyTest {

  private static final int STEPS = 300;

  @Property(tries = 12)
  void shouldGiveTheSameBytesOverSeveralStarts(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("hedgerow-replay");
    try (EngineRig rig = EngineRigs.played(folder, seed, STEPS)) {
      for (int start = 0; start < 3; start++) {
        rig.kill();
        rig.start();
        rig.knowEverything();
        EngineRigs.play(rig, seed + start, STEPS);
      }
      assertThat(orderNumbers(rig.requests)).doesNotHaveDuplicates();
      rig.kill();

      Replay replay = replay(folder);

      assertThat(replay.difference()).isNull();
      assertThat(replay.missing()).isZero();
      assertThat(replay.compared()).isGreaterThan(STEPS);
    } finally {
      delete(folder);
    }
  }

  @Property(tries = 15)
  void shouldGoOnWhereverACrashHasCutTheJournal(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("hedgerow-cut");
    try (EngineRig rig = new EngineRig(folder)) {
      long started = usedBytes(folder.resolve("00000001.journal"));
      rig.knowEverything();
      EngineRigs.play(rig, seed, STEPS);
      List<Request> before = List.copyOf(rig.requests);
      rig.kill();
      cut(folder, started, new Random(seed));
      rig.requests.clear();

      rig.start();
      rig.knowEverything();
      EngineRigs.play(rig, seed + 1, STEPS);

      Set<Long> sentBefore = new HashSet<>(orderNumbers(before));
      assertThat(orderNumbers(rig.requests)).noneMatch(sentBefore::contains);
      rig.kill();
      Replay replay = replay(folder);
      assertThat(replay.difference()).isNull();
      assertThat(replay.missing()).isZero();
    } finally {
      delete(folder);
    }
  }

  private static List<Long> orderNumbers(List<Request> requests) {
    return requests.stream()
        .filter(request -> request.kind().equals("ORDER"))
        .map(Request::number)
        .toList();
  }

  private static Replay replay(Path folder) {
    Replay replay = new Replay(EngineRig.registry(), EngineRig.settings(EngineRig.registry()));
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(replay, Integer.MAX_VALUE) > 0) {
        // to the end
      }
    }
    return replay;
  }

  /** Everything behind a random byte of what was written since the start is gone. */
  private static void cut(Path folder, long started, Random random) throws IOException {
    List<Path> segments = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".journal"))
          .sorted()
          .forEach(segments::add);
    }
    List<Path> written = new ArrayList<>();
    long lastUsed = 0;
    for (Path segment : segments) {
      long used = usedBytes(segment);
      if (used > started) {
        written.add(segment);
        lastUsed = used;
      }
    }
    Path last = written.get(written.size() - 1);
    long at = started + (long) (random.nextDouble() * (lastUsed - started));
    try (RandomAccessFile file = new RandomAccessFile(last.toFile(), "rw")) {
      byte[] zeros = new byte[(int) (file.length() - at)];
      file.seek(at);
      file.write(zeros);
    }
    for (Path segment : segments) {
      if (segment.compareTo(last) > 0) {
        Files.delete(segment);
      }
    }
  }

  private static long usedBytes(Path segment) throws IOException {
    byte[] bytes = Files.readAllBytes(segment);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(
              file -> {
                try {
                  Files.delete(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }
}
