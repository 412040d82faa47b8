package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Exposures;
import io.hedgerow.fastpath.mirror.Funds;
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
import io.hedgerow.state.pair.PairPlan;

/**
 * From a signal to a decision: sizes the pair on both books, gathers every input of the gate from
 * the mirror, and lets the gate judge (GATE, ORD-2, SIG-3). Allocates nothing.
 */
final class DecisionMaker {

  /** A thousand times the notional: a larger cost or edge is none. */
  private static final long MOST_PPM = 1_000_000_000;

  /** A carry pays the fees of both legs twice. */
  private static final int IN_AND_OUT = 2;

  private final Registry registry;
  private final Mirror mirror;
  private final MirrorInputs known;
  private final Exposures exposures;
  private final Funds funds;
  private final PairNeeds needs;
  private final long[] availableE8 = new long[Candidate.LEGS];
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
    this.funds = new Funds(mirror, pairs);
    this.needs = new PairNeeds(registry, mirror, funds);
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
    sizer.begin();
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
    long code = engine.code();
    boolean full = code == GateCode.ENGINE_RUNNING && pairs.freePairs() == 0;
    inputs.set(GateInput.ENGINE_STATE, full ? GateCode.ENGINE_FULL : code);
    inputs.set(GateInput.JOURNAL_ROOM, engine.journalRoomPpm());
    inputs.set(GateInput.POLICY_VERSION, engine.policyVersion());
    inputs.set(GateInput.REPEATS, repeats);
    inputs.set(GateInput.SAME_CONTENT, sameContent);
    long created = candidate.createdAtMicros;
    inputs.set(GateInput.SIGNAL_CREATED, 0, created, created, GateInputs.MISSING);
    if (candidate.timeoutMicros > 0 && candidate.timeoutMicros <= PairPlan.MAX_TIMEOUT_MICROS) {
      inputs.set(GateInput.SIGNAL_TIMEOUT, candidate.timeoutMicros);
    }
    inputs.set(GateInput.SIGNAL_MAX_SLIPPAGE, candidate.maxSlippagePpm);
    if (candidate.purposeKnown) {
      inputs.set(
          GateInput.PURPOSE, candidate.reduces ? GateCode.PURPOSE_REDUCE : GateCode.PURPOSE_OPEN);
    }
    inputs.set(GateInput.LEGS, candidate.legs);
  }

  private void size(Candidate candidate, int boundPpm) {
    needs.of(candidate, boundPpm);
    for (int leg = 0; leg < candidate.legs; leg++) {
      availableE8[leg] = funds.availableE8(candidate.instruments[leg], candidate.sides[leg]);
      Registry.Instrument instrument = needs.instrument(leg);
      sizer.leg(
          mirror.levels(instrument.number()),
          instrument.terms(),
          candidate.sides[leg],
          mostE8(candidate, leg));
    }
    sizer.size(candidate.notionalE8, boundPpm);
    needs.quantity(sizer.quantityE8());
  }

  /** What funds, or the position to be reduced, allow. */
  private long mostE8(Candidate candidate, int leg) {
    if (candidate.reduces) {
      return Math.max(0, reducibleE8(candidate, leg));
    }
    return needs.payableE8(leg, availableE8[leg]);
  }

  /** What the leg surely takes off: of a position, or of what is held. */
  private long reducibleE8(Candidate candidate, int leg) {
    OrderSide side = candidate.sides[leg];
    if (needs.instrument(leg).terms().leveraged()) {
      return exposures.reducibleE8(candidate.instruments[leg], side);
    }
    if (side == OrderSide.BUY) {
      return 0;
    }
    long heldE8 = availableE8[leg];
    return heldE8 == GateInputs.MISSING ? heldE8 : Math.max(0, heldE8);
  }

  private void ofLeg(Candidate candidate, int leg, int boundPpm) {
    Registry.Instrument instrument = needs.instrument(leg);
    int number = instrument.number();
    long sequence = known.bookSequence(number);
    long quantityE8 = sizer.quantityE8();
    long limitE8 = sizer.limitE8(leg);
    if (limitE8 > 0) {
      inputs.set(GateInput.ORDER_PRICE, leg, limitE8);
      inputs.set(GateInput.ORDER_MINIMUM, leg, minimumE8(instrument.terms(), limitE8));
    }
    inputs.set(GateInput.ORDER_QUANTITY, leg, quantityE8);
    inputs.set(GateInput.ORDER_VALUE, leg, needs.valueE8(leg));
    inputs.set(GateInput.SLIPPAGE_BOUND, leg, boundPpm);
    inputs.set(GateInput.WALK_IMPACT, leg, sizer.impactPpm(leg), known.bookAt(number), sequence);
    inputs.set(GateInput.DEPTH_AVAILABLE, leg, sizer.depthE8(leg), known.bookAt(number), sequence);
    inputs.set(GateInput.DEPTH_NEEDED, leg, quantityE8);
    long messages = budgets.left(instrument.venue()) - needs.messagesBefore(leg);
    inputs.set(GateInput.MESSAGES_LEFT, leg, Math.max(0, messages));
    inputs.set(GateInput.UNRESOLVED_ORDERS, leg, pairs.unknownOrders(instrument.venue()));
    inventory(candidate, leg);
    if (candidate.reduces) {
      inputs.set(
          GateInput.POSITION,
          leg,
          reducibleE8(candidate, leg),
          known.fundsAt(instrument),
          known.fundsVersion(instrument));
      return;
    }
    long atVenueE8 = exposures.atVenueE8(number);
    if (atVenueE8 != GateInputs.MISSING) {
      long sumE8 = atVenueE8 + needs.valueAtVenueE8(leg);
      inputs.set(
          GateInput.VENUE_EXPOSURE,
          leg,
          sumE8 < 0 ? Long.MAX_VALUE : sumE8,
          exposures.atMicros(),
          exposures.version());
    }
    inputs.set(
        GateInput.MARGIN_BUFFER,
        leg,
        funds.bufferPpm(number, needs.maintenanceE8(leg), needs.spentE8(leg)),
        known.marginAt(instrument.venue()),
        known.marginVersion(instrument.venue()));
  }

  private static long minimumE8(LegTerms terms, long limitE8) {
    long byValueE8 = E8.mulDivSaturated(terms.leastNotionalE8(), E8.ONE, limitE8);
    return Math.max(terms.leastQuantityE8(), byValueE8);
  }

  private void inventory(Candidate candidate, int leg) {
    Registry.Instrument instrument = needs.instrument(leg);
    long leftE8 = availableE8[leg];
    boolean frees =
        candidate.reduces && instrument.terms().leveraged() && leftE8 != GateInputs.MISSING;
    inputs.set(
        GateInput.INVENTORY_AVAILABLE,
        leg,
        frees ? Math.max(0, leftE8) : leftE8,
        known.fundsAt(instrument),
        known.fundsVersion(instrument));
    inputs.set(GateInput.INVENTORY_NEEDED, leg, needs.neededE8(leg));
  }

  private void ofPair(Candidate candidate) {
    int second = candidate.legs == 1 ? Registry.UNKNOWN : candidate.instruments[1];
    known.fillScopes(inputs, candidate.instruments[0], second);
    Registry.Instrument first = needs.instrument(0);
    if (candidate.reduces) {
      return;
    }
    long netE8 = exposures.worstNetE8(first.asset(), sizer.quantityE8());
    if (netE8 != GateInputs.MISSING) {
      inputs.set(
          GateInput.ASSET_EXPOSURE,
          0,
          exposures.valueE8(netE8, first.market()),
          exposures.atMicros(),
          exposures.version());
    }
    inputs.set(GateInput.EDGE, edgePpm(candidate));
  }

  /**
   * What is left on the books of now, ppm; missing where a figure cannot be. A carry is earned over
   * time: what it was expected to earn, less what fees and books, in and out, cost more than
   * expected.
   */
  private long edgePpm(Candidate candidate) {
    long walkPpm = sizer.impactPpm(0) + sizer.impactPpm(1);
    long grossPpm = candidate.carries ? candidate.expectedEdgePpm : sizer.grossEdgePpm();
    if (sizer.quantityE8() <= 0
        || !candidate.costsArePossible(MOST_PPM)
        || walkPpm < 0
        || walkPpm > MOST_PPM
        || grossPpm < -MOST_PPM
        || grossPpm > MOST_PPM) {
      return GateInputs.MISSING;
    }
    if (candidate.carries) {
      long moreFeesPpm = Math.max(0, IN_AND_OUT * sizer.feesPpm() - candidate.feesPpm);
      return grossPpm + candidate.slippagePpm - IN_AND_OUT * walkPpm - moreFeesPpm;
    }
    long feesPpm = Math.max(candidate.feesPpm, sizer.feesPpm());
    return grossPpm - feesPpm - candidate.networkPpm - candidate.borrowPpm;
  }

  GateInputs inputs() {
    return inputs;
  }

  PairSizer sizer() {
    return sizer;
  }
}
