package io.hedgerow.cli;

import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.journal.JournalException;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.registry.RegistryFile;
import io.hedgerow.fastpath.replay.JournalRegistry;
import io.hedgerow.fastpath.replay.Replay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The fast path's journal. */
@Command(
    name = "fastpath",
    mixinStandardHelpOptions = true,
    description = "The fast path: replay a journal.")
final class FastPathCommand implements Runnable {

  private static final int BATCH = 10_000;

  @Override
  public void run() {
    throw UserException.ofUsage("say what to do: replay (--help)");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Apply the inputs of a journal again and compare every output, byte for byte. Sends"
              + " nothing, changes nothing.")
  int replay(
      @Parameters(paramLabel = "JOURNAL", description = "Folder of the journal.") Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserException("expected the folder of a journal, saw " + folder);
    }
    try {
      return replayed(folder);
    } catch (JournalException | IllegalArgumentException | IllegalStateException e) {
      throw new UserException("cannot replay " + folder + ": " + e.getMessage());
    }
  }

  private static int replayed(Path folder) {
    String text = JournalRegistry.textOf(folder);
    if (text == null) {
      throw new UserException("the journal in " + folder + " is empty");
    }
    Registry registry = RegistryFile.parse(text);
    Replay replay =
        new Replay(
            registry, EngineSettings.of(registry.venues().size(), registry.instruments().size()));
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (replay.difference() == null && reader.poll(replay, BATCH) > 0) {
        // to its end, or to the first difference
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d inputs applied, %,d outputs the same, byte for byte.%n",
        replay.inputs(),
        replay.compared());
    if (replay.missing() > 0) {
      System.out.printf(
          Locale.ROOT,
          "%,d outputs follow from the last input and were not written: the engine was killed"
              + " there. They were never sent.%n",
          replay.missing());
    }
    if (replay.difference() != null) {
      System.out.printf(
          Locale.ROOT,
          "DIFFERENT from record %,d on: %s%n",
          replay.difference().sequence(),
          replay.difference().text());
      return 1;
    }
    return 0;
  }
}
