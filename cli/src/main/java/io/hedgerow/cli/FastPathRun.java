package io.hedgerow.cli;

import io.hedgerow.fastpath.journal.JournalException;
import io.hedgerow.fastpath.run.FastPath;
import io.hedgerow.fastpath.run.FastPathFile;
import io.hedgerow.fastpath.run.FastPathSettings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the fast path until Ctrl-C or until one of its parts ends. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = {
      "Run the fast path: take signals, decide, send both legs and see them through.",
      "Ctrl-C halts it: what rests is cancelled, and it ends once nothing is open or unknown."
    })
final class FastPathRun implements Callable<Integer> {

  private static final long CHECK_MILLIS = 200;
  private static final long FLAT_WITHIN_MILLIS = 20_000;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Sessions, journal and registry; see flink-conf/fastpath.yaml.")
  private Path config;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Its own folder, with journal/, sessions/ and control/ in it.")
  private Path data;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "The Kafka brokers; they may be away for a while, also at the start.")
  private String bootstrapServers;

  /** Runs it; 0 if it ended flat, 1 if not or if a part has failed. */
  @Override
  public Integer call() throws InterruptedException {
    FastPathSettings settings = settings();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    Thread hook = new Thread(() -> stopAndWait(stop, done), "stop-fast-path");
    Runtime.getRuntime().addShutdownHook(hook);
    try (FastPath fastPath = new FastPath(settings)) {
      fastPath.start();
      System.out.println("The fast path runs. Its journal is in " + data.resolve("journal"));
      Map<String, String> told = Map.of();
      while (!stop.await(CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
        fastPath.requireHealthy();
        told = tell(fastPath.troubles(), told);
      }
      System.out.println("Halting: nothing new is opened, what rests is cancelled ...");
      boolean flat = fastPath.halt(FLAT_WITHIN_MILLIS);
      System.out.println(
          flat
              ? "Flat: every venue has confirmed that nothing is open or unknown."
              : "NOT flat: an order is open, unanswered or unknown, or a venue is away. The next"
                  + " start asks the venues before it opens anything.");
      return flat ? 0 : 1;
    } catch (JournalException
        | IllegalArgumentException
        | IllegalStateException
        | KafkaException e) {
      throw new UserException("the fast path: " + e.getMessage());
    } catch (IOException e) {
      throw new UserException("--data " + data + " cannot be used: " + e.getMessage());
    } finally {
      done.countDown();
    }
  }

  /** What has gone wrong beside the engine, or is well again. */
  private static Map<String, String> tell(Map<String, String> now, Map<String, String> told) {
    now.forEach(
        (part, trouble) -> {
          if (!trouble.equals(told.get(part))) {
            System.err.println(Instant.now() + " " + part + ": " + trouble);
          }
        });
    told.keySet().stream()
        .filter(part -> !now.containsKey(part))
        .forEach(part -> System.err.println(Instant.now() + " " + part + ": well again"));
    return now;
  }

  private FastPathSettings settings() {
    try {
      return FastPathFile.read(config, data, bootstrapServers, BuildId.ofThisBuild());
    } catch (IllegalArgumentException e) {
      throw UserException.ofUsage("--config " + config + ": " + e.getMessage());
    } catch (FileSystemException e) {
      throw FileTrouble.reading(Path.of(e.getFile()), e);
    } catch (IOException e) {
      throw FileTrouble.reading(config, e);
    }
  }

  private static void stopAndWait(CountDownLatch stop, CountDownLatch done) {
    stop.countDown();
    try {
      done.await(2 * FLAT_WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
