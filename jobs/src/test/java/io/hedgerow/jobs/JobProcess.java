package io.hedgerow.jobs;

import io.hedgerow.jobs.local.LocalFlink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A job in a JVM of its own, so that it can be killed as a machine dies. */
public final class JobProcess implements AutoCloseable {

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
   * @param jobArguments what it is started with, but for {@code --bootstrap}
   * @param folder for its log
   * @param checkpoints where its checkpoints go
   * @param restoreFrom the checkpoint to go on from; empty for a first start
   */
  public static JobProcess start(
      JobKind job,
      List<String> jobArguments,
      Path folder,
      Path checkpoints,
      Optional<Path> restoreFrom)
      throws IOException {
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
                job.name(),
                checkpoints.toString(),
                restoreFrom.map(Path::toString).orElse("")));
    command.addAll(jobArguments);
    Path log = Files.createTempFile(folder, "job", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    return new JobProcess(builder.redirectOutput(log.toFile()).start(), log);
  }

  /** Ends the JVM at once, without any clean-up: {@code kill -9}. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  public void requireRunning() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the job's JVM has ended by itself, see " + log);
    }
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }

  /** The newest complete checkpoint below a folder, by its number. */
  public static Optional<Path> newestCheckpoint(Path checkpoints) throws IOException {
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
    JobKind job = JobKind.valueOf(args[0]);
    Optional<Path> restoreFrom =
        args[2].isEmpty() ? Optional.empty() : Optional.of(Path.of(args[2]));
    List<String> jobArguments = new ArrayList<>(List.of(args).subList(3, args.length));
    jobArguments.add("--bootstrap");
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            job.jobName(), 2, freePort(), Path.of(args[1]), CHECKPOINT_EVERY, restoreFrom);
    try (LocalFlink flink =
        LocalFlink.start(
            settings,
            env -> job.build(env, JobArguments.parse(jobArguments.toArray(String[]::new))))) {
      while (true) {
        flink.requireRunning();
        Thread.sleep(500);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
