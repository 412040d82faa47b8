package io.hedgerow.simulator.venue;

import java.util.Locale;

/** What a fault may be given beside its time. */
public enum FaultParameter {
  /** How often it strikes, of all occasions; default: each time. */
  CHANCE_PPM(Type.NUMBER, "1000000"),
  /** How late something is. */
  DELAY(Type.DURATION, "1s"),
  /** A share of a quantity. */
  SHARE_PPM(Type.NUMBER, "500000"),
  /** How far a price jumps; negative: down. */
  MOVE_PPM(Type.NUMBER, "0"),
  /** How far a clock jumps; negative: back. */
  STEP(Type.DURATION, "0s"),
  /** A {@link MaintenanceMode}. */
  MODE(Type.MODE, MaintenanceMode.OFFLINE.text()),
  /** {@code true}: withdrawals too. */
  WITHDRAWALS(Type.FLAG, "false"),
  /** One account alone; default: all. */
  ACCOUNT(Type.TEXT, ""),
  /** One instrument alone; default: all. */
  INSTRUMENT(Type.TEXT, ""),
  /** One asset alone; default: all. */
  ASSET(Type.TEXT, "");

  /** How it is written. */
  enum Type {
    NUMBER,
    DURATION,
    MODE,
    FLAG,
    TEXT
  }

  private final Type type;
  private final String otherwise;

  FaultParameter(Type type, String otherwise) {
    this.type = type;
    this.otherwise = otherwise;
  }

  /** As in a scenario file: {@code chance-ppm}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Type type() {
    return type;
  }

  /** Its value where it is not given, as in a scenario file. */
  String otherwise() {
    return otherwise;
  }
}
