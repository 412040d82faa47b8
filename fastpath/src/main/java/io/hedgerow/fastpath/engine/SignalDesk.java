package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.state.gate.GateDecision;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.order.PairSizer;
import io.hedgerow.state.pair.OpenResult;
import io.hedgerow.state.pair.PairBook;
import io.hedgerow.state.pair.PairPlan;

/**
 * Signals, from their record to both legs: counted, decided, and opened if the gate accepts (SIG-3,
 * GATE, ORD-4). The correlation number of a pair is the sequence of its signal's record. A signal
 * that comes again is rejected as a duplicate (IDEM-1); one that may have come before, or whose
 * equals cannot be counted because a table is full, as unknown.
 */
final class SignalDesk {

  private static final int CONTENT_SLOTS = 1 << 19;

  private final Registry registry;
  private final EngineSettings settings;
  private final PairBook pairs;
  private final OutputWriter writer;
  private final DecisionMaker decisions;
  private final Candidate candidate = new Candidate();
  private final PairPlan plan = new PairPlan();
  private final RouteThrottle routes;
  private final RecentCounts contents = new RecentCounts(CONTENT_SLOTS);
  private final SignalLedger ledger;
  private long mostAheadMicros;

  SignalDesk(
      Registry registry,
      EngineSettings settings,
      Mirror mirror,
      PairBook pairs,
      RateBudgets budgets,
      OutputWriter writer) {
    this.registry = registry;
    this.settings = settings;
    this.pairs = pairs;
    this.writer = writer;
    decisions = new DecisionMaker(registry, mirror, pairs, budgets);
    routes = new RouteThrottle(settings.repeatWindowMicros());
    ledger = new SignalLedger(settings.signalPlaces());
  }

  void take(
      SignalReceivedDecoder signal,
      long sequence,
      EngineState state,
      GateLimits limits,
      long nowMicros) {
    candidate.read(signal);
    long routeKey = candidate.routeKey();
    long contentKey = contentKey(routeKey);
    long most = limits == null ? Long.MAX_VALUE : limits.engine().maxRepeats();
    long repeats = knownTo(candidate.reduces, routes.repeats(routeKey, most, nowMicros));
    long sameContent = sameContent(idKey(signal), contentKey, limits, nowMicros);
    GateDecision decision =
        decisions.decide(candidate, state, limits, repeats, sameContent, nowMicros);
    writer.decided(
        sequence,
        decision,
        decisions.inputs(),
        decisions.sizer(),
        limits == null ? 0 : limits.version());
    if (decision.accepted() && open(sequence, nowMicros)) {
      routes.executed(routeKey, nowMicros);
      contents.add(contentKey, nowMicros, settings.contentWindowMicros());
    }
  }

  /** What was executed too often may be executed again: a person says so. */
  void openRoutes() {
    routes.open();
  }

  /** The same for the routes with this instrument. */
  void openRoutes(int instrument) {
    routes.open(instrument);
  }

  /** A repeated signal counts as more of the same than any policy allows. */
  private long sameContent(long idKey, long contentKey, GateLimits limits, long nowMicros) {
    if (limits != null) {
      mostAheadMicros = Math.max(mostAheadMicros, limits.ages().aheadMicros());
    }
    long earliestMicros = candidate.createdAtMicros - mostAheadMicros;
    SignalLedger.Answer answer = ledger.take(idKey, nowMicros, earliestMicros);
    if (answer == SignalLedger.Answer.SEEN) {
      return Long.MAX_VALUE;
    }
    long counted = contents.count(contentKey, nowMicros, settings.contentWindowMicros());
    boolean unknown = answer == SignalLedger.Answer.FORGOTTEN || counted == RecentCounts.NO_ROOM;
    return knownTo(candidate.reduces, unknown ? GateInputs.MISSING : counted);
  }

  /** Where a table is full, what reduces goes on: it cannot take more than the position is. */
  private static long knownTo(boolean reduces, long count) {
    return reduces && count == GateInputs.MISSING ? 0 : count;
  }

  /** Whether both legs left. */
  private boolean open(long correlation, long nowMicros) {
    PairSizer sizer = decisions.sizer();
    long leftMicros = candidate.createdAtMicros + candidate.timeoutMicros - nowMicros;
    plan.begin(
        correlation,
        candidate.reduces ? SignalPurpose.REDUCE : SignalPurpose.OPEN,
        Math.min(leftMicros, candidate.timeoutMicros));
    for (int leg = 0; leg < candidate.legs; leg++) {
      Registry.Instrument instrument = registry.instruments().get(candidate.instruments[leg]);
      plan.addLeg(
          instrument.venue(),
          instrument.number(),
          candidate.sides[leg],
          sizer.quantityE8(),
          sizer.limitE8(leg),
          candidate.reduces);
    }
    OpenResult result = pairs.open(plan, nowMicros);
    if (result != OpenResult.OPENED) {
      writer.refused(correlation, result);
    }
    return result == OpenResult.OPENED;
  }

  private long contentKey(long routeKey) {
    long key = mix(routeKey);
    key = mix(key ^ candidate.notionalE8);
    key = mix(key ^ candidate.maxSlippagePpm);
    return mix(key ^ candidate.expectedEdgePpm);
  }

  private static long idKey(SignalReceivedDecoder signal) {
    int length = signal.signalIdLength();
    int at = signal.limit() + SignalReceivedDecoder.signalIdHeaderLength();
    long key = length;
    for (int i = 0; i < length; i++) {
      key = mix(key ^ signal.buffer().getByte(at + i));
    }
    return key;
  }

  /** Spreads bits: the finalizer of SplitMix64. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
