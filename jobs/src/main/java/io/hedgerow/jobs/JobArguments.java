package io.hedgerow.jobs;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;

/**
 * What every job takes on its command line.
 *
 * @param connection Kafka client settings
 * @param config the job's own YAML file; empty: its defaults
 * @param bootstrap whether this is a first start: without a checkpoint read from the beginning of
 *     the topics
 */
public record JobArguments(Properties connection, Optional<Path> config, boolean bootstrap) {

  private static final String USAGE =
      """
      Arguments:
        --bootstrap-servers HOST:PORT[,...]  the Kafka brokers (required)
        --kafka KEY=VALUE                    a further Kafka client setting; may be repeated
        --config FILE                        the job's settings, see flink-conf/
        --bootstrap                          first start: read the topics from their beginning
      """;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with the usage text if they are wrong
   */
  public static JobArguments parse(String... args) {
    Properties connection = new Properties();
    Path config = null;
    boolean bootstrap = false;
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String name = rest.pop();
      switch (name) {
        case "--bootstrap-servers" ->
            connection.setProperty("bootstrap.servers", value(name, rest));
        case "--kafka" -> putSetting(connection, value(name, rest));
        case "--config" -> config = Path.of(value(name, rest));
        case "--bootstrap" -> bootstrap = true;
        default -> throw new IllegalArgumentException("unknown argument " + name + "\n" + USAGE);
      }
    }
    if (!connection.containsKey("bootstrap.servers")) {
      throw new IllegalArgumentException("--bootstrap-servers is missing\n" + USAGE);
    }
    return new JobArguments(connection, Optional.ofNullable(config), bootstrap);
  }

  private static void putSetting(Properties connection, String setting) {
    int equals = setting.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--kafka: expected KEY=VALUE, saw " + setting);
    }
    connection.setProperty(setting.substring(0, equals), setting.substring(equals + 1));
  }

  private static String value(String name, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(name + " needs a value\n" + USAGE);
    }
    return rest.pop();
  }
}
