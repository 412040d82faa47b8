package io.hedgerow.connectors.fix;

import static com.paritytrading.philadelphia.fix44.FIX44Tags.ClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.ExecInst;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrdType;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrderQty;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.OrigClOrdID;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Price;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Side;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.Symbol;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TimeInForce;
import static com.paritytrading.philadelphia.fix44.FIX44Tags.TransactTime;

import com.paritytrading.philadelphia.FIXMessage;
import io.hedgerow.schemas.venue.OrderSide;

/**
 * Order entry at one venue over FIX 4.4 (ORD-1, IDEM-2, LAT-3, LAT-4): connects, stays logged on,
 * sends requests, hands on what the venue says.
 *
 * <p>It starts no thread: the owner calls {@link #poll} in its loop and everything happens in there
 * or in the sending calls, on the owner's thread. After warm-up sending and receiving allocate
 * nothing; connecting and recovery may.
 *
 * <p>It only speaks {@link ClientMessage}: whoever holds this session can trade and cannot withdraw
 * (TRUTH-4).
 *
 * <p>An order is never sent twice. If the venue asks for orders that it missed, they are
 * gap-filled: by then their price is stale. Whatever was open or unanswered when a connection
 * ended, or was gap-filled, is asked for by OrderStatusRequest, and stays unknown until the venue
 * answers; a question that it refuses is asked again, with growing pauses. Until everything missed
 * has been handed on, new orders are refused as {@link SendResult#RECOVERING}; cancels are not.
 */
public final class FixClient implements AutoCloseable {

  /** Room that must be left for a message, so that none is cut by a slow venue. */
  private static final int ROOM_BYTES = 16_384;

  private final OpenOrders orders;
  private final DecimalText decimal = new DecimalText();
  private final ClientRole role;
  private final FixSession session;
  private final VenueConnector connector;

  /**
   * @param store its numbers survive a restart if it is a {@link FileSequenceStore}; the owner
   *     closes it
   */
  public FixClient(FixClientSettings settings, SequenceStore store, OrderEvents events) {
    orders = new OpenOrders(settings.maxOpenOrders());
    role = new ClientRole(settings, orders, events);
    session =
        new FixSession(
            settings.senderCompId(), settings.targetCompId(), store, settings.limits(), role);
    connector = new VenueConnector(settings, session);
    role.bind(session, connector);
  }

  /**
   * Does what there is to do: connects when it is time to, reads and hands on what has arrived,
   * keeps the session alive, asks for unknown orders. Never blocks.
   *
   * @param nowMicros our clock, µs since the epoch; never runs back
   */
  public void poll(long nowMicros) {
    connector.poll(nowMicros);
    session.poll(nowMicros);
    if (session.caughtUp()) {
      orders.ask(role.asker());
    }
  }

  /** Logged on, with nothing missing. */
  public boolean ready() {
    return session.caughtUp();
  }

  /**
   * Whether the venue has said at the last logon that it cancels our resting orders when the
   * connection is lost. False if it was not asked, does not do so or did not say: then the owner
   * cancels them itself.
   */
  public boolean cancelsOnDisconnect() {
    return role.cancelsOnDisconnect();
  }

  /** Orders without a final answer. */
  public int openOrders() {
    return orders.size();
  }

  /** Sends a new order, if the session is up and nothing said by the venue is missing. */
  public SendResult newOrder(OrderTicket ticket) {
    SendResult refusal = refusal(ticket.valid() && !orders.contains(ticket.clientOrderId));
    if (refusal != null) {
      return refusal;
    }
    FIXMessage message = begin(ClientMessage.NEW_ORDER, ticket.clientOrderId);
    instrument(message, ticket.instrument, ticket.side);
    terms(message, ticket);
    message.addField(TimeInForce).setChar(ticket.timeInForce.code());
    if (ticket.postOnly || ticket.reduceOnly) {
      String both = ticket.reduceOnly ? "6 E" : "6";
      message.addField(ExecInst).setString(ticket.postOnly ? both : "E");
    }
    sendOrder(message, ticket);
    return SendResult.SENT;
  }

  /**
   * Asks to put another price and quantity in place of a resting order.
   *
   * @param ticket with the IDs of both; the quantity is that of the whole order, what was filled
   *     included
   */
  public SendResult replace(OrderTicket ticket) {
    boolean valid =
        ticket.valid()
            && !ticket.market
            && OrderTicket.validId(ticket.originalClientOrderId)
            && !orders.contains(ticket.clientOrderId);
    SendResult refusal = refusal(valid);
    if (refusal != null) {
      return refusal;
    }
    FIXMessage message = begin(ClientMessage.REPLACE, ticket.clientOrderId);
    message.addField(OrigClOrdID).setString(ticket.originalClientOrderId);
    instrument(message, ticket.instrument, ticket.side);
    terms(message, ticket);
    sendOrder(message, ticket);
    return SendResult.SENT;
  }

