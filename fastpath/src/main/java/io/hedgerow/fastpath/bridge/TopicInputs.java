package io.hedgerow.fastpath.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hedgerow.connectors.kafka.RecordKeys;
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
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.risk.RestrictionRule;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of the topics that the engine obeys, as its inputs (RISK-6, GATE-1, GATE-9). One object
 * for one thread; the counts may be read from any.
 *
 * <p>A record that cannot be read, or is of another topic, is counted. Most are then left out: what
 * they would have said grows old, and what is old is closed. Three close at once, until a record
 * that is not older can be read: {@code risk.state} the scope that its key names, else the system;
 * {@code recon.status} the account, else all; {@code risk.policy} everything. There, a record
 * without a value is one that cannot be read.
 */
final class TopicInputs {

  /** Takes an input, waiting where there is no room. */
  @FunctionalInterface
  interface Sink {
    void put(int templateId, DirectBuffer buffer, int length);
  }

  private final Registry registry;
  private final Sink sink;
  private final RecordInputs records;
  private final SignalInputs signals;
  private final Map<Scope, RiskState> obeyed = new TreeMap<>();
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private Set<String> otherBooks = Set.of();

  TopicInputs(Registry registry, Sink sink) {
    this.registry = registry;
    this.sink = sink;
    records = new RecordInputs(registry);
    signals = new SignalInputs(registry);
  }

  /** Leaves out books of these venues; before the first record. */
  void withoutBooksOf(Set<String> venues) {
    otherBooks = Set.copyOf(venues);
  }

  /**
   * Takes a record.
   *
   * @param key may be null
   * @param value null: a tombstone
   */
  void take(String topic, byte[] key, byte[] value) {
    String keyText = key == null ? null : new String(key, UTF_8);
    if (value == null) {
      close(topic, keyText);
      return;
    }
    try {
      SpecificRecord record = RecordCodec.decode(value);
      if (!(record instanceof ClockTick)) {
        requireTopic(topic, record);
        take(record);
      }
      taken.incrementAndGet();
    } catch (UnreadableRecordException | IllegalArgumentException | IndexOutOfBoundsException e) {
      unreadable.incrementAndGet();
      close(topic, keyText);
    }
  }

  private static void requireTopic(String topic, SpecificRecord record) {
    String own = RecordKeys.topicOf(record).topicName();
    if (!own.equals(topic)) {
      throw new IllegalArgumentException("expected a record of " + topic + ", saw one of " + own);
    }
  }

  private void close(String topic, String key) {
    if (topic.equals(Topic.RISK_STATE.topicName())) {
      // A job that is catching up must find nothing here that allows.
      if (!obeyed.keySet().removeIf(scope -> (scope.type() + "|" + scope.name()).equals(key))) {
        obeyed.remove(Scope.SYSTEM);
      }
      offer(RiskChangedEncoder.TEMPLATE_ID, records.encodeUnreadableState(key));
    } else if (topic.equals(Topic.RECON_STATUS.topicName())) {
      for (Registry.Venue venue : registry.venues()) {
        offer(
            ReconciliationChangedEncoder.TEMPLATE_ID,
            records.encodeUnreadableStatus(key, venue.number()));
      }
    } else if (topic.equals(Topic.RISK_POLICY.topicName()) && !isShadow(key)) {
      offer(PolicyChangedEncoder.TEMPLATE_ID, records.encodeUnreadablePolicy());
    }
  }

  private static boolean isShadow(String key) {
    return key != null && key.equals(PolicyRecords.idOf(PolicyMode.SHADOW));
  }

  private void take(SpecificRecord record) {
    if (record instanceof Signal signal) {
      put(SignalReceivedEncoder.TEMPLATE_ID, signals.buffer(), signals.encode(signal));
    } else if (record instanceof DepthView view) {
      if (!otherBooks.contains(view.getVenue())) {
        offer(BookChangedEncoder.TEMPLATE_ID, records.encode(view));
      }
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
    put(templateId, records.buffer(), length);
  }

  private void put(int templateId, DirectBuffer buffer, int length) {
    if (length != RecordInputs.NONE) {
      sink.put(templateId, buffer, length);
    }
  }

  /** Records that were handed on, or were about nothing of ours. */
  long taken() {
    return taken.get();
  }

  /** Records that could not be read. */
  long unreadable() {
    return unreadable.get();
  }
}
