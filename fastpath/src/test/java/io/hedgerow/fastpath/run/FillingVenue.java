package io.hedgerow.fastpath.run;

import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A venue that fills every order at its limit. Orders come on one thread, questions on any. */
final class FillingVenue implements OrderEntry {

  private final List<Long> quantitiesE8 = new CopyOnWriteArrayList<>();

  private volatile String stated = "";

  /** From now on it states this instrument, whatever was ordered. */
  void states(String instrument) {
    stated = instrument;
  }

  /** What was ordered, in the venue's unit. */
  List<Long> quantitiesE8() {
    return quantitiesE8;
  }

  @Override
  public void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out) {
    if (request instanceof NewOrder order) {
      quantitiesE8.add(order.quantityE8());
      out.accept(
          new OrderReport(
              OrderReport.Kind.FILLED,
              order.account(),
              "1",
              order.clientOrderId(),
              "",
              stated.isEmpty() ? order.instrument() : stated,
              order.side(),
              VenueOrderStatus.FILLED,
              order.priceE8(),
              order.quantityE8(),
              order.quantityE8(),
              order.priceE8(),
              order.quantityE8(),
              order.priceE8(),
              "T1",
              false,
              7,
              "USDT",
              "",
              nowMicros,
              order.clientOrderId()));
    }
  }

  @Override
  public boolean cancelsOnDisconnect() {
    return true;
  }

  @Override
  public void disconnected(String account, long nowMicros, Consumer<OrderReport> out) {}

  @Override
  public void advanceTo(long nowMicros, Consumer<OrderReport> out) {}
}
