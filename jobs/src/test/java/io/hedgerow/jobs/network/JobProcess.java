package io.hedgerow.jobs.network;

import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.local.LocalFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The network-state job in a JVM of its own, so that it can be killed as a machine dies. */
final class JobProcess implements AutoCloseable {

  private static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(1);

  private final Process process;
  private final Path log;

  private JobProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the job.
   *
   * @param folder for its log
   * @param checkpoints where its checkpoints go
   * @param restoreFrom the checkpoint to go on from; empty for a first start
   */
  static JobProcess start(
      String bootstrapServers, Path folder, Path checkpoints, Optional<Path> restoreFrom)
      throws IOException {
    Path config = RunningJob.config(folder, RunningJob.NEVER_SILENT_SECONDS);
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // it lives for seconds: optimizing costs more than it
                // saves
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                JobProcess.class.getName(),
                bootstrapServers,
                config.toString(),
                checkpoints.toString()));
    restoreFrom.ifPresent(path -> command.add(path.toString()));
    Path log = Files.createTempFile(folder, "job", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new JobProcess(builder.redirectOutput(log.toFile()).start(), log);
  }

  /** Ends the JVM at once, without any clean-up: {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void requireRunning() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the job's JVM has ended by itself, see " + log);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** The newest complete checkpoint below a folder, by its number. */
  static Optional<Path> newestCheckpoint(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparingInt(JobProcess::number));
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().substring("chk-".length()));
  }

  /** The child's main: runs until it is killed. */
  public static void main(String[] args) throws Exception {
    int port = RunningJob.freePort();
    Optional<Path> restoreFrom = args.length > 3 ? Optional.of(Path.of(args[3])) : Optional.empty();
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "network-state", 2, port, Path.of(args[2]), CHECKPOINT_EVERY, restoreFrom);
    try (LocalFlink flink =
        LocalFlink.start(
            settings,
            env ->
                NetworkStateOnKafka.build(
                    env,
                    JobArguments.parse(
                        "--bootstrap-servers", args[0], "--config", args[1], "--bootstrap")))) {
      while (true) {
        flink.requireRunning();
        Thread.sleep(500);
      }
    }
  }
}
