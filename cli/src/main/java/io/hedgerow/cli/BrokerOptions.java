package io.hedgerow.cli;

import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import picocli.CommandLine.Option;

/** Which Kafka a command talks to: the one it is told, or that of the running demo. */
final class BrokerOptions {

  private static final int ANSWER_WITHIN_MILLIS = 5_000;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "The Kafka brokers; default: the broker of the running demo.")
  private String bootstrapServers;

  /**
   * The address, after the broker has answered there.
   *
   * @throws UserException if there is none, or it does not answer
   */
  String bootstrapServers() {
    String address = bootstrapServers == null ? demoBroker() : bootstrapServers;
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS);
    settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MILLIS - 1_000);
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().clusterId().get();
      return address;
    } catch (ExecutionException e) {
      throw new UserException(noAnswer(address));
    } catch (org.apache.kafka.common.KafkaException e) {
      throw new UserException("--bootstrap-servers " + address + ": " + rootMessage(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserException("interrupted while asking the broker at " + address);
    }
  }

  private String noAnswer(String address) {
    return "no Kafka broker answers at "
        + address
        + (bootstrapServers == null
            ? ", where a demo ran; start one with: hedgerow demo"
            : "; is it running, and is the address right?");
  }

  private static String demoBroker() {
    return RunningDemo.broker()
        .orElseThrow(
            () ->
                new UserException(
                    "no demo is running; start one with: hedgerow demo, or name a broker with"
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
