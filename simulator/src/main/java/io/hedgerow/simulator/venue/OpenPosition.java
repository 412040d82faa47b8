package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;

/** A leveraged position of one account in one instrument. For one thread. */
final class OpenPosition {

  private final InstrumentRules rules;
  private long quantityE8;
  private long costE8;

  OpenPosition(InstrumentRules rules) {
    this.rules = rules;
  }

  InstrumentRules rules() {
    return rules;
  }

  /** In the instrument's unit; negative: short. */
  long quantityE8() {
    return quantityE8;
  }

  /** In the base asset; negative: short. */
  long baseE8() {
    return quantityE8 < 0 ? -rules.baseE8(-quantityE8) : rules.baseE8(quantityE8);
  }

  /** What was paid for what is open, in the quote asset; negative: short. */
  long costE8() {
    return costE8;
  }

  /** Mean price of what is open, rounded down; 0 without a position. */
  long entryPriceE8() {
    return quantityE8 == 0 ? 0 : E8.mulDivFloor(Math.abs(costE8), E8.ONE, Math.abs(baseE8()));
  }

  /** Value at a price, as far as the ledger can carry it; negative: short. */
  long valueE8(long priceE8) {
    long quantity = Math.abs(quantityE8);
    long size = rules.notionalE8(rules.boundedPriceE8(priceE8, quantity), quantity);
    return quantityE8 < 0 ? -size : size;
  }

  /** Profit, if it were closed at this price. */
  long unrealizedE8(long priceE8) {
    return valueE8(priceE8) - costE8;
  }

  /**
   * Buys or sells; whatever closes the position realizes its share of the cost, exactly: the profit
   * minus the change of the cost is what flowed.
   *
   * @param changeE8 bought; negative: sold
   * @param notionalE8 its value, not negative
   * @return realized profit
   */
  long trade(long changeE8, long notionalE8) {
    long flow = changeE8 > 0 ? notionalE8 : -notionalE8;
    if (quantityE8 == 0 || Long.signum(quantityE8) == Long.signum(changeE8)) {
      quantityE8 = Math.addExact(quantityE8, changeE8);
      costE8 = Math.addExact(costE8, flow);
      return 0;
    }
    long closing = Math.min(Math.abs(changeE8), Math.abs(quantityE8));
    long closedCost = E8.mulDivFloor(costE8, closing, Math.abs(quantityE8));
    long closingFlow = E8.mulDivFloor(flow, closing, Math.abs(changeE8));
    quantityE8 += changeE8;
    costE8 = costE8 - closedCost + flow - closingFlow;
    return -closingFlow - closedCost;
  }
}
