package io.hedgerow.state.gate;

/**
 * Asset exposure (GATE-5): the worst that the order can do to the net exposure stays under its cap,
 * and no leg is larger than an order may be. An order that reduces is not held against the exposure
 * cap; its legs must not be larger than the positions that they reduce.
 */
final class AssetExposureCheck {

  private AssetExposureCheck() {}

  static GateReason ofPair(GateInputs in, GateLimits limits) {
    long exposureE8 = in.value(GateInput.ASSET_EXPOSURE);
    long mostE8 = limits.caps().assetE8();
    return !in.reducing() && (exposureE8 > mostE8 || exposureE8 < -mostE8)
        ? GateReason.ASSET_EXPOSURE
        : GateReason.PASSED;
  }

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    if (in.value(GateInput.ORDER_VALUE, leg) > limits.caps().orderValueE8()) {
      return GateReason.ORDER_VALUE;
    }
    long quantityE8 = in.value(GateInput.ORDER_QUANTITY, leg);
    if (quantityE8 > limits.caps().orderQuantityE8()) {
      return GateReason.ORDER_QUANTITY;
    }
    return in.reducing() && quantityE8 > in.value(GateInput.POSITION, leg)
        ? GateReason.NOT_REDUCING
        : GateReason.PASSED;
  }
}
