package io.hedgerow.state.gate;

/**
 * Market data integrity (GATE-2): the signal is still good (SIG-3), each book is live, whole and
 * near its reference price, limit prices stay inside the collar (ORD-3), the venue's clock can be
 * trusted, and both legs agree with each other. Missing and old inputs are found before.
 */
final class MarketDataCheck {

  private MarketDataCheck() {}

  static GateReason ofPair(GateInputs in, GateLimits limits) {
    if (!consistentSignal(in)) {
      return GateReason.SIGNAL_INVALID;
    }
    long ageMicros = Math.max(0, in.nowMicros() - in.value(GateInput.SIGNAL_CREATED));
    if (in.value(GateInput.SIGNAL_TIMEOUT) - ageMicros < limits.market().leastTimeLeftMicros()) {
      return GateReason.SIGNAL_EXPIRED;
    }
    return in.value(GateInput.SAME_CONTENT) > limits.market().maxSameContent()
        ? GateReason.DUPLICATE_CONTENT
        : GateReason.PASSED;
  }

  private static boolean consistentSignal(GateInputs in) {
    long purpose = in.value(GateInput.PURPOSE);
    long slippagePpm = in.value(GateInput.SIGNAL_MAX_SLIPPAGE);
    return in.value(GateInput.SIGNAL_CREATED) == in.atMicros(GateInput.SIGNAL_CREATED, 0)
        && (purpose == GateCode.PURPOSE_OPEN || purpose == GateCode.PURPOSE_REDUCE)
        && in.value(GateInput.LEGS) == in.legs()
        && slippagePpm > 0
        && slippagePpm <= GateLimits.CEILING_PPM;
  }

  static GateReason ofLeg(GateInputs in, GateLimits limits, int leg) {
    GateReason book = ofBook(in, leg);
    if (book != GateReason.PASSED) {
      return book;
    }
    if (!insideCollar(in, limits, GateInput.BEST_BID, leg)
        || !insideCollar(in, limits, GateInput.BEST_ASK, leg)) {
      return GateReason.BOOK_OFF_REFERENCE;
    }
    if (!insideCollar(in, limits, GateInput.ORDER_PRICE, leg)) {
      return GateReason.PRICE_COLLAR;
    }
    long offsetMicros = in.value(GateInput.CLOCK_OFFSET, leg);
    long mostMicros = limits.market().maxClockOffsetMicros();
    return offsetMicros > mostMicros || offsetMicros < -mostMicros
        ? GateReason.CLOCK_OFFSET
        : GateReason.PASSED;
  }

  private static GateReason ofBook(GateInputs in, int leg) {
    long validity = in.value(GateInput.BOOK_VALIDITY, leg);
    if (validity == GateCode.BOOK_STALE) {
      return GateReason.BOOK_STALE;
    }
    if (validity == GateCode.BOOK_CROSSED
        || in.value(GateInput.BEST_BID, leg) >= in.value(GateInput.BEST_ASK, leg)) {
      return GateReason.BOOK_CROSSED;
    }
    if (validity != GateCode.BOOK_LIVE) {
      return GateReason.BOOK_NOT_LIVE;
    }
    long sequence = in.value(GateInput.BOOK_SEQUENCE, leg);
    return in.sequence(GateInput.BEST_BID, leg) != sequence
            || in.sequence(GateInput.BEST_ASK, leg) != sequence
        ? GateReason.BOOK_TORN
        : GateReason.PASSED;
  }

  private static boolean insideCollar(GateInputs in, GateLimits limits, GateInput price, int leg) {
    long referenceE8 = in.value(GateInput.REFERENCE_PRICE, leg);
    return Ppm.within(in.value(price, leg), referenceE8, referenceE8, limits.market().collarPpm());
  }

  /** Whether the legs are of one moment and one market; a single leg agrees with itself. */
  static GateReason ofBothLegs(GateInputs in, GateLimits limits) {
    if (in.legs() == 1) {
      return GateReason.PASSED;
    }
    if (!ofOneMoment(in, limits, GateInput.BEST_BID)
        || !ofOneMoment(in, limits, GateInput.BEST_ASK)) {
      return GateReason.BOOKS_APART;
    }
    long firstE8 = in.value(GateInput.REFERENCE_PRICE, 0);
    long secondE8 = in.value(GateInput.REFERENCE_PRICE, 1);
    long ppm = limits.market().maxReferencesApartPpm();
    return Ppm.within(firstE8, secondE8, Math.min(firstE8, secondE8), ppm)
        ? GateReason.PASSED
        : GateReason.REFERENCES_APART;
  }

  private static boolean ofOneMoment(GateInputs in, GateLimits limits, GateInput side) {
    return Math.abs(in.atMicros(side, 0) - in.atMicros(side, 1))
        <= limits.market().maxBooksApartMicros();
  }
}
