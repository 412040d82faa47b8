package io.hedgerow.fastpath.bridge;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.connectors.kafka.TopicContent;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A real broker with the topics of the catalogue, which can be stopped and started again. */
final class BrokerRig implements AutoCloseable {

  private static final Duration WITHIN = Duration.ofSeconds(60);

  private final Path folder;
  private EmbeddedBroker broker;

  BrokerRig(Path folder) {
    this.folder = folder;
    broker = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT).start();
    try (TopicAdmin admin = TopicAdmin.connect(servers())) {
      admin.createCatalogue();
    }
  }

  String servers() {
    return broker.bootstrapServers();
  }

  EventProducer producer() {
    return EventProducer.open(servers(), "hedgerow/fast-path");
  }

  /** Goes away for a while and comes back with what it had, at the same address. */
  void beAwayDuring(Runnable meanwhile) {
    String address = servers();
    int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    broker.close();
    meanwhile.run();
    broker = new EmbeddedBroker(folder, port).start();
  }

  void delete(Topic topic) {
    try (TopicAdmin admin = TopicAdmin.connect(servers())) {
      admin.delete(List.of(topic.topicName()));
    }
  }

  /** Everything that stands on a topic, each partition in its order. */
  List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
    Properties connection = new Properties();
    connection.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers());
    connection.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicContent.read(connection, topic, WITHIN, records::add);
    return records;
  }

  @Override
  public void close() {
    broker.close();
  }
}
