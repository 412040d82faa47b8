package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderReport.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Brings reports to the client, or fails to, as the faults have it. For one thread. */
final class ReportChannel implements Scheduled {

  private final ActiveFaults faults;
  private final LongSupplier nowMicros;
  private final Consumer<OrderReport> out;
  private final TreeSet<Late> late =
      new TreeSet<>(Comparator.comparingLong(Late::atMicros).thenComparingLong(Late::number));
  private long numbers;

  /** Until when the reports of an order wait behind its late answer. */
  private final Map<String, Long> lateOrders = new HashMap<>();

  /** Answers that wait for the first fill of their order. */
  private final Map<String, Late> heldAnswers = new HashMap<>();

  /** Reports that wait for the next one of their account. */
  private final Map<String, Late> overtaken = new HashMap<>();

  /** By order: how late its next fill is told. */
  private final Map<String, Long> withheld = new HashMap<>();

  private record Late(long atMicros, long number, OrderReport report) {}

  ReportChannel(ActiveFaults faults, LongSupplier nowMicros, Consumer<OrderReport> out) {
    this.faults = faults;
    this.nowMicros = nowMicros;
    this.out = out;
  }

  /** The next fill of this order is told so much later, as that of a cancelled one. */
  void withholdFill(String orderId, long delayMicros) {
    withheld.put(orderId, delayMicros);
  }

  /** Sends a report. */
  void send(OrderReport report) {
    boolean answer = report.kind() == Kind.ACCEPTED || report.kind() == Kind.REPLACED;
    if (report.kind() == Kind.FILLED && withheld.containsKey(report.orderId())) {
      later(canceled(report), withheld.remove(report.orderId()));
    } else if (answer && strikes(FaultKind.LOST_ACK, report).isPresent()) {
      lateOrders.remove(report.orderId());
    } else if (!isLate(report, answer) && !isHeld(report) && !isOvertaken(report)) {
      deliver(report);
      if (report.kind() == Kind.FILLED) {
        release(heldAnswers.remove(report.orderId()));
      }
      release(overtaken.remove(report.account()));
    }
  }

  private boolean isLate(OrderReport report, boolean answer) {
    if (answer) {
      strikes(FaultKind.LATE_ACK, report)
          .ifPresent(fault -> lateOrders.put(report.orderId(), now() + delay(fault)));
    }
    Long until = lateOrders.get(report.orderId());
    if (until == null) {
      return false;
    }
    if (until <= now()) {
      lateOrders.remove(report.orderId());
      return false;
    }
    later(report, until - now());
    return true;
  }

  private boolean isHeld(OrderReport report) {
    if (report.kind() != Kind.ACCEPTED) {
      return false;
    }
    Optional<VenueFault> fault = strikes(FaultKind.FILL_BEFORE_ACK, report);
    fault.ifPresent(each -> heldAnswers.put(report.orderId(), later(report, delay(each))));
    return fault.isPresent();
  }

  private boolean isOvertaken(OrderReport report) {
    if (overtaken.containsKey(report.account())) {
      return false;
    }
    Optional<VenueFault> fault = strikes(FaultKind.OUT_OF_ORDER_REPORTS, report);
    fault.ifPresent(each -> overtaken.put(report.account(), later(report, delay(each))));
    return fault.isPresent();
  }

  private Late later(OrderReport report, long delayMicros) {
    Late entry = new Late(now() + delayMicros, numbers++, report);
    late.add(entry);
    return entry;
  }

  private void release(Late entry) {
    if (entry != null && late.remove(entry)) {
      deliver(entry.report());
    }
  }

  /**
   * While there is no connection the wire keeps it for the session; a venue that restarts loses it.
   */
  private void deliver(OrderReport report) {
    if (faults.active(FaultKind.RESTART, now()).isPresent()) {
      return;
    }
    out.accept(report);
    if (strikes(FaultKind.DUPLICATE_REPORTS, report).isPresent()) {
      out.accept(report);
    }
  }

  /** Whether nothing passes. */
  boolean isCut(long atMicros) {
    return faults.active(FaultKind.DISCONNECT, atMicros).isPresent()
        || faults.active(FaultKind.RESTART, atMicros).isPresent();
  }

  @Override
  public long nextAtMicros() {
    return late.isEmpty() ? Long.MAX_VALUE : late.first().atMicros();
  }

  @Override
  public void run() {
    Late entry = late.pollFirst();
    heldAnswers.remove(entry.report().orderId(), entry);
    overtaken.remove(entry.report().account(), entry);
    if (lateOrders.getOrDefault(entry.report().orderId(), Long.MAX_VALUE) <= now()) {
      lateOrders.remove(entry.report().orderId());
    }
    deliver(entry.report());
  }

  private Optional<VenueFault> strikes(FaultKind kind, OrderReport report) {
    return faults.strikes(kind, report.account(), report.instrument(), now());
  }

  private static long delay(VenueFault fault) {
    return fault.number(FaultParameter.DELAY);
  }

  private long now() {
    return nowMicros.getAsLong();
  }

  private static OrderReport canceled(OrderReport fill) {
    return new OrderReport(
        fill.kind(),
        fill.account(),
        fill.orderId(),
        fill.clientOrderId(),
        fill.originalClientOrderId(),
        fill.instrument(),
        fill.side(),
        VenueOrderStatus.CANCELED,
        fill.priceE8(),
        fill.quantityE8(),
        fill.cumulativeQuantityE8(),
        fill.fillPriceE8(),
        fill.fillQuantityE8(),
        fill.averagePriceE8(),
        fill.tradeId(),
        fill.maker(),
        fill.feeE8(),
        fill.feeAsset(),
        fill.reason(),
        fill.venueTimeMicros(),
        fill.executionId());
  }
}
