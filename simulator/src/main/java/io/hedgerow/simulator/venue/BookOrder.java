package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.OrderType;
import io.hedgerow.simulator.venue.OrderRequest.TimeInForce;
import java.math.BigInteger;

/** An order that the venue has taken, and how it stands. For one thread. */
final class BookOrder {

  private final String orderId;
  private final NewOrder request;
  private final InstrumentRules rules;
  private final ExecutionKind fillKind;
  private final long takenAtMicros;

  private String clientOrderId;
  private long priceE8;
  private long quantityE8;
  private long cumulativeE8;
  private BigInteger paid = BigInteger.ZERO;
  private VenueOrderStatus status = VenueOrderStatus.OPEN;

  /** What is dearer is no price to it, even if it sells. */
  private long dearestE8 = Long.MAX_VALUE;

  /** Background quantity at its price that came before it. */
  private long aheadE8;

  /**
   * @param fillKind FILL, or for what no client asked for LIQUIDATION or DELEVERAGING
   */
  BookOrder(
      String orderId,
      NewOrder request,
      InstrumentRules rules,
      ExecutionKind fillKind,
      long takenAtMicros) {
    this.orderId = orderId;
    this.request = request;
    this.rules = rules;
    this.fillKind = fillKind;
    this.takenAtMicros = takenAtMicros;
    this.clientOrderId = request.clientOrderId();
    this.priceE8 = request.priceE8();
    this.quantityE8 = request.quantityE8();
  }

  String orderId() {
    return orderId;
  }

  String account() {
    return request.account();
  }

  InstrumentRules rules() {
    return rules;
  }

  OrderSide side() {
    return request.side();
  }

  boolean isBuy() {
    return request.side() == OrderSide.BUY;
  }

  boolean isMarket() {
    return request.type() == OrderType.MARKET;
  }

  boolean postOnly() {
    return request.postOnly();
  }

  boolean reduceOnly() {
    return request.reduceOnly();
  }

  boolean isFillOrKill() {
    return request.timeInForce() == TimeInForce.FOK;
  }

  /** Whether what cannot be filled at once stays in the book. */
  boolean rests() {
    return !isMarket() && request.timeInForce() == TimeInForce.GTC;
  }

  ExecutionKind fillKind() {
    return fillKind;
  }

  long takenAtMicros() {
    return takenAtMicros;
  }

  String clientOrderId() {
    return clientOrderId;
  }

  /** Limit; 0 for a market order. */
  long priceE8() {
    return priceE8;
  }

  long quantityE8() {
    return quantityE8;
  }

  long cumulativeE8() {
    return cumulativeE8;
  }

  long leavesE8() {
    return quantityE8 - cumulativeE8;
  }

  VenueOrderStatus status() {
    return status;
  }

  boolean isOpen() {
    return status == VenueOrderStatus.OPEN || status == VenueOrderStatus.PARTIALLY_FILLED;
  }

  /** Mean price of all fills, rounded down; 0 before the first. */
  long averagePriceE8() {
    return cumulativeE8 == 0 ? 0 : paid.divide(BigInteger.valueOf(cumulativeE8)).longValueExact();
  }

  /** Whether this is what a request says of it. */
  boolean isOf(String instrument, OrderSide side) {
    return rules.instrument().equals(instrument) && request.side() == side;
  }

  void takesUpTo(long highestE8) {
    dearestE8 = highestE8;
  }

  /** Whether it would trade at this price; never at 0, which is no price. */
  boolean accepts(long atPriceE8) {
    if (atPriceE8 == 0 || atPriceE8 > dearestE8) {
      return false;
    }
    return isMarket() || (isBuy() ? atPriceE8 <= priceE8 : atPriceE8 >= priceE8);
  }

  /**
   * What it may yet spend, in which asset; a perpetual holds nothing, it asks for margin.
   *
   * @param atPriceE8 its limit, or the worst price of a market order
   */
  long holdE8(String asset, long atPriceE8) {
    if (rules.perpetual() || !asset.equals(isBuy() ? rules.quoteAsset() : rules.baseAsset())) {
      return 0;
    }
    if (!isBuy()) {
      return rules.baseE8(leavesE8());
    }
    long notional = rules.notionalUpE8(atPriceE8, leavesE8());
    boolean feeInQuote = rules.feeAsset(OrderSide.BUY).equals(rules.quoteAsset());
    int feePpm = feeInQuote ? Math.max(0, rules.fees().worstPpm()) : 0;
    return Math.addExact(notional, InstrumentRules.shareUpE8(notional, feePpm));
  }

  long aheadE8() {
    return aheadE8;
  }

  void standsBehind(long backgroundE8) {
    aheadE8 = backgroundE8;
  }

  void fill(long atPriceE8, long filledE8) {
    if (filledE8 < 1 || filledE8 > leavesE8()) {
      throw new IllegalStateException(
          "expected a fill of 1 to " + leavesE8() + ", saw " + filledE8 + ": order " + orderId);
    }
    cumulativeE8 += filledE8;
    paid = paid.add(BigInteger.valueOf(atPriceE8).multiply(BigInteger.valueOf(filledE8)));
    status = leavesE8() == 0 ? VenueOrderStatus.FILLED : VenueOrderStatus.PARTIALLY_FILLED;
  }

  /** Ends it with a rest that is not filled. */
  void end(VenueOrderStatus last) {
    status = last;
  }

  void amend(String newClientOrderId, long newPriceE8, long newQuantityE8) {
    clientOrderId = newClientOrderId;
    priceE8 = newPriceE8;
    quantityE8 = newQuantityE8;
  }
}
