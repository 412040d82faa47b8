package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.bridge.ExecutionMemory.KnownOrder;
import io.hedgerow.fastpath.bridge.ExecutionMemory.KnownPair;
import io.hedgerow.fastpath.bridge.ExecutionMemory.KnownReport;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.EscalatedDecoder;
import io.hedgerow.fastpath.wire.OrderChangedDecoder;
import io.hedgerow.fastpath.wire.OrderFilledDecoder;
import io.hedgerow.fastpath.wire.OrderRequestedDecoder;
import io.hedgerow.fastpath.wire.PairChangedDecoder;
import io.hedgerow.fastpath.wire.WireRole;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.state.pair.ClientOrderIds;
import io.hedgerow.state.pair.Escalation;
import io.hedgerow.state.pair.OpenResult;
import io.hedgerow.state.pair.OrderEnd;
import io.hedgerow.state.pair.OrderState;
import io.hedgerow.state.pair.PairOutcome;
import org.apache.avro.specific.SpecificRecord;

/** Orders, fills and pairs of the journal as records. */
final class OrderRecords {

  private static final int PAIR_REOPENED = 1;
  private static final int PAIR_REFUSED = 4;

  private final Registry registry;
  private final ExecutionMemory memory;
  private final StringBuilder id = new StringBuilder();

  OrderRecords(Registry registry, ExecutionMemory memory) {
    this.registry = registry;
    this.memory = memory;
  }

  SpecificRecord of(OrderRequestedDecoder requested) {
    return switch (requested.request()) {
      case ORDER -> {
        memory.order(requested);
        yield step(requested.orderNumber(), OrderStep.SUBMITTED);
      }
      case CANCEL -> step(requested.orderNumber(), OrderStep.CANCEL_ASKED);
      case STATUS -> step(requested.orderNumber(), OrderStep.STATUS_ASKED);
      case NULL_VAL -> null;
    };
  }

  OrderEvent of(OrderChangedDecoder changed) {
    return event(
        changed.orderNumber(),
        stepOf(changed.state(), changed.end()),
        changed.cumulativeE8(),
        memory.reportAt(changed.inputSequence()));
  }

  OrderEvent step(long orderNumber, OrderStep step) {
    return event(orderNumber, step, 0, null);
  }

  private static OrderStep stepOf(int state, int end) {
    if (state == OrderState.OPEN.number()) {
      return OrderStep.ACCEPTED;
    }
    if (state != OrderState.FINAL.number()) {
      return OrderStep.UNKNOWN;
    }
    return switch (OrderEnd.numbered(end)) {
      case FILLED -> OrderStep.FILLED;
      case CANCELED -> OrderStep.CANCELED;
      case EXPIRED -> OrderStep.EXPIRED;
      case REJECTED -> OrderStep.REJECTED;
      case LOST, NONE -> OrderStep.NOT_FOUND;
    };
  }

  /** Null for an order that is remembered no more. */
  private OrderEvent event(long orderNumber, OrderStep step, long cumulativeE8, KnownReport told) {
    KnownOrder order = memory.order(orderNumber);
    if (order == null) {
      return null;
    }
    KnownPair pair = memory.pair(order.correlation());
    Registry.Instrument instrument = registry.instruments().get(order.instrument());
    Registry.Venue venue = registry.venues().get(instrument.venue());
    String correlationId = memory.correlationId(order.correlation());
    return new OrderEvent(
        correlationId,
        clientOrderId(orderNumber),
        order.leg(),
        order.role(),
        step,
        venue.name(),
        venue.account(),
        instrument.name(),
        order.side(),
        order.quantityE8(),
        order.limitE8(),
        cumulativeE8,
        pair == null ? -1 : pair.deadlineMicros,
        memory.nextStep(order.correlation(), order.leg()),
        told == null ? "" : told.text(),
        told == null ? -1 : told.venueTimeMicros(),
        memory.timeMicros(),
        memory.sequence(),
        EventIds.of("OrderEvent", correlationId, memory.sequence()));
  }

  Fill of(OrderFilledDecoder filled) {
    KnownOrder order = memory.order(filled.orderNumber());
    if (order == null) {
      return null;
    }
    KnownReport told = memory.reportAt(filled.inputSequence());
    Registry.Instrument instrument = registry.instruments().get(order.instrument());
    Registry.Venue venue = registry.venues().get(instrument.venue());
    String correlationId = memory.correlationId(order.correlation());
    return new Fill(
        correlationId,
        clientOrderId(order.number()),
        order.leg(),
        order.role(),
        venue.name(),
        venue.account(),
        instrument.name(),
        order.side(),
        told == null ? "" : told.executionId(),
        told == null ? "" : told.tradeId(),
        filled.moreE8(),
        filled.priceE8(),
        filled.cumulativeE8(),
        told == null ? 0L : told.feeE8(),
        told == null ? "" : told.feeAsset(),
        told != null && told.maker(),
        memory.nextStep(order.correlation(), order.leg()),
        told == null ? -1 : told.venueTimeMicros(),
        memory.timeMicros(),
        memory.sequence(),
        EventIds.of("Fill", correlationId, memory.sequence()));
  }

  /** Whether the pair was accepted and not opened after all. */
  static boolean isRefused(PairChangedDecoder changed) {
    return changed.step() == PAIR_REFUSED;
  }

  PairEvent of(PairChangedDecoder changed) {
    int step = changed.step();
    String state =
        step == PAIR_REFUSED
            ? OpenResult.numbered(changed.state()).name()
            : PairOutcome.numbered(changed.state()).name();
    return pairEvent(
        changed.correlation(),
        step == PAIR_REOPENED ? PairStep.REOPENED : PairStep.ENDED,
        step == PAIR_REOPENED ? "" : state,
        changed.imbalanceE8());
  }

  PairEvent of(EscalatedDecoder escalated) {
    return pairEvent(
        escalated.correlation(),
        PairStep.ESCALATED,
        Escalation.numbered(escalated.reason()).name(),
        escalated.quantityE8());
  }

  private PairEvent pairEvent(long correlation, PairStep step, String state, long imbalanceE8) {
    KnownPair pair = memory.pair(correlation);
    String correlationId = memory.correlationId(correlation);
    return new PairEvent(
        correlationId,
        pair == null ? "" : pair.signalId,
        step,
        state,
        pair == null ? "" : pair.asset,
        pair == null ? 0 : pair.legs,
        imbalanceE8,
        pair == null ? -1 : pair.deadlineMicros,
        memory.timeMicros(),
        memory.sequence(),
        EventIds.of("PairEvent", correlationId, memory.sequence()));
  }

  private String clientOrderId(long number) {
    ClientOrderIds.write(number, id);
    return id.toString();
  }

  static OrderRole role(WireRole role) {
    return switch (role) {
      case ENTRY, NULL_VAL -> OrderRole.ENTRY;
      case OFFSET -> OrderRole.OFFSET;
      case RESIDUAL -> OrderRole.RESIDUAL;
    };
  }
}