  /** Asks to cancel a resting order; also while recovering. */
  public SendResult cancel(
      CharSequence clientOrderId,
      CharSequence originalClientOrderId,
      String instrument,
      OrderSide side) {
    boolean valid =
        OrderTicket.validId(clientOrderId) && OrderTicket.validId(originalClientOrderId);
    SendResult refusal = unsendable(valid);
    if (refusal != null) {
      return refusal;
    }
    FIXMessage message = begin(ClientMessage.CANCEL, clientOrderId);
    message.addField(OrigClOrdID).setString(originalClientOrderId);
    instrument(message, instrument, side);
    long quantityE8 = orders.quantityE8(originalClientOrderId);
    if (quantityE8 > 0) {
      message.addField(OrderQty).setString(decimal.set(quantityE8));
    }
    session.send(message);
    return SendResult.SENT;
  }

  /** Asks how an order stands; also for one that this process has not sent (TRUTH-3). */
  public SendResult requestStatus(CharSequence clientOrderId, String instrument, OrderSide side) {
    SendResult refusal = unsendable(OrderTicket.validId(clientOrderId));
    if (refusal == null) {
      role.sendStatusRequest(clientOrderId, instrument, side);
    }
    return refusal == null ? SendResult.SENT : refusal;
  }

  /** Null if exposure may be sent now. */
  private SendResult refusal(boolean valid) {
    SendResult refusal = unsendable(valid);
    if (refusal != null) {
      return refusal;
    }
    if (!session.caughtUp()) {
      return SendResult.RECOVERING;
    }
    return orders.full() ? SendResult.TOO_MANY_OPEN_ORDERS : null;
  }

  /** Null if anything may be sent now. */
  private SendResult unsendable(boolean valid) {
    if (!valid) {
      return SendResult.INVALID;
    }
    if (session.state() != FixSession.State.ACTIVE) {
      return SendResult.NOT_LOGGED_ON;
    }
    return session.freeBytes() < ROOM_BYTES ? SendResult.BACK_PRESSURE : null;
  }

  private FIXMessage begin(ClientMessage kind, CharSequence clientOrderId) {
    FIXMessage message = session.prepare(kind.type());
    message.addField(ClOrdID).setString(clientOrderId);
    return message;
  }

  private void instrument(FIXMessage message, String instrument, OrderSide side) {
    message.addField(Symbol).setString(instrument);
    message.addField(Side).setChar(side == OrderSide.BUY ? '1' : '2');
    message.addField(TransactTime).setString(session.timestamp());
  }

  private void terms(FIXMessage message, OrderTicket ticket) {
    message.addField(OrderQty).setString(decimal.set(ticket.quantityE8));
    message.addField(OrdType).setChar(ticket.market ? '1' : '2');
    if (!ticket.market) {
      message.addField(Price).setString(decimal.set(ticket.priceE8));
    }
  }

  /** Remembered before it is sent: an answer may come at once, a crash too. */
  private void sendOrder(FIXMessage message, OrderTicket ticket) {
    orders.put(
        ticket.clientOrderId,
        ticket.instrument,
        ticket.side,
        ticket.quantityE8,
        message.getMsgSeqNum());
    session.send(message);
  }

  /** Logs out and stays away until {@link #connect}. */
  public void logout() {
    connector.stayAway();
    session.logout("");
  }

  /** Connects again after {@link #logout} or a disagreement over numbers, at the next poll. */
  public void connect() {
    connector.comeBack();
  }

  /**
   * Both ends begin again at 1 with the next logon: ResetSeqNumFlag(141). What the venue said
   * before and we have not read is then lost, so the owner asks for orders and positions (TRUTH-3).
   *
   * @throws IllegalStateException while logged on
   */
  public void resetSequences() {
    if (session.state() == FixSession.State.AWAITING_LOGON) {
      session.close("the sequence numbers are reset");
    }
    session.resetSequences();
    connector.resetAtLogon();
    connector.comeBack();
  }

  /** Bytes from the venue that were no message, on this connection. */
  public long garbledBytes() {
    return connector.garbledBytes();
  }

  /** Ends the connection without a Logout, as a crash would. */
  @Override
  public void close() {
    connector.stayAway();
    session.close("closed by its owner");
  }
}
