package io.hedgerow.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaFuture;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to: the one it is told, or that of the running demo. */
final class BrokerOptions {

  /** A broker on a busy machine takes its time; where nothing listens the answer is at once. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private static final Duration SAY_SO_AFTER = Duration.ofSeconds(3);

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka brokers; default: the broker of the running demo.")
  private String bootstrapServers;

  private final Duration answerWithin;
  private final Duration saySoAfter;

  BrokerOptions() {
    this(null, ANSWER_WITHIN, SAY_SO_AFTER);
  }

  /** With other times, for tests. */
  BrokerOptions(String bootstrapServers, Duration answerWithin, Duration saySoAfter) {
    this.bootstrapServers = bootstrapServers;
    this.answerWithin = answerWithin;
    this.saySoAfter = saySoAfter;
  }

  /**
   * The address, after the broker has answered there.
   *
   * @throws UserException if there is none, or it does not answer
   */
  String bootstrapServers() {
    String address = bootstrapServers == null ? demoBroker() : bootstrapServers;
    int millis = Math.toIntExact(answerWithin.toMillis());
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
    try (Admin admin = Admin.create(settings)) {
      if (isRefused(address)) {
        throw new UserException(noAnswer(address, "nothing listens"));
      }
      await(admin.describeCluster().clusterId(), address);
      return address;
    } catch (ExecutionException e) {
      throw new UserException(noAnswer(address, within()));
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new UserException("--bootstrap-servers " + address + ": " + rootMessage(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted while asking the broker at " + address);
    }
  }

  private void await(KafkaFuture<String> answer, String address)
      throws ExecutionException, InterruptedException {
    try {
      answer.get(saySoAfter.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      System.err.println(
          "Waiting for the broker at "
              + address
              + ", up to "
              + answerWithin.toSeconds()
              + " s"
              + (bootstrapServers == null && RunningDemo.isAlive() ? "; the demo is alive" : ""));
      answer.get();
    }
  }

  /** Whether not one of the addresses takes a connection: a busy broker does. */
  private boolean isRefused(String addresses) {
    List<InetSocketAddress> known =
        ClientUtils.parseAndValidateAddresses(List.of(addresses.split(",")), "use_all_dns_ips");
    return known.stream().allMatch(this::refuses);
  }

  private boolean refuses(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, Math.toIntExact(saySoAfter.toMillis()));
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false; // slow, or beyond reach: Kafka's client asks again
    }
  }

  private String within() {
    return "within " + answerWithin.toSeconds() + " s";
  }

  private String noAnswer(String address, String why) {
    String noBroker = "no Kafka broker answers at " + address + " (" + why + ")";
    if (bootstrapServers != null) {
      return noBroker + "; is it running, and is the address right?";
    }
    return RunningDemo.isAlive()
        ? noBroker + ", although the demo is alive: the machine may be too busy; try again"
        : noBroker + ", where a demo ran; start one with: hedgerow demo";
  }

  private static String demoBroker() {
    return RunningDemo.broker()
        .orElseThrow(
            () ->
                new UserException(
                    RunningDemo.isAlive()
                        ? "the demo is starting and has no broker yet; try again in a few seconds"
                        : "no demo is running; start one with: hedgerow demo, or name a broker with"
                            + " --bootstrap-servers HOST:PORT"));
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }
}
