package io.hedgerow.cli;

import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.Signal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;

/**
 * What stands of one pair, in any order, each record once: a record that comes again is the same by
 * its event ID (IDEM-1). One thread only.
 */
final class PairRecords {

  private final Map<String, Signal> signals = new LinkedHashMap<>();
  private final Map<String, Decision> decisions = new LinkedHashMap<>();
  private final Map<String, OrderEvent> orders = new LinkedHashMap<>();
  private final Map<String, PairEvent> pairs = new LinkedHashMap<>();
  private final Map<String, Fill> fills = new LinkedHashMap<>();
  private final TreeSet<String> contradicted = new TreeSet<>();
  private int unreadable;

  /**
   * What a record belongs to: its correlation ID, or for an order of no pair its client order ID;
   * empty for what belongs to neither.
   */
  static String keyOf(SpecificRecord record) {
    if (record instanceof Decision decision) {
      return decision.getCorrelationId();
    }
    if (record instanceof PairEvent pair) {
      return pair.getCorrelationId();
    }
    if (record instanceof OrderEvent order) {
      return keyOf(order.getCorrelationId(), order.getClientOrderId());
    }
    return record instanceof Fill fill
        ? keyOf(fill.getCorrelationId(), fill.getClientOrderId())
        : "";
  }

  private static String keyOf(String correlationId, String clientOrderId) {
    return correlationId.isEmpty() ? clientOrderId : correlationId;
  }

  /** Adds one; records of other types are not of a pair. */
  void take(SpecificRecord record) {
    if (record instanceof Signal signal) {
      once(signals, signal.getEventId(), signal);
    } else if (record instanceof Decision decision) {
      once(decisions, decision.getEventId(), decision);
    } else if (record instanceof OrderEvent order) {
      once(orders, order.getEventId(), order);
    } else if (record instanceof PairEvent pair) {
      once(pairs, pair.getEventId(), pair);
    } else if (record instanceof Fill fill) {
      once(fills, fill.getEventId(), fill);
    }
  }

  private <T extends SpecificRecord> void once(Map<String, T> known, String eventId, T record) {
    T first = known.putIfAbsent(eventId, record);
    if (first != null && !first.equals(record)) {
      contradicted.add(record.getSchema().getName() + " " + eventId);
    }
  }

  /** A record of this pair that none of our schemas reads. */
  void takeUnreadable() {
    unreadable++;
  }

  Collection<Signal> signals() {
    return signals.values();
  }

  Collection<Decision> decisions() {
    return decisions.values();
  }

  Collection<OrderEvent> orders() {
    return orders.values();
  }

  Collection<PairEvent> pairs() {
    return pairs.values();
  }

  Collection<Fill> fills() {
    return fills.values();
  }

  /** Types and event IDs under which different records came; the first one counts. */
  Collection<String> contradicted() {
    return contradicted;
  }

  int unreadable() {
    return unreadable;
  }
}
