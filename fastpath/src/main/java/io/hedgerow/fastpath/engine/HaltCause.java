package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.WireScope;
import java.util.Arrays;
import java.util.List;

/**
 * Why the engine is halted. Causes stand beside each other: each is lifted by its own kind of word
 * alone, and the engine runs only while none stands (RISK-6).
 */
public enum HaltCause {
  /** A file in the control folder. */
  LOCAL(1 << 0),
  /** A signed command for the whole system. */
  OPERATORS_SYSTEM(1 << 1),
  /** A signed command for the fast path alone. */
  OPERATORS_MODULE(1 << 2),
  /** The control folder cannot be read, so nobody knows whether it holds a halt. */
  CONTROL_LOST(1 << 3),
  /** The process is being ended; the next start lifts it. */
  ENDING(1 << 4),
  /** No policy, no fresh risk state, no market data, or no room in the journal. */
  BLIND(1 << 5),
  /** The machine's clock has moved against the engine's time. */
  CLOCK(1 << 6);

  private static final HaltCause[] ALL = values();

  private final int bit;

  HaltCause(int bit) {
    this.bit = bit;
  }

  /** Its place in a set of causes that is one number. */
  public int bit() {
    return bit;
  }

  /** The causes of such a set, for people. */
  public static List<HaltCause> of(long bits) {
    return Arrays.stream(ALL).filter(cause -> (bits & cause.bit()) != 0).toList();
  }

  /** What a command is about; null: nothing that this engine knows. */
  static HaltCause of(CommandSource source, WireScope scope) {
    return switch (source) {
      case LOCAL -> LOCAL;
      case CONTROL_LOST -> CONTROL_LOST;
      case ENDING -> ENDING;
      case CLOCK -> CLOCK;
      case OPERATORS ->
          switch (scope) {
            case SYSTEM -> OPERATORS_SYSTEM;
            case MODULE -> OPERATORS_MODULE;
            default -> null;
          };
      default -> null;
    };
  }
}
