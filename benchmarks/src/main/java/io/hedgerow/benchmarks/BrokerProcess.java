package io.hedgerow.benchmarks;

import io.hedgerow.simulator.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The broker in a JVM of its own, beside the job as in production: it shares the machine's cores
 * with the job, not its heap and not its garbage collector.
 */
final class BrokerProcess implements AutoCloseable {

  private static final String READY = "broker ready at ";

  private final Process process;
  private final String bootstrapServers;

  private BrokerProcess(Process process, String bootstrapServers) {
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /** Starts a broker that keeps its data in this folder. */
  static BrokerProcess start(Path folder) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx768m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dhedgerow.home=" + folder,
                    BrokerProcess.class.getName(),
                    folder.toString()))
            .redirectError(folder.resolve("broker.err").toFile())
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line;
    while ((line = out.readLine()) != null) {
      if (line.startsWith(READY)) {
        return new BrokerProcess(process, line.substring(READY.length()));
      }
    }
    throw new IOException("the broker did not start; see " + folder.resolve("broker.err"));
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** The child's main: a broker until its parent ends it or is gone. */
  @SuppressWarnings("FutureReturnValueIgnored") // nothing follows the exit
  public static void main(String[] args) throws Exception {
    ProcessHandle.current().parent().ifPresent(p -> p.onExit().thenRun(() -> System.exit(0)));
    try (EmbeddedBroker broker =
        new EmbeddedBroker(Path.of(args[0], "data"), EmbeddedBroker.ANY_PORT).start()) {
      System.out.println(READY + broker.bootstrapServers());
      Thread.currentThread().join();
    }
  }
}
