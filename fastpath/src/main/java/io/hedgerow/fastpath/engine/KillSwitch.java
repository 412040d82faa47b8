package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.pair.PairBook;

/**
 * Stops new entries and cancels what rests: when an operator says so, and by itself while the
 * engine is blind (no policy, no fresh risk state, no market data, no room in the journal). Offsets
 * go on: a halt blocks new risk only. Flat is said when no order is open, unanswered or unknown and
 * no offset is owed, and once a halt.
 */
final class KillSwitch {

  private final EngineSettings settings;
  private final Mirror mirror;
  private final PairBook pairs;
  private final EngineState state;
  private final OutputWriter writer;
  private boolean blind;
  private boolean flatSaid;
  private long lastBookMicros = Mirror.NEVER;

  KillSwitch(
      EngineSettings settings,
      Mirror mirror,
      PairBook pairs,
      EngineState state,
      OutputWriter writer) {
    this.settings = settings;
    this.mirror = mirror;
    this.pairs = pairs;
    this.state = state;
    this.writer = writer;
  }

  void sawBook(long atMicros) {
    lastBookMicros = Math.max(lastBookMicros, atMicros);
  }

  void halt(HaltCause cause, long nowMicros) {
    state.halt(cause);
    pairs.halt(nowMicros);
    say();
  }

  /** Lifts this cause alone. */
  void resume(HaltCause cause) {
    state.resume(cause);
    if (!blind && !state.halted()) {
      pairs.resume();
    }
    say();
  }

  void look(GateLimits limits, long nowMicros) {
    boolean blindNow = isBlind(limits, nowMicros);
    if (blindNow && !blind) {
      blind = true;
      pairs.halt(nowMicros);
      say();
    } else if (!blindNow && blind) {
      blind = false;
      if (!state.halted()) {
        pairs.resume();
      }
      say();
    } else if (pairs.isHalted() && flatSaid != isFlat()) {
      say();
    }
  }

  private boolean isBlind(GateLimits limits, long nowMicros) {
    long riskMicros = mirror.riskAsOfMicros();
    return limits == null
        || riskMicros == Mirror.NEVER
        || nowMicros - riskMicros > limits.ages().riskFeedMicros()
        || riskMicros - nowMicros > limits.ages().aheadMicros()
        || lastBookMicros == Mirror.NEVER
        || nowMicros - lastBookMicros > settings.blindAfterMicros()
        || state.journalRoomPpm() < limits.engine().leastJournalRoomPpm();
  }

  /** The bits of all that stands. */
  int causes() {
    return state.causes() | (blind ? HaltCause.BLIND.bit() : 0);
  }

  /** Nothing is open or owed, and every venue has been asked and is there to contradict. */
  boolean isFlat() {
    return pairs.isFlat() && mirror.allSwept();
  }

  private void say() {
    flatSaid = pairs.isHalted() && isFlat();
    writer.halted(pairs.isHalted(), flatSaid);
  }
}
