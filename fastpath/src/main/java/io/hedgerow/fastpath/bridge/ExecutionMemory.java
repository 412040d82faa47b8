package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.OrderRequestedDecoder;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.WirePurpose;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What the outputs of the journal refer to: signals, orders, the report before them. Bounded. */
final class ExecutionMemory {

  /**
   * So many accepted pairs, and four orders for each, are remembered; the oldest are forgotten
   * first.
   */
  static final int MAX_PAIRS = 100_000;

  private static final int ORDERS_PER_PAIR = 4;
  private static final int RADIX = 36;

  /** A signal as it stood in the journal. */
  static final class KnownPair {
    String signalId = "";
    String asset = "";
    SignalPurpose purpose = SignalPurpose.OPEN;
    int legs;
    final int[] instruments = {Registry.UNKNOWN, Registry.UNKNOWN};
    final OrderSide[] sides = {OrderSide.BUY, OrderSide.SELL};
    long deadlineMicros;
    final long[] steps = new long[2];
  }

  /** An order as it was requested. */
  record KnownOrder(
      long number,
      long correlation,
      int leg,
      int instrument,
      OrderSide side,
      long quantityE8,
      long limitE8,
      OrderRole role) {}

  /** What a venue said last. */
  record KnownReport(
      long sequence,
      String executionId,
      String tradeId,
      String feeAsset,
      String text,
      long feeE8,
      boolean maker,
      long venueTimeMicros) {}

  private final Registry registry;
  private final Map<Long, KnownPair> pairs = bounded(MAX_PAIRS);
  private final Map<Long, KnownOrder> orders = bounded(MAX_PAIRS * ORDERS_PER_PAIR);
  private KnownReport report;
  private long firstTimeMicros = -1;
  private long sequence;
  private long timeMicros;

  ExecutionMemory(Registry registry) {
    this.registry = registry;
  }

  private static <V> Map<Long, V> bounded(int most) {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        return size() > most;
      }
    };
  }

  void at(long recordSequence, long recordTimeMicros) {
    if (firstTimeMicros < 0) {
      firstTimeMicros = recordTimeMicros;
    }
    sequence = recordSequence;
    timeMicros = recordTimeMicros;
  }

  long sequence() {
    return sequence;
  }

  long timeMicros() {
    return timeMicros;
  }

  /** The same for every reading of this journal, another for every other journal. */
  String journalId() {
    return Long.toString(firstTimeMicros, RADIX).toUpperCase(Locale.ROOT);
  }

  /** Of a pair; empty for what belongs to none. */
  String correlationId(long correlation) {
    return correlation <= 0
        ? ""
        : journalId() + "-" + Long.toString(correlation, RADIX).toUpperCase(Locale.ROOT);
  }

  void signal(long correlation, SignalReceivedDecoder signal) {
    KnownPair pair = new KnownPair();
    pair.purpose =
        signal.purpose() == WirePurpose.REDUCE ? SignalPurpose.REDUCE : SignalPurpose.OPEN;
    pair.legs = signal.legs();
    pair.instruments[0] = signal.firstInstrument();
    pair.instruments[1] = signal.secondInstrument();
    boolean buysFirst = signal.firstSide() == WireSide.BUY;
    pair.sides[0] = buysFirst ? OrderSide.BUY : OrderSide.SELL;
    pair.sides[1] = buysFirst ? OrderSide.SELL : OrderSide.BUY;
    pair.deadlineMicros = signal.createdAtMicros() + signal.timeoutMicros();
    pair.asset = asset(pair.instruments[0]);
    pair.signalId = signal.signalId();
    pairs.put(correlation, pair);
  }

  private String asset(int instrument) {
    return instrument < 0 || instrument >= registry.instruments().size()
        ? ""
        : registry.assets().get(registry.instruments().get(instrument).asset());
  }

  void report(long recordSequence, VenueReportDecoder from) {
    String executionId = from.executionId();
    String tradeId = from.tradeId();
    String feeAsset = from.feeAsset();
    String text = from.text();
    report =
        new KnownReport(
            recordSequence,
            executionId,
            tradeId,
            feeAsset,
            text,
            from.feeE8(),
            from.maker() == YesNo.YES,
            from.venueTimeMicros());
  }

  /** The report that stands at this sequence, or null: what happened followed from none. */
  KnownReport reportAt(long recordSequence) {
    return report != null && report.sequence == recordSequence ? report : null;
  }

  void order(OrderRequestedDecoder from) {
    orders.put(
        from.orderNumber(),
        new KnownOrder(
            from.orderNumber(),
            from.correlation(),
            from.leg(),
            from.instrument(),
            from.side() == WireSide.BUY ? OrderSide.BUY : OrderSide.SELL,
            from.quantityE8(),
            from.limitE8(),
            OrderRecords.role(from.role())));
  }

  /** Nothing follows from a signal that was rejected, or from a pair that was not opened. */
  void forget(long correlation) {
    pairs.remove(correlation);
  }

  KnownPair pair(long correlation) {
    return pairs.get(correlation);
  }

  KnownOrder order(long number) {
    return orders.get(number);
  }

  /** The next number of a step of a leg, from 1. */
  long nextStep(long correlation, int leg) {
    KnownPair pair = pairs.get(correlation);
    return pair == null ? sequence : ++pair.steps[Math.min(leg, 1)];
  }
}
