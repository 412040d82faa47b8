package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.VenueExecution;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Everything that happened to orders and positions, as it happened (TRUTH-1). For one thread. */
final class DropCopy {

  private final VenueRules rules;
  private final Consumer<? super VenueExecution> out;
  private final Map<String, Long> sequences = new TreeMap<>();

  DropCopy(VenueRules rules, Consumer<? super VenueExecution> out) {
    this.rules = rules;
    this.out = out;
  }

  /** Writes one event; a cancel or a replacement under the order's own client ID. */
  void write(OrderReport report, ExecutionKind kind, long nowMicros) {
    long sequence = sequences.merge(report.account(), 1L, Long::sum);
    boolean cancel = kind == ExecutionKind.CANCELED && !report.originalClientOrderId().isEmpty();
    out.accept(
        VenueExecution.newBuilder()
            .setVenue(rules.venue())
            .setAccount(report.account())
            .setVenueClass(rules.venueClass())
            .setSequence(sequence)
            .setKind(kind)
            .setOrderId(report.orderId())
            .setClientOrderId(cancel ? report.originalClientOrderId() : report.clientOrderId())
            .setInstrument(report.instrument())
            .setSide(report.side())
            .setStatus(report.status())
            .setPriceE8(report.priceE8())
            .setQuantityE8(report.quantityE8())
            .setCumulativeQuantityE8(report.cumulativeQuantityE8())
            .setFillPriceE8(report.fillPriceE8())
            .setFillQuantityE8(report.fillQuantityE8())
            .setTradeId(report.tradeId())
            .setMaker(report.maker())
            .setFeeE8(report.feeE8())
            .setFeeAsset(report.feeAsset())
            .setReason(report.reason())
            .setReceivedAtMicros(nowMicros)
            .setVenueTimeMicros(report.venueTimeMicros())
            .setEventId(
                EventIds.of(
                    "VenueExecution", InstrumentKey.of(rules.venue(), report.account()), sequence))
            .build());
  }
}
