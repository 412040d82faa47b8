package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Exposures;
import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.mirror.MirrorInputs;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.Gate;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateDecision;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.order.LegTerms;
import io.hedgerow.state.order.PairSizer;
import io.hedgerow.state.pair.PairBook;

/**
 * From a signal to a decision: sizes the pair on both books, gathers every input of the gate from
 * the mirror, and lets the gate judge (GATE, ORD-2, SIG-3). Allocates nothing.
 */
final class DecisionMaker {

  private static final long PPM = 1_000_000;

  private final Registry registry;
  private final Mirror mirror;
  private final MirrorInputs known;
  private final Exposures exposures;
  private final PairBook pairs;
  private final RateBudgets budgets;
  private final PairSizer sizer = new PairSizer();
  private final GateInputs inputs = new GateInputs();
  private final GateDecision decision = new GateDecision();

  DecisionMaker(Registry registry, Mirror mirror, PairBook pairs, RateBudgets budgets) {
    this.registry = registry;
    this.mirror = mirror;
    this.known = new MirrorInputs(mirror);
    this.exposures = new Exposures(mirror, pairs);
    this.pairs = pairs;
    this.budgets = budgets;
  }

  /**
   * Judges a signal.
   *
   * @param limits null: no policy is in force
   * @param repeats executions of the same pair lately
   * @param sameContent the same order lately
   */
  GateDecision decide(
      Candidate candidate,
      EngineState engine,
      GateLimits limits,
      long repeats,
      long sameContent,
      long nowMicros) {
    inputs.clear();
    inputs.now(nowMicros);
    int boundPpm = boundPpm(candidate, limits);
    ofEngine(candidate, engine, repeats, sameContent);
    if (candidate.isKnown(registry)) {
      size(candidate, boundPpm);
      for (int leg = 0; leg < candidate.legs; leg++) {
        known.fill(inputs, leg, candidate.instruments[leg]);
        ofLeg(candidate, leg, boundPpm);
      }
      ofPair(candidate);
    }
    Gate.judge(inputs, limits, decision);
    return decision;
  }

  private static int boundPpm(Candidate candidate, GateLimits limits) {
    int mostPpm = limits == null ? GateLimits.CEILING_PPM : limits.costs().maxImpactPpm();
    return Math.min(mostPpm, candidate.maxSlippagePpm);
  }

  private void ofEngine(Candidate candidate, EngineState engine, long repeats, long sameContent) {
    inputs.set(GateInput.ENGINE_STATE, engine.code());
    inputs.set(GateInput.JOURNAL_ROOM, engine.journalRoomPpm());
    inputs.set(GateInput.POLICY_VERSION, engine.policyVersion());
    inputs.set(GateInput.REPEATS, repeats);
    inputs.set(GateInput.SAME_CONTENT, sameContent);
    long created = candidate.createdAtMicros;
    inputs.set(GateInput.SIGNAL_CREATED, 0, created, created, GateInputs.MISSING);
    inputs.set(GateInput.SIGNAL_TIMEOUT, candidate.timeoutMicros);
    inputs.set(GateInput.SIGNAL_MAX_SLIPPAGE, candidate.maxSlippagePpm);
    inputs.set(
        GateInput.PURPOSE, candidate.reduces ? GateCode.PURPOSE_REDUCE : GateCode.PURPOSE_OPEN);
    inputs.set(GateInput.LEGS, candidate.legs);
  }

  private void size(Candidate candidate, int boundPpm) {
    sizer.begin();
    for (int leg = 0; leg < candidate.legs; leg++) {
      Registry.Instrument instrument = registry.instruments().get(candidate.instruments[leg]);
      sizer.leg(
          mirror.levels(instrument.number()),
          instrument.terms(),
          candidate.sides[leg],
          mostE8(candidate, leg, instrument, boundPpm));
    }
    sizer.size(candidate.notionalE8, boundPpm);
  }

  /** What funds, or the position to be reduced, allow. */
  private long mostE8(Candidate candidate, int leg, Registry.Instrument instrument, int boundPpm) {
    OrderSide side = candidate.sides[leg];
    int number = instrument.number();
    if (candidate.reduces) {
      return Math.max(0, exposures.reducibleE8(number, side));
    }
    long availableE8 = exposures.availableE8(number, side);
    if (availableE8 <= 0) {
      return 0;
    }
    LegTerms terms = instrument.terms();
    if (!terms.leveraged() && side == OrderSide.SELL) {
      return availableE8;
    }
    long priceE8 = PairSizer.limitE8(mirror.levels(number), side, terms.tickE8(), boundPpm);
    if (priceE8 == 0) {
      return 0;
    }
    long needsPpm = terms.leveraged() ? instrument.initialMarginPpm() : PPM + terms.takerFeePpm();
    return E8.mulDivSaturated(
        E8.mulDivSaturated(availableE8, PPM, needsPpm), E8.ONE, Math.max(1, priceE8));
  }

