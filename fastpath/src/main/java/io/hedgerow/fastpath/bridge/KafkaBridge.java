package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BalancesChangedEncoder;
import io.hedgerow.fastpath.wire.BookChangedEncoder;
import io.hedgerow.fastpath.wire.MarginChangedEncoder;
import io.hedgerow.fastpath.wire.PolicyChangedEncoder;
import io.hedgerow.fastpath.wire.ReconciliationChangedEncoder;
import io.hedgerow.fastpath.wire.ReferenceChangedEncoder;
import io.hedgerow.fastpath.wire.RiskChangedEncoder;
import io.hedgerow.fastpath.wire.SignalReceivedEncoder;
import io.hedgerow.fastpath.wire.VenueChangedEncoder;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.risk.RestrictionRule;
import io.hedgerow.state.risk.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the topics that the engine obeys, on a thread of its own, and hands each record to the
 * engine: compacted topics from their beginning, streams from now on, for what was said before the
 * start is too old to act on. A record that cannot be read is counted and left out: what it would
 * have said stays unknown, and what is unknown is closed. Where the engine has no room the thread
 * waits; then the state grows old, which closes, too.
 */
public final class KafkaBridge implements AutoCloseable {

  /** Takes an input; false: there is no room now. */
  @FunctionalInterface
  public interface Inputs {
    boolean offer(int templateId, DirectBuffer buffer, int length);
  }

  /** The topics that are read. */
  public static final List<Topic> TOPICS =
      List.of(
          Topic.EXECUTION_SIGNALS,
          Topic.MARKET_REFERENCE,
          Topic.VENUE_ACCOUNTS,
          Topic.STATE_DEPTH,
          Topic.STATE_MARGIN,
          Topic.STATE_VENUES,
          Topic.RISK_STATE,
          Topic.RISK_POLICY,
          Topic.RECON_STATUS);

  private static final Duration POLL = Duration.ofMillis(20);
  private static final long JOIN_MILLIS = 10_000;

  private final Registry registry;
  private final Inputs inputs;
  private final RecordInputs records;
  private final SignalInputs signals;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<Scope, RiskState> obeyed = new TreeMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private volatile boolean running = true;
  private volatile Throwable failure;
  private Thread thread;

  /** Connects; nothing is read before {@link #start}. */
  public KafkaBridge(String bootstrapServers, Registry registry, Inputs inputs) {
    this.registry = registry;
    this.inputs = inputs;
    records = new RecordInputs(registry);
    signals = new SignalInputs(registry);
    Properties properties = new Properties();
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Begins to read. */
  public void start() {
    List<TopicPartition> compacted = new ArrayList<>();
    List<TopicPartition> streams = new ArrayList<>();
    for (Topic topic : TOPICS) {
      for (PartitionInfo partition : consumer.partitionsFor(topic.topicName())) {
        (topic.compacted() ? compacted : streams)
            .add(new TopicPartition(partition.topic(), partition.partition()));
      }
    }
    List<TopicPartition> all = new ArrayList<>(compacted);
    all.addAll(streams);
    consumer.assign(all);
    consumer.seekToBeginning(compacted);
    consumer.seekToEnd(streams);
    thread = new Thread(this::run, "hedgerow-bridge");
    thread.start();
  }

  private void run() {
    try (consumer) {
      while (running) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          take(record);
        }
      }
    } catch (WakeupException e) {
      running = false;
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    try {
      take(RecordCodec.decode(record.value()));
      taken.incrementAndGet();
    } catch (UnreadableRecordException | IllegalArgumentException | IndexOutOfBoundsException e) {
      unreadable.incrementAndGet();
    }
  }

  private void take(SpecificRecord record) {
    if (record instanceof Signal signal) {
      offer(SignalReceivedEncoder.TEMPLATE_ID, signals.buffer(), signals.encode(signal));
    } else if (record instanceof DepthView view) {
      offer(BookChangedEncoder.TEMPLATE_ID, records.encode(view));
    } else if (record instanceof ReferencePrice price) {
      for (int market : registry.referencesOf(price.getAsset(), price.getSource())) {
        offer(ReferenceChangedEncoder.TEMPLATE_ID, records.encode(price, market));
      }
    } else if (record instanceof VenueView view) {
      offer(VenueChangedEncoder.TEMPLATE_ID, records.encode(view));
    } else if (record instanceof MarginView view) {
      offer(MarginChangedEncoder.TEMPLATE_ID, records.encode(view));
    } else if (record instanceof VenueAccount account) {
      offer(BalancesChangedEncoder.TEMPLATE_ID, records.encode(account));
    } else if (record instanceof RiskState state) {
      offer(RiskChangedEncoder.TEMPLATE_ID, records.encode(obeyed(state)));
    } else if (record instanceof RiskPolicy policy) {
      offer(PolicyChangedEncoder.TEMPLATE_ID, records.encode(policy));
    } else if (record instanceof ReconciliationStatus status) {
      offer(ReconciliationChangedEncoder.TEMPLATE_ID, records.encode(status));
    }
  }

  private RiskState obeyed(RiskState state) {
    Scope scope = new Scope(state.getScopeType(), state.getScope());
    RiskState now = RestrictionRule.obeyed(Optional.ofNullable(obeyed.get(scope)), state);
    obeyed.put(scope, now);
    return now;
  }

  private void offer(int templateId, int length) {
    if (length != RecordInputs.NONE) {
      offer(templateId, records.buffer(), length);
    }
  }

  private void offer(int templateId, DirectBuffer buffer, int length) {
    while (running && !inputs.offer(templateId, buffer, length)) {
      Thread.onSpinWait();
    }
  }

  /** Records that were handed on, or were about nothing of ours. */
  public long taken() {
    return taken.get();
  }

  /** Records that could not be read. */
  public long unreadable() {
    return unreadable.get();
  }

  /** Why reading ended by itself; null: it did not. */
  public Throwable failure() {
    return failure;
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    if (thread == null) {
      consumer.close();
    } else {
      consumer.wakeup();
      thread.join(JOIN_MILLIS);
    }
  }
}
