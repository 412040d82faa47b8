package io.hedgerow.cli;

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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The fast path: its journal, and its kill switch on this machine. */
@Command(
    name = "fastpath",
    mixinStandardHelpOptions = true,
    description = "The fast path: run, halt, resume, status, replay.",
    subcommands = FastPathRun.class)
final class FastPathCommand implements Runnable {

  private static final int BATCH = 10_000;
  private static final String FOLDER = "The engine's data folder, with journal/ in it.";

  @Override
  public void run() {
    throw UserException.ofUsage("say what to do: run, halt, resume, status or replay (--help)");
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

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "Halt the engine of this machine, with or without Flink and Kafka: it opens nothing,"
              + " cancels what rests, and offsets what is owed.",
      footer = {
        "",
        "Exit code 0: the engine says that it is flat, as each venue confirmed; 1: it does not.",
        "The halt stands until resume, also over a restart."
      })
  int halt(
      @Parameters(paramLabel = "DIR", description = FOLDER) Path folder,
      @Option(
              names = "--reason",
              description = "Why, for the journal (${DEFAULT-VALUE}).",
              defaultValue = "not said")
          String reason,
      @Option(
              names = "--wait",
              paramLabel = "SECONDS",
              description = "Wait so long for flat, 0: do not (${DEFAULT-VALUE}).",
              defaultValue = "60")
          long waitSeconds) {
    return new FastPathSwitch(folder, System.out).halt(reason, waitSeconds);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Take back a halt that was given on this machine; halts of other causes stand.",
      footer = {"", "Exit code 0: the engine took it back, or will when it starts; 1: not seen."})
  int resume(
      @Parameters(paramLabel = "DIR", description = FOLDER) Path folder,
      @Option(
              names = "--reason",
              description = "Why, for the journal (${DEFAULT-VALUE}).",
              defaultValue = "not said")
          String reason) {
    return new FastPathSwitch(folder, System.out).resume(reason);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "How the engine of this machine stands.",
      footer = {"", "Exit code 0: it runs; 1: it has said nothing for 5 s, or has ended."})
  int status(@Parameters(paramLabel = "DIR", description = FOLDER) Path folder) {
    return new FastPathSwitch(folder, System.out).status();
  }

  private static int replayed(Path folder) {
    String text = JournalRegistry.textOf(folder);
    if (text == null) {
      throw new UserException("the journal in " + folder + " is empty");
    }
    Registry registry = RegistryFile.parse(text);
    Replay replay = new Replay(registry, JournalRegistry.settingsOf(folder));
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
