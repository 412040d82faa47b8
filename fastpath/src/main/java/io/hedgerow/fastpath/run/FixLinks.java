package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.OrderTimeInForce;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.fastpath.engine.VenueLinks;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.SentRequest;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.pair.ClientOrderIds;
import io.hedgerow.state.pair.OrderRole;
import io.hedgerow.state.pair.PairOrder;

/**
 * The venues over FIX 4.4, one session each (ORD-1, IDEM-2). A leg rests until it is filled or
 * cancelled at its limit; an offset takes what is there and the rest expires. For the engine's
 * thread; allocates nothing once warm.
 */
public final class FixLinks implements VenueLinks, AutoCloseable {

  private final Registry registry;
  private final FixClient[] clients;
  private final VenueInbox[] inboxes;
  private long sent;
  private final OrderTicket ticket = new OrderTicket();
  private final StringBuilder id = new StringBuilder(ClientOrderIds.LENGTH);
  private final StringBuilder originalId = new StringBuilder(ClientOrderIds.LENGTH);

  /**
   * Links without sessions.
   *
   * @param queue where what the venues say waits for the engine
   */
  public FixLinks(Registry registry, InputQueue queue) {
    this.registry = registry;
    clients = new FixClient[registry.venues().size()];
    inboxes = new VenueInbox[clients.length];
    for (int venue = 0; venue < clients.length; venue++) {
      inboxes[venue] = new VenueInbox(registry, venue, queue);
    }
  }

  /** Adds the session of a venue. */
  public void add(int venue, FixClientSettings settings, SequenceStore store) {
    clients[venue] = new FixClient(settings, store, inboxes[venue]);
  }

  /** Reads and keeps alive all sessions; what the venues said waits in the queue. */
  public void poll(long nowMicros) {
    for (FixClient client : clients) {
      if (client != null) {
        client.poll(nowMicros);
      }
    }
  }

  @Override
  public void send(PairOrder order) {
    Registry.Instrument instrument = registry.instruments().get(order.instrument());
    FixClient client = clients[order.venue()];
    SendResult result = SendResult.NOT_LOGGED_ON;
    if (client != null) {
      ClientOrderIds.write(order.number(), id);
      boolean leg = order.role() == OrderRole.LEG;
      ticket
          .clientOrderId(id)
          .on(instrument.symbol(), order.side())
          .limit(
              order.limitPriceE8(),
              E8.mulDivFloor(order.quantityE8(), E8.ONE, instrument.contractE8()))
          .timeInForce(leg ? OrderTimeInForce.GTC : OrderTimeInForce.IOC)
          .reduceOnly(order.reduceOnly() && instrument.terms().leveraged());
      result = client.newOrder(ticket);
    }
    if (result == SendResult.SENT) {
      sent++;
    } else {
      inboxes[order.venue()].notSent(order.number(), SentRequest.ORDER, result);
    }
  }

  @Override
  public void cancel(PairOrder order, long requestNumber) {
    SendResult result =
        cancel(order.number(), requestNumber, order.venue(), order.instrument(), order.side());
    if (result != SendResult.SENT) {
      inboxes[order.venue()].notSent(order.number(), SentRequest.CANCEL, result);
    }
  }

  @Override
  public void ask(PairOrder order) {
    SendResult result = ask(order.number(), order.venue(), order.instrument(), order.side());
    if (result != SendResult.SENT) {
      inboxes[order.venue()].notSent(order.number(), SentRequest.STATUS, result);
    }
  }

  /** Why the session of a venue is down; empty: it is not. Safe from any thread. */
  String down(int venue) {
    return inboxes[venue].down();
  }

  /** Orders that were handed to a session. */
  long sent() {
    return sent;
  }

  SendResult cancel(long number, long requestNumber, int venue, int instrument, OrderSide side) {
    FixClient client = clients[venue];
    if (client == null) {
      return SendResult.NOT_LOGGED_ON;
    }
    ClientOrderIds.write(requestNumber, id);
    ClientOrderIds.write(number, originalId);
    return client.cancel(id, originalId, symbol(instrument), side);
  }

  SendResult ask(long number, int venue, int instrument, OrderSide side) {
    FixClient client = clients[venue];
    if (client == null) {
      return SendResult.NOT_LOGGED_ON;
    }
    ClientOrderIds.write(number, id);
    return client.requestStatus(id, symbol(instrument), side);
  }

  /** Whether the venue has said that it cancels what rests when the connection is lost. */
  boolean cancelsOnDisconnect(int venue) {
    return clients[venue] != null && clients[venue].cancelsOnDisconnect();
  }

  /** The name of a venue. */
  String nameOf(int venue) {
    return registry.venues().get(venue).name();
  }

  /** How many instruments there are. */
  int instruments() {
    return registry.instruments().size();
  }

  /** The venue of an instrument. */
  int venueOf(int instrument) {
    return registry.instruments().get(instrument).venue();
  }

  /** The symbol of an instrument at its venue. */
  String symbol(int instrument) {
    return registry.instruments().get(instrument).symbol();
  }

  /** Ends all sessions as a crash would: venues that cancel on disconnect do so. */
  @Override
  public void close() {
    for (FixClient client : clients) {
      if (client != null) {
        client.close();
      }
    }
  }
}
