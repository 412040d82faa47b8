package io.hedgerow.simulator.broker;

import java.nio.file.Path;
import java.util.Properties;

/** What one node needs so that it may be controller, broker and every replica at once. */
final class BrokerSettings {

  static final String HOST = "127.0.0.1";

  /** As much as the longest transaction timeout that a sink of ours asks for. */
  private static final int TRANSACTION_MAX_TIMEOUT_MILLIS = 900_000;

  /** Each internal topic has this many partitions: Kafka's fifty only cost start-up time. */
  private static final int INTERNAL_PARTITIONS = 4;

  /** Kafka sets aside 128 MiB of heap otherwise. */
  private static final int CLEANER_BUFFER_BYTES = 16 << 20;

  private static final int SEGMENT_BYTES = 128 << 20;

  /** Enough for a segment of that size; Kafka maps 10 MiB for each of two indexes otherwise. */
  private static final int INDEX_BYTES = 1 << 20;

  private BrokerSettings() {}

  static Properties of(Path logFolder, int port, int controllerPort) {
    Properties p = new Properties();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    p.put("controller.listener.names", "CONTROLLER");
    p.put("inter.broker.listener.name", "CLIENT");
    p.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    p.put(
        "listeners",
        "CLIENT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    p.put("advertised.listeners", "CLIENT://" + HOST + ":" + port);
    p.put("log.dirs", logFolder.toString());
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      p.put(topic + ".replication.factor", "1");
      p.put(topic + ".num.partitions", String.valueOf(INTERNAL_PARTITIONS));
    }
    p.put("transaction.state.log.min.isr", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", String.valueOf(INTERNAL_PARTITIONS));
    p.put("default.replication.factor", "1");
    p.put("auto.create.topics.enable", "false");
    p.put("group.initial.rebalance.delay.ms", "0");
    p.put("transaction.max.timeout.ms", String.valueOf(TRANSACTION_MAX_TIMEOUT_MILLIS));
    p.put("log.cleaner.dedupe.buffer.size", String.valueOf(CLEANER_BUFFER_BYTES));
    p.put("log.segment.bytes", String.valueOf(SEGMENT_BYTES));
    p.put("log.index.size.max.bytes", String.valueOf(INDEX_BYTES));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");
    p.put("background.threads", "2");
    return p;
  }
}
