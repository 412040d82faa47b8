package io.hedgerow.state.gate;

import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * What one decision is made from: a value for each {@link GateInput} and leg, the event time of the
 * newest record behind it (of a sum over several: the oldest of them), and the sequence or version
 * of that record. Primitive arrays, allocated once and used again for each decision.
 *
 * <p>The fast path fills it from its mirror, an audit from a recorded decision; the gate only reads
 * it. After {@link #clear} everything is missing, so what nobody set rejects the order.
 *
 * <p>Not safe for concurrent use: its owner is its one writer.
 */
public final class GateInputs {

  /** An order has at most so many legs. */
  public static final int LEGS = 2;

  /** Nothing is known. Also for times and sequences. */
  public static final long MISSING = Long.MIN_VALUE;

  /** There can be none: the margin of a leg without leverage. Elsewhere it counts as missing. */
  public static final long NOT_APPLICABLE = Long.MIN_VALUE + 1;

  /** Places of all inputs and legs; that of an input and a leg is {@code 2 × index + leg}. */
  public static final int SLOTS = GateInput.values().length * LEGS;

  private final long[] values = new long[SLOTS];
  private final long[] atMicros = new long[SLOTS];
  private final long[] sequences = new long[SLOTS];
  private long nowMicros;

  /** All missing. */
  public GateInputs() {
    clear();
  }

  /** Forgets everything. */
  public void clear() {
    Arrays.fill(values, MISSING);
    Arrays.fill(atMicros, MISSING);
    Arrays.fill(sequences, MISSING);
    nowMicros = MISSING;
  }

  /** The moment of the decision, µs since the epoch; ages are measured to it. */
  public void now(long micros) {
    nowMicros = micros;
  }

  /** Sets an input of the pair that does not age. */
  public void set(GateInput input, long value) {
    set(input, 0, value, MISSING, MISSING);
  }

  /** Sets an input of a leg that does not age. */
  public void set(GateInput input, int leg, long value) {
    set(input, leg, value, MISSING, MISSING);
  }

  /**
   * Sets an input.
   *
   * @param leg 0 or 1; 0 for an input of the pair
   * @param value in the input's unit
   * @param atMicros event time of the newest record behind it, µs since the epoch
   * @param sequence or version of that record
   * @throws IllegalArgumentException if the input has no such leg
   */
  public void set(GateInput input, int leg, long value, long atMicros, long sequence) {
    int slot = slot(input, leg);
    values[slot] = value;
    this.atMicros[slot] = atMicros;
    sequences[slot] = sequence;
  }

  /** The moment of the decision, µs since the epoch. */
  public long nowMicros() {
    return nowMicros;
  }

  /** An input of the pair. */
  public long value(GateInput input) {
    return values[slot(input, 0)];
  }

  public long value(GateInput input, int leg) {
    return values[slot(input, leg)];
  }

  /** Event time of the newest record behind an input, µs since the epoch. */
  public long atMicros(GateInput input, int leg) {
    return atMicros[slot(input, leg)];
  }

  /** Sequence or version of that record. */
  public long sequence(GateInput input, int leg) {
    return sequences[slot(input, leg)];
  }

  /**
   * Copies everything: all values, all times, all sequences, each in the order of their places.
   *
   * @param target holds three times {@link #SLOTS} from its beginning
   */
  public void copyTo(LongBuffer target) {
    target.put(0, values).put(SLOTS, atMicros).put(2 * SLOTS, sequences);
  }

  /** Whether the order says that it only makes exposure smaller. */
  public boolean reducing() {
    return value(GateInput.PURPOSE) == GateCode.PURPOSE_REDUCE;
  }

  /** How many legs are judged: both, unless the order reduces and says that it has one. */
  public int legs() {
    return reducing() && value(GateInput.LEGS) == 1 ? 1 : LEGS;
  }

  /** Whether a decision needs the input, by the purpose and the legs of the order. */
  public boolean needs(GateInput input, int leg) {
    return leg < Math.min(input.width(), legs())
        && switch (input.need()) {
          case ALWAYS -> true;
          case TO_OPEN -> !reducing();
          case TO_OPEN_LEVERAGED -> !reducing() && value(input, leg) != NOT_APPLICABLE;
          case TO_REDUCE -> reducing();
        };
  }

  /** Its place, also in a journal; topics bear the input's name. */
  private static int slot(GateInput input, int leg) {
    if (leg < 0 || leg >= input.width()) {
      throw new IllegalArgumentException("expected a leg of " + input + ", saw " + leg);
    }
    return input.index() * LEGS + leg;
  }
}
