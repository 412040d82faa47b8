package io.hedgerow.simulator.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * One real Kafka node, controller and broker, inside this JVM, on 127.0.0.1.
 *
 * <p>{@code new EmbeddedBroker().start()} takes a free port and a temporary folder that {@link
 * #close} deletes; with a folder of your own the data stays and the next start finds it. Several
 * may run one after another, or beside each other. A fatal fault of the broker is an exception in
 * the thread that met it: it does not end this JVM. Start and close belong to one thread; the
 * address may be read from any.
 */
public final class EmbeddedBroker implements AutoCloseable {

  /** Asks for any free port. */
  public static final int ANY_PORT = 0;

  private static final String LOG_FOLDER = "log";

  private final Path givenFolder;
  private final int givenPort;
  private TemporaryFolder ownFolder;
  private Path folder;
  private int port;
  private FolderLock lock;
  private KafkaRaftServer server;

  /** A broker on a free port with a temporary folder. */
  public EmbeddedBroker() {
    this(null, ANY_PORT);
  }

  /**
   * A broker that keeps its data.
   *
   * @param folder created if missing; null for a temporary one
   * @param port to listen on; {@link #ANY_PORT} for a free one
   */
  public EmbeddedBroker(Path folder, int port) {
    this.givenFolder = folder;
    this.givenPort = port;
  }

  /**
   * Starts and returns when clients can connect.
   *
   * @throws EmbeddedBrokerException if the port or the folder is taken, or Kafka does not start
   */
  public EmbeddedBroker start() {
    if (server != null) {
      throw new EmbeddedBrokerException(
          "expected a broker that is not running, saw one on " + port);
    }
    port = givenPort == ANY_PORT ? freePort() : requireFree(givenPort);
    ownFolder = givenFolder == null ? TemporaryFolder.create("hedgerow-broker") : null;
    folder = givenFolder == null ? ownFolder.path() : givenFolder;
    lock = FolderLock.of(folder);
    try {
      Properties settings = BrokerSettings.of(folder.resolve(LOG_FOLDER), port, freePort());
      formatIfNew(settings);
      Exit.setExitProcedure(EmbeddedBroker::fault);
      Exit.setHaltProcedure(EmbeddedBroker::fault);
      server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
      server.startup();
      return this;
    } catch (RuntimeException e) {
      close();
      throw new EmbeddedBrokerException(
          "Kafka did not start on port " + port + " in " + folder + ": " + e, e);
    }
  }

  /** Where clients connect: {@code 127.0.0.1:40123}. */
  public String bootstrapServers() {
    if (server == null) {
      throw new EmbeddedBrokerException("expected a running broker: call start() first");
    }
    return BrokerSettings.HOST + ":" + port;
  }

  /** Stops in good order and deletes a temporary folder. A broker that does not run stays so. */
  @Override
  public void close() {
    if (server != null) {
      server.shutdown();
      server.awaitShutdown();
      server = null;
    }
    if (lock != null) {
      lock.close();
      lock = null;
    }
    if (ownFolder != null) {
      ownFolder.close();
      ownFolder = null;
    }
  }

  private void formatIfNew(Properties settings) {
    if (Files.exists(folder.resolve(LOG_FOLDER).resolve("meta.properties"))) {
      return;
    }
    Path file = folder.resolve("server.properties");
    try (Writer writer = Files.newBufferedWriter(file)) {
      settings.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] arguments = {
      "format", "--cluster-id", Uuid.randomUuid().toString(), "--config", file.toString()
    };
    int code = StorageTool.execute(arguments, new PrintStream(said, true, StandardCharsets.UTF_8));
    if (code != 0) {
      throw new EmbeddedBrokerException(
          "could not format " + folder + ": " + said.toString(StandardCharsets.UTF_8));
    }
  }

  private static void fault(int statusCode, String message) {
    throw new EmbeddedBrokerException(
        "the broker met a fatal fault, status " + statusCode + ": " + message);
  }

  private static int freePort() {
    try {
      return tryPort(ANY_PORT);
    } catch (IOException e) {
      throw new EmbeddedBrokerException("no free port on " + BrokerSettings.HOST + ": " + e, e);
    }
  }

  private static int requireFree(int port) {
    try {
      return tryPort(port);
    } catch (IOException e) {
      throw new EmbeddedBrokerException(
          "expected port " + port + " to be free, saw: " + e.getMessage() + "; give another port",
          e);
    }
  }

  private static int tryPort(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket.getLocalPort();
    }
  }
}
