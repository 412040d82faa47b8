package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInput;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** What stands in a decision's inputs, in words for a person. Stateless. */
final class GateValues {

  private static final int MICROS_OF_SECOND_SCALE = 6;
  private static final int MICROS_OF_MILLI_SCALE = 3;
  private static final long SECOND = 1_000_000;

  private GateValues() {}

  /** The input of this name; empty for one that this build does not know. */
  static Optional<GateInput> known(DecisionInput input) {
    return Arrays.stream(GateInput.values())
        .filter(known -> known.name().equals(input.getName()))
        .findFirst();
  }

  /** The check that uses it first; empty for one that this build does not know. */
  static Optional<GateCheck> check(DecisionInput input) {
    return known(input).map(GateInput::check);
  }

  /** Its value with the unit, or that it was missing or did not matter. */
  static String text(DecisionInput input) {
    if (!input.getApplies()) {
      return "does not apply";
    }
    Long value = input.getValue();
    if (value == null) {
      return "missing";
    }
    return known(input).map(known -> text(known, value)).orElseGet(value::toString);
  }

  private static String text(GateInput input, long value) {
    return switch (input.unit()) {
      case CODE -> code(input, value).orElse("code " + value);
      case FLAG -> value == GateCode.YES ? "yes" : value == GateCode.NO ? "no" : "code " + value;
      case COUNT, VERSION, SEQUENCE -> Long.toString(value);
      case TIME_MICROS -> time(value);
      case DURATION_MICROS, SIGNED_MICROS -> duration(value);
      case SHARE_PPM, PPM, SIGNED_PPM -> value + " ppm";
      case PRICE_E8 -> E8.toDecimal(value);
      case QUOTE_E8, SIGNED_QUOTE_E8 -> E8.toDecimal(value) + " quote";
      case BASE_E8 -> E8.toDecimal(value) + " base";
      case ASSET_E8, SIGNED_ASSET_E8 -> E8.toDecimal(value) + " of the asset";
    };
  }

  private static Optional<String> code(GateInput input, long value) {
    return switch (input) {
      case ENGINE_STATE -> named(value, "RUNNING", "STARTING", "HALTED", "FULL");
      case RISK_STATE -> named(value, "NORMAL", "BSCB", "DMM");
      case EXISTING_EXPOSURE -> named(value, "MANAGED", "REDUCED", "FROZEN");
      case PURPOSE -> named(value, "OPEN", "REDUCE");
      case BOOK_VALIDITY -> named(value, "LIVE", "GAP", "RESYNC", "STALE", "CROSSED");
      case VENUE_STATUS ->
          named(value, "ONLINE", "MAINTENANCE", "CANCEL_ONLY", "POST_ONLY", "OFFLINE");
      case RECONCILIATION_STATUS -> named(value, "CLEAN", "LOCKED");
      default -> Optional.empty();
    };
  }

  /** Codes count from 1. */
  private static Optional<String> named(long code, String... names) {
    return code >= 1 && code <= names.length
        ? Optional.of(names[(int) code - 1])
        : Optional.empty();
  }

  /** How old it was at the decision; empty if it bears no time. Negative: of a time to come. */
  static OptionalLong ageMicros(DecisionInput input, long decidedAtMicros) {
    return input.getAtMicros() < 0
        ? OptionalLong.empty()
        : OptionalLong.of(decidedAtMicros - input.getAtMicros());
  }

  /** UTC, whatever a hostile number stands there. */
  static String time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
  }

  /** In ms below a second, else in s; exact. */
  static String duration(long micros) {
    return micros > -SECOND && micros < SECOND
        ? BigDecimal.valueOf(micros, MICROS_OF_MILLI_SCALE).toPlainString() + " ms"
        : BigDecimal.valueOf(micros, MICROS_OF_SECOND_SCALE).toPlainString() + " s";
  }
}
