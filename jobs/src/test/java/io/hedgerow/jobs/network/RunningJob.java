package io.hedgerow.jobs.network;

import io.hedgerow.jobs.InputProgress;
import io.hedgerow.jobs.JobArguments;
import io.hedgerow.jobs.JobKind;
import io.hedgerow.jobs.local.JobCounters;
import io.hedgerow.jobs.local.LocalFlink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The network-state job on a Flink inside this JVM, between the topics of a test's broker. */
final class RunningJob implements AutoCloseable {

  /** Longer than any test: the input's clock may stand still. */
  static final long NEVER_SILENT_SECONDS = 3_600;

  private static final Duration CHECKPOINT_EVERY = Duration.ofMillis(500);
  private static final int PARALLELISM = 2;

  private final LocalFlink flink;
  private final String servers;

  private RunningJob(LocalFlink flink, String servers) {
    this.flink = flink;
    this.servers = servers;
  }

  /**
   * Starts the job at the beginning of the topics, with the shipped settings but for one.
   *
   * @param folder for its settings and checkpoints
   * @param silentAfterSeconds when a clock that stands still makes the views STALE
   */
  static RunningJob start(String servers, Path folder, long silentAfterSeconds) throws Exception {
    InputProgress.forget(JobKind.NETWORK_STATE, servers);
    Path config = config(folder, silentAfterSeconds);
    LocalFlink.Settings settings =
        new LocalFlink.Settings(
            "network-state",
            PARALLELISM,
            freePort(),
            folder.resolve("checkpoints"),
            CHECKPOINT_EVERY);
    LocalFlink flink =
        LocalFlink.start(
            settings,
            env ->
                NetworkStateOnKafka.build(
                    env,
                    JobArguments.parse(
                        "--bootstrap-servers",
                        servers,
                        "--config",
                        config.toString(),
                        "--bootstrap")));
    return new RunningJob(flink, servers);
  }

  /** The shipped settings with another limit of silence, as a file. */
  static Path config(Path folder, long silentAfterSeconds) throws IOException {
    String shipped = Files.readString(Path.of("../flink-conf/network-state.yaml"));
    Path config = folder.resolve("network-state.yaml");
    Files.writeString(
        config,
        shipped.replace("silentAfterSeconds: 5", "silentAfterSeconds: " + silentAfterSeconds));
    return config;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until what stands on the input topics now is done, its views written. */
  void awaitAllRead() {
    InputProgress.awaitAllRead(JobKind.NETWORK_STATE, servers, flink::requireRunning);
  }

  void requireRunning() {
    flink.requireRunning();
  }

  JobCounters counters() {
    return flink.counters();
  }

  @Override
  public void close() {
    flink.close();
  }
}
