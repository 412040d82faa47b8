package io.hedgerow.testkit.kafka;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * A real broker for tests: started once for all test classes of this JVM, with the topics of the
 * catalogue, empty before each test.
 *
 * <pre>{@code
 * @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();
 *
 * @Test
 * void shouldDoSomething() {
 *   try (EventProducer producer = kafka.producer("test")) {
 *     producer.send(book);
 *   }
 *   assertThat(kafka.read(Topic.MARKET_BOOKS)).holdsExactly(book);
 * }
 * }</pre>
 *
 * <p>A topic on which something stands is deleted and created again before the next test, so that
 * offsets start at zero: close what still reads or writes at the end of a test. Topics that a test
 * made itself are deleted. Tests of one JVM share it one after another, not in parallel.
 */
public final class KafkaExtension implements BeforeAllCallback, BeforeEachCallback {

  private static final Namespace NAMESPACE = Namespace.create(KafkaExtension.class);

  private Running running;

  /** The broker with its admin client, closed by JUnit after the last test class. */
  private static final class Running implements AutoCloseable {

    private final EmbeddedBroker broker = new EmbeddedBroker().start();
    private final TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers());

    @Override
    public void close() {
      admin.close();
      broker.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    running =
        context
            .getRoot()
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(Running.class, type -> new Running(), Running.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (running == null) {
      throw new IllegalStateException("expected a static field: @RegisterExtension static final");
    }
    emptyTopics();
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return running.broker.bootstrapServers();
  }

  /** The admin client; do not close it. */
  public TopicAdmin admin() {
    return running.admin;
  }

  /** A producer of records of the contract; close it before the topics are read. */
  public EventProducer producer(String source) {
    return EventProducer.open(bootstrapServers(), source);
  }

  /** A consumer of bytes that sees committed records only and has no group. */
  public KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Everything that stands on a topic now. */
  public TopicContents read(Topic topic) {
    return read(topic.topicName());
  }

  /** Everything that stands on a topic now; for dead letters {@code topic.deadLetterName()}. */
  public TopicContents read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return TopicContents.read(consumer, topic);
    }
  }

  private void emptyTopics() {
    TreeSet<String> used = new TreeSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> ends =
          consumer.endOffsets(
              admin().describe().values().stream()
                  .flatMap(topic -> partitions(topic).stream())
                  .toList());
      ends.forEach(
          (partition, end) -> {
            if (end > 0) {
              used.add(partition.topic());
            }
          });
    }
    used.addAll(foreign());
    if (!used.isEmpty()) {
      admin().delete(used);
    }
    admin().createCatalogue();
  }

  private List<String> foreign() {
    return admin().describe().keySet().stream().filter(name -> !inCatalogue(name)).toList();
  }

  private static boolean inCatalogue(String name) {
    String base =
        name.endsWith(Topic.DEAD_LETTER_SUFFIX)
            ? name.substring(0, name.length() - Topic.DEAD_LETTER_SUFFIX.length())
            : name;
    return Topic.named(base).isPresent();
  }

  private static List<TopicPartition> partitions(TopicAdmin.Standing topic) {
    return IntStream.range(0, topic.partitions())
        .mapToObj(partition -> new TopicPartition(topic.name(), partition))
        .toList();
  }
}
