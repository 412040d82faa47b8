package io.hedgerow.simulator.venue;

import io.hedgerow.simulator.market.MarketFaults;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that goes wrong at one venue for a while. Immutable.
 *
 * @param fromMicros when it begins, µs since the epoch
 * @param toMicros when it is over; exclusive
 * @param parameters as in a scenario file: {@code 250000}, {@code 1500ms}
 */
public record VenueFault(
    FaultKind kind,
    String venue,
    long fromMicros,
    long toMicros,
    Map<FaultParameter, String> parameters) {

  private static final Pattern DURATION = Pattern.compile("(-?[0-9]{1,12})(us|ms|s|m|h)");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,9}");
  private static final List<String> FLAGS = List.of("true", "false");

  /**
   * Checks times and parameters.
   *
   * @throws IllegalArgumentException if it ends before it begins, or a parameter makes no sense
   */
  public VenueFault {
    if (toMicros <= fromMicros) {
      throw new IllegalArgumentException(
          kind.text()
              + ": expected an end after the begin, saw a length of "
              + (toMicros - fromMicros)
              + " µs");
    }
    Map<FaultParameter, String> checked = new EnumMap<>(FaultParameter.class);
    parameters.forEach(
        (parameter, value) -> {
          if (!kind.parameters().contains(parameter)) {
            throw new IllegalArgumentException(
                kind.text()
                    + " has no "
                    + parameter.text()
                    + "; expected "
                    + kind.parameters().stream().map(FaultParameter::text).toList());
          }
          check(parameter, value);
          checked.put(parameter, value);
        });
    parameters = Collections.unmodifiableMap(checked);
  }

  /**
   * Checks one value.
   *
   * @throws IllegalArgumentException if it makes no sense
   */
  static void check(FaultParameter parameter, String value) {
    switch (parameter.type()) {
      case DURATION -> {
        long micros = durationMicros(value);
        require(
            micros >= 0 || parameter == FaultParameter.STEP, parameter, "no less than 0", value);
      }
      case NUMBER -> {
        require(NUMBER.matcher(value).matches(), parameter, "a whole number", value);
        long number = Long.parseLong(value);
        boolean move = parameter == FaultParameter.MOVE_PPM;
        long most = move ? MarketFaults.LARGEST_MOVE_PPM : InstrumentRules.MILLION;
        long least = move ? -most : 0;
        require(number >= least && number <= most, parameter, least + " to " + most, value);
      }
      case MODE -> {
        List<String> modes = MaintenanceMode.texts();
        require(modes.contains(value), parameter, modes.toString(), value);
      }
      case FLAG -> require(FLAGS.contains(value), parameter, FLAGS.toString(), value);
      case TEXT -> require(!value.isEmpty(), parameter, "a name", value);
    }
  }

  private static void require(
      boolean holds, FaultParameter parameter, String expected, String seen) {
    if (!holds) {
      throw new IllegalArgumentException(
          parameter.text() + ": expected " + expected + ", saw '" + seen + "'");
    }
  }

  /**
   * Reads {@code 250us}, {@code 40ms}, {@code 10s}, {@code 5m} or {@code 1h}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  static long durationMicros(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("expected a time such as 40ms or 10s, saw '" + text + "'");
    }
    long unit =
        switch (matcher.group(2)) {
          case "us" -> 1L;
          case "ms" -> 1_000L;
          case "s" -> 1_000_000L;
          case "m" -> 60_000_000L;
          default -> 3_600_000_000L;
        };
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("expected a shorter time, saw '" + text + "'", e);
    }
  }

  /** A text parameter, or its default. */
  public String text(FaultParameter parameter) {
    return parameters.getOrDefault(parameter, parameter.otherwise());
  }

  /** A number or duration (µs), or its default. */
  public long number(FaultParameter parameter) {
    String text = text(parameter);
    return parameter.type() == FaultParameter.Type.DURATION
        ? durationMicros(text)
        : Long.parseLong(text);
  }

  /** Whether it is going on. */
  public boolean isActive(long nowMicros) {
    return nowMicros >= fromMicros && nowMicros < toMicros;
  }

  /** Whether it concerns this account, instrument or asset. */
  boolean concerns(FaultParameter parameter, String name) {
    String only = text(parameter);
    return only.isEmpty() || only.equals(name);
  }
}
