package io.hedgerow.benchmarks.fix;

import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import java.util.function.Consumer;

/** A venue that fills every order at its limit, and has nothing else to say. */
public final class FillingVenue implements OrderEntry {
  @Override
  public void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out) {
    if (!(request instanceof NewOrder order)) {
      return;
    }
    out.accept(
        new OrderReport(
            OrderReport.Kind.FILLED,
            order.account(),
            order.clientOrderId(),
            order.clientOrderId(),
            "",
            order.instrument(),
            order.side(),
            VenueOrderStatus.FILLED,
            order.priceE8(),
            order.quantityE8(),
            order.quantityE8(),
            order.priceE8(),
            order.quantityE8(),
            order.priceE8(),
            "1",
            false,
            0,
            "",
            "",
            nowMicros,
            order.clientOrderId()));
  }

  @Override
  public boolean cancelsOnDisconnect() {
    return false;
  }

  @Override
  public void disconnected(String account, long nowMicros, Consumer<OrderReport> out) {}

  @Override
  public void advanceTo(long nowMicros, Consumer<OrderReport> out) {}
}