  private void ofLeg(Candidate candidate, int leg, int boundPpm) {
    Registry.Instrument instrument = registry.instruments().get(candidate.instruments[leg]);
    int number = instrument.number();
    OrderSide side = candidate.sides[leg];
    long sequence = known.bookSequence(number);
    long quantityE8 = sizer.quantityE8();
    long limitE8 = sizer.limitE8(leg);
    if (limitE8 > 0) {
      inputs.set(GateInput.ORDER_PRICE, leg, limitE8);
      inputs.set(GateInput.ORDER_MINIMUM, leg, minimumE8(instrument.terms(), limitE8));
    }
    long valueE8 = E8.multiplySaturated(quantityE8, Math.max(0, limitE8));
    inputs.set(GateInput.ORDER_QUANTITY, leg, quantityE8);
    inputs.set(GateInput.ORDER_VALUE, leg, valueE8);
    inputs.set(GateInput.SLIPPAGE_BOUND, leg, boundPpm);
    inputs.set(GateInput.WALK_IMPACT, leg, sizer.impactPpm(leg), known.bookAt(number), sequence);
    inputs.set(GateInput.DEPTH_AVAILABLE, leg, sizer.depthE8(leg), known.bookAt(number), sequence);
    inputs.set(GateInput.DEPTH_NEEDED, leg, quantityE8);
    inputs.set(GateInput.MESSAGES_LEFT, leg, budgets.left(instrument.venue()));
    inputs.set(GateInput.UNRESOLVED_ORDERS, leg, pairs.unknownOrders(instrument.venue()));
    inventory(candidate, leg, instrument, quantityE8, valueE8);
    if (candidate.reduces) {
      inputs.set(GateInput.POSITION, leg, exposures.reducibleE8(number, side));
      return;
    }
    long atVenueE8 = exposures.atVenueE8(number);
    if (atVenueE8 != GateInputs.MISSING) {
      long sumE8 = atVenueE8 + valueE8;
      inputs.set(GateInput.VENUE_EXPOSURE, leg, sumE8 < 0 ? Long.MAX_VALUE : sumE8);
    }
    inputs.set(
        GateInput.MARGIN_BUFFER,
        leg,
        exposures.bufferPpm(number, valueE8, instrument.terms().takerFeePpm() + boundPpm),
        known.marginAt(instrument.venue()),
        known.marginVersion(instrument.venue()));
  }

  private static long minimumE8(LegTerms terms, long limitE8) {
    long byValueE8 = E8.mulDivSaturated(terms.leastNotionalE8(), E8.ONE, limitE8);
    return Math.max(terms.leastQuantityE8(), byValueE8);
  }

  private void inventory(
      Candidate candidate, int leg, Registry.Instrument instrument, long quantityE8, long valueE8) {
    OrderSide side = candidate.sides[leg];
    LegTerms terms = instrument.terms();
    long neededE8;
    if (terms.leveraged()) {
      neededE8 = candidate.reduces ? 0 : E8.ppmSaturated(valueE8, instrument.initialMarginPpm());
    } else if (side == OrderSide.SELL) {
      neededE8 = quantityE8;
    } else {
      neededE8 = E8.ppmSaturated(valueE8, PPM + terms.takerFeePpm());
    }
    long availableE8 = exposures.availableE8(instrument.number(), side);
    boolean frees = candidate.reduces && terms.leveraged() && availableE8 != GateInputs.MISSING;
    inputs.set(
        GateInput.INVENTORY_AVAILABLE,
        leg,
        frees ? Math.max(0, availableE8) : availableE8,
        known.fundsAt(instrument),
        known.fundsVersion(instrument));
    inputs.set(GateInput.INVENTORY_NEEDED, leg, neededE8);
  }

  private void ofPair(Candidate candidate) {
    int second = candidate.legs == 1 ? Registry.UNKNOWN : candidate.instruments[1];
    known.fillScopes(inputs, candidate.instruments[0], second);
    Registry.Instrument first = registry.instruments().get(candidate.instruments[0]);
    if (candidate.reduces) {
      return;
    }
    long netE8 = exposures.worstNetE8(first.asset(), sizer.quantityE8());
    if (netE8 != GateInputs.MISSING) {
      inputs.set(GateInput.ASSET_EXPOSURE, exposures.valueE8(netE8, first.market()));
    }
    if (sizer.quantityE8() > 0) {
      inputs.set(GateInput.EDGE, edgePpm(candidate));
    }
  }

  /**
   * What is left on the books of now, ppm. A carry is earned over time: what it was expected to
   * earn, less what in and out cost more than expected.
   */
  private long edgePpm(Candidate candidate) {
    if (candidate.carries) {
      long walkPpm = 2 * (sizer.impactPpm(0) + sizer.impactPpm(1));
      return candidate.expectedEdgePpm + candidate.slippagePpm - walkPpm;
    }
    long feesPpm = Math.max(candidate.feesPpm, sizer.feesPpm());
    return sizer.grossEdgePpm() - feesPpm - candidate.networkPpm - candidate.borrowPpm;
  }

  GateInputs inputs() {
    return inputs;
  }

  PairSizer sizer() {
    return sizer;
  }
}
