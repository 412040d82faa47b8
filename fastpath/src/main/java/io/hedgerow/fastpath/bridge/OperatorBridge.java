package io.hedgerow.fastpath.bridge;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.command.CommandRefusal;
import io.hedgerow.state.risk.command.CommandVerifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochMicroClock;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads {@code ops.commands}, and {@code risk.policy} for the operators' keys, on a thread and a
 * connection of its own, so that a halt waits behind no other record (RISK-6). Commands are read
 * from those on that may still be valid. Whatever breaks the connection, it is made anew, and
 * reading goes on where it was.
 *
 * <p>A command that cannot be read is counted and not obeyed, not even as a halt: its signature
 * cannot be checked, so it is nobody's, and one broken byte must not stop the desk. Who sent it can
 * halt by the control folder, and the state that the risk job derives closes without it.
 */
public final class OperatorBridge implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(20);
  private static final long PAUSE_NANOS = 1_000_000_000L;
  private static final long OFFER_NANOS = 20_000L;
  private static final long JOIN_MILLIS = 10_000;

  private final String bootstrapServers;
  private final KafkaBridge.Inputs inputs;
  private final EpochMicroClock clock;
  private final OperatorCommands commands;
  private final long fromMicros;
  private final Map<TopicPartition, Long> nextOffsets = new HashMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Thread thread = new Thread(this::run, "hedgerow-operators");
  private volatile boolean running = true;
  private volatile String lastRefusal = "";
  private volatile Throwable trouble;

  /** Nothing is read before {@link #start}. */
  public OperatorBridge(String bootstrapServers, KafkaBridge.Inputs inputs, EpochMicroClock clock) {
    this.bootstrapServers = bootstrapServers;
    this.inputs = inputs;
    this.clock = clock;
    long startMicros = clock.microTime();
    fromMicros = startMicros - CommandVerifier.MAX_LIFE_MICROS;
    commands = new OperatorCommands(this::offer, this::refused, startMicros);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  private void run() {
    while (running) {
      try (KafkaConsumer<byte[], byte[]> consumer = connect()) {
        assign(consumer);
        while (running) {
          read(consumer);
          trouble = null;
        }
      } catch (RuntimeException e) {
        trouble = e;
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> connect() {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void assign(KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> policies = partitions(consumer, Topic.RISK_POLICY);
    List<TopicPartition> orders = partitions(consumer, Topic.OPS_COMMANDS);
    List<TopicPartition> all = new ArrayList<>(policies);
    all.addAll(orders);
    consumer.assign(all);
    consumer.seekToBeginning(policies);
    Map<TopicPartition, Long> times = new HashMap<>();
    orders.forEach(partition -> times.put(partition, Math.max(0, fromMicros / 1_000)));
    Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
    for (TopicPartition partition : orders) {
      Long next = nextOffsets.get(partition);
      OffsetAndTimestamp first = found.get(partition);
      if (next != null) {
        consumer.seek(partition, next);
      } else if (first != null) {
        consumer.seek(partition, first.offset());
      } else {
        consumer.seekToEnd(List.of(partition));
        nextOffsets.put(partition, consumer.position(partition));
      }
    }
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, Topic topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (PartitionInfo partition : consumer.partitionsFor(topic.topicName())) {
      partitions.add(new TopicPartition(partition.topic(), partition.partition()));
    }
    return partitions;
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      take(record);
      nextOffsets.put(partition, record.offset() + 1);
    }
    commands.advance(clock.microTime());
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      SpecificRecord decoded = RecordCodec.decode(record.value());
      if (!RecordKeys.topicOf(decoded).topicName().equals(record.topic())) {
        unreadable.incrementAndGet(); // keys come from risk.policy alone
        return;
      }
      take(decoded);
      taken.incrementAndGet();
    } catch (UnreadableRecordException | IllegalArgumentException | IndexOutOfBoundsException e) {
      unreadable.incrementAndGet();
    }
  }

  private void take(SpecificRecord record) {
    if (record instanceof OpsCommand command) {
      commands.command(command, clock.microTime());
    } else if (record instanceof RiskPolicy policy) {
      commands.policy(policy, clock.microTime());
    }
  }

  private boolean offer(int templateId, DirectBuffer buffer, int length) {
    while (running && !inputs.offer(templateId, buffer, length)) {
      LockSupport.parkNanos(OFFER_NANOS);
    }
    return running;
  }

  private void refused(OpsCommand command, CommandRefusal why) {
    refused.incrementAndGet();
    lastRefusal = OperatorCommands.textOf(command, why);
  }

  /** Records that were taken, whatever became of them. */
  public long taken() {
    return taken.get();
  }

  /** Records that could not be read. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Commands that could be read and were not obeyed. */
  public long refused() {
    return refused.get();
  }

  /** The last of those, and why; empty: none. */
  public String lastRefusal() {
    return lastRefusal;
  }

  /** Why nothing can be read now; null: it can. */
  public Throwable trouble() {
    return trouble;
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join(JOIN_MILLIS);
  }
}
