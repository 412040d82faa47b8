package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.List;

/**
 * The level of one component of a subject, and when it changes.
 *
 * <pre>
 *            N of M beyond warn        N of M beyond breach
 *   NORMAL ───────── WARN ────▶ WARN ──────── BREACH ────▶ BREACH ──(hold)── HELD
 *      ▲                         │                            │
 *      └──── nothing ────────────┴───────── CLEAR ────────────┘
 *              N of M clear, and then for the dwell not N of M otherwise
 * </pre>
 *
 * <p>Beyond a threshold is at it or worse; clear is at the clear threshold or better, and not
 * beyond warn: between the two, a value neither trips nor clears. N and M are the policy's {@code
 * confirm} and {@code of}, and they count for every turn, so that a single value makes none: to
 * WARN, to BREACH, into the dwell and out of it. An excursion has one WARN at most, and a BREACH is
 * never without it; a breach has one HELD at most.
 *
 * <p>The dwell begins with the value that confirms that it is clear. It ends in CLEAR at its exact
 * end if the newest value is clear, else with the next clear one. A breach in its dwell is not
 * held; it is as soon as the dwell is interrupted after the hold time.
 *
 * <p>Only what is not quiet needs one. Not safe for concurrent use.
 */
final class Classifier {

  /** No deadline. */
  static final long NEVER = Long.MAX_VALUE;

  private enum Level {
    NORMAL,
    WARN,
    BREACH
  }

  private static final List<EdgeKind> NOTHING = List.of();
  private static final List<EdgeKind> WARN = List.of(EdgeKind.WARN);
  private static final List<EdgeKind> BREACH = List.of(EdgeKind.BREACH);
  private static final List<EdgeKind> WARN_AND_BREACH = List.of(EdgeKind.WARN, EdgeKind.BREACH);
  private static final List<EdgeKind> HELD = List.of(EdgeKind.HELD);
  private static final List<EdgeKind> CLEAR = List.of(EdgeKind.CLEAR);

  private final boolean highIsBad;
  private Level level = Level.NORMAL;

  /** Newest value first, a bit each: beyond warn, beyond breach. */
  private long warnBits;

  private long breachBits;

  /** The same since the last turn: against staying in the excursion, or in the dwell. */
  private long turnBits;

  private long breachedAtMicros;
  private long heldAtMicros = NEVER;
  private long clearAtMicros = NEVER;
  private boolean newestIsClear;
  private long value;
  private long atMicros;

  Classifier(boolean highIsBad) {
    this.highIsBad = highIsBad;
  }

  static boolean isBeyond(boolean highIsBad, long value, long threshold) {
    return highIsBad ? value >= threshold : value <= threshold;
  }

  static boolean isClear(boolean highIsBad, long value, MeasurePolicy policy) {
    return isBeyond(!highIsBad, value, policy.clear())
        && !isBeyond(highIsBad, value, policy.warn());
  }

  /** Takes a value; deadlines up to its time have been fired. Returns what it changed. */
  List<EdgeKind> observe(long newValue, long newAtMicros, MeasurePolicy policy) {
    value = newValue;
    atMicros = newAtMicros;
    newestIsClear = isClear(highIsBad, value, policy);
    List<EdgeKind> tripped = trip(policy);
    return level == Level.NORMAL || !tripped.isEmpty() ? tripped : turn(policy);
  }

  private List<EdgeKind> trip(MeasurePolicy policy) {
    if (level == Level.BREACH) {
      return NOTHING;
    }
    boolean warns = isBeyond(highIsBad, value, policy.warn());
    boolean breaches = isBeyond(highIsBad, value, policy.breach());
    warnBits = push(warnBits, warns, policy);
    breachBits = push(breachBits, breaches, policy);
    boolean warned = level == Level.NORMAL && warns && isConfirmed(warnBits, policy);
    if (warned) {
      level = Level.WARN;
    }
    if (level == Level.WARN && breaches && isConfirmed(breachBits, policy)) {
      level = Level.BREACH;
      breachedAtMicros = atMicros;
      heldAtMicros = atMicros + policy.holdMicros();
      clearAtMicros = NEVER;
      turnBits = 0;
      return warned ? WARN_AND_BREACH : BREACH;
    }
    return warned ? WARN : NOTHING;
  }

  private List<EdgeKind> turn(MeasurePolicy policy) {
    boolean dwells = clearAtMicros != NEVER;
    boolean against = dwells != newestIsClear;
    turnBits = push(turnBits, against, policy);
    if (against && isConfirmed(turnBits, policy)) {
      turnBits = 0;
      clearAtMicros = dwells ? NEVER : atMicros + policy.dwellMicros();
    }
    return fire(atMicros);
  }

  /** Does what is due at or before this time. */
  List<EdgeKind> fire(long micros) {
    long deadline = deadlineMicros();
    if (deadline == NEVER || deadline > micros) {
      return NOTHING;
    }
    if (clearAtMicros == NEVER) {
      heldAtMicros = NEVER;
      return HELD;
    }
    boolean breached = level == Level.BREACH;
    level = Level.NORMAL;
    warnBits = 0;
    breachBits = 0;
    turnBits = 0;
    heldAtMicros = NEVER;
    clearAtMicros = NEVER;
    return breached ? CLEAR : NOTHING;
  }

  /** When something is due although no value comes; {@link #NEVER} if nothing is. */
  long deadlineMicros() {
    if (clearAtMicros == NEVER) {
      return heldAtMicros;
    }
    return newestIsClear ? clearAtMicros : NEVER;
  }

  /** Whether it remembers nothing that a new one would not. */
  boolean isQuiet() {
    return level == Level.NORMAL && warnBits == 0 && breachBits == 0;
  }

  /** Whether it is beyond its threshold, confirmed. */
  boolean isBreached() {
    return level == Level.BREACH;
  }

  /** When it breached last. */
  long breachedAtMicros() {
    return breachedAtMicros;
  }

  /** The newest value. */
  long value() {
    return value;
  }

  /** When the newest value came. */
  long atMicros() {
    return atMicros;
  }

  private static long push(long bits, boolean bit, MeasurePolicy policy) {
    return (bits << 1 | (bit ? 1 : 0)) & -1L >>> (Long.SIZE - policy.of());
  }

  private static boolean isConfirmed(long bits, MeasurePolicy policy) {
    return Long.bitCount(bits) >= policy.confirm();
  }

  void write(PageWriter page) {
    page.text(level.name()).number(warnBits).number(breachBits).number(turnBits);
    page.number(breachedAtMicros).number(heldAtMicros).number(clearAtMicros);
    page.flag(newestIsClear).number(value).number(atMicros);
  }

  static Classifier read(PageReader page, boolean highIsBad) {
    Classifier classifier = new Classifier(highIsBad);
    classifier.level = Level.valueOf(page.text());
    classifier.warnBits = page.number();
    classifier.breachBits = page.number();
    classifier.turnBits = page.number();
    classifier.breachedAtMicros = page.number();
    classifier.heldAtMicros = page.number();
    classifier.clearAtMicros = page.number();
    classifier.newestIsClear = page.flag();
    classifier.value = page.number();
    classifier.atMicros = page.number();
    return classifier;
  }
}
