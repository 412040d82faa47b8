package io.hedgerow.state.risk.policy;

import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Unit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The catalogue of all options, with unit, range, default and description: nine for each measure,
 * and those of the machine and of the signals. {@code flink-conf/policy.yaml} is generated from it.
 * Immutable, safe from any thread.
 */
public final class PolicyOptions {

  /** Of how many newest values a confirmation may speak. */
  public static final int MAX_OF = 64;

  /** How long a breach may have to last: a pattern that waits longer has been forgotten. */
  public static final long MAX_HOLD_SECONDS = 12 * 3_600;

  /** In how long a time breaches may be counted: older ones have been forgotten. */
  public static final long MAX_WITHIN_SECONDS = 3_600;

  private static final long DAY_SECONDS = 86_400;
  private static final long MAX_WINDOW_SECONDS = 30 * DAY_SECONDS;
  private static final long MAX_MILLIS = 600_000;

  static final PolicyOption REPEAT_COUNT =
      machine("repeat-count", Unit.COUNT, 2, 100, 3)
          .of("MON-7", "So many entries of one scope into BSCB are DMM.");
  static final PolicyOption REPEAT_WITHIN =
      machine("repeat-within", Unit.SECONDS, 1, 7 * DAY_SECONDS, 3_600)
          .of("MON-7", "In this time entries of one scope into BSCB are counted.");
  static final PolicyOption QUIET =
      machine("quiet", Unit.SECONDS, 0, DAY_SECONDS, 60)
          .of("RISK-3", "All causes must have been clear for so long (post-incident checks).");
  static final PolicyOption RECONCILED_WITHIN =
      machine("reconciled-within", Unit.SECONDS, 1, DAY_SECONDS, 300)
          .of("RISK-3", "A clean reconciliation must not be older than this.");
  static final PolicyOption HEALTHY_WITHIN =
      machine("healthy-within", Unit.SECONDS, 1, DAY_SECONDS, 60)
          .of("RISK-3", "Confirmation of a venue's health must not be older than this.");
  static final PolicyOption ACKNOWLEDGE_WITHIN =
      machine("acknowledge-within", Unit.MILLIS, 100, MAX_MILLIS, 5_000)
          .of("TRIG-16", "In this time every consumer must have applied a version of risk.state.");
  static final PolicyOption APPROVAL =
      machine("approval", Unit.SECONDS, 10, DAY_SECONDS, 900)
          .of("RISK-3", "So long an operator's approval to leave DMM counts.");
  static final PolicyOption SILENT_AFTER =
      machine("silent-after", Unit.MILLIS, 500, MAX_MILLIS, 5_000)
          .of("TRIG-15", "So long by our own clock event time may stand still.");
  static final PolicyOption REDUCE_IN_BSCB =
      flag("reduce-in-bscb", true, "Whether exposure in a BSCB scope is reduced, or only managed.");
  static final PolicyOption REDUCE_IN_DMM =
      flag("reduce-in-dmm", false, "Whether exposure in a DMM scope is reduced, or frozen.");

  private static final List<PolicyOption> OF_MACHINE =
      List.of(
          REPEAT_COUNT,
          REPEAT_WITHIN,
          QUIET,
          RECONCILED_WITHIN,
          HEALTHY_WITHIN,
          ACKNOWLEDGE_WITHIN,
          APPROVAL,
          SILENT_AFTER,
          REDUCE_IN_BSCB,
          REDUCE_IN_DMM);

  private static final Map<String, PolicyOption> BY_NAME = new LinkedHashMap<>();

  static {
    for (Measure measure : Measure.values()) {
      for (MeasurePart part : MeasurePart.values()) {
        PolicyOption option = make(measure, part);
        BY_NAME.put(option.name(), option);
      }
    }
    for (PolicySection section : PolicySection.values()) {
      of(section).forEach(option -> BY_NAME.put(option.name(), option));
    }
  }

  private static final List<PolicyOption> ALL = List.copyOf(BY_NAME.values());

  private PolicyOptions() {}

  /** All of them: measure by measure, then section by section. */
  public static List<PolicyOption> all() {
    return ALL;
  }

  /** The nine of a measure, in the order of {@link MeasurePolicy}. */
  public static List<PolicyOption> of(Measure measure) {
    return Arrays.stream(MeasurePart.values()).map(part -> of(measure, part)).toList();
  }

  /** Those of a section, in the order of {@link MachinePolicy} and {@link SignalPolicy}. */
  public static List<PolicyOption> of(PolicySection section) {
    return switch (section) {
      case MACHINE -> OF_MACHINE;
      case ALPHA -> SignalOptions.ofAlpha();
      case FUNDING_CARRY -> SignalOptions.ofFundingCarry();
      case REDUCTION -> SignalOptions.ofReduction();
      case ROUTING -> SignalOptions.ofRouting();
      case GATE -> GateOptions.all();
    };
  }

  /** The option of this name. */
  public static Optional<PolicyOption> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** What a measure is of, to stand after "the": {@code realized volatility of an asset}. */
  public static String contentOf(Measure measure) {
    return MeasureDefaults.of(measure).content();
  }

  static PolicyOption of(Measure measure, MeasurePart part) {
    return BY_NAME.get(measure.text() + "." + part.text());
  }

  private static PolicyOption make(Measure measure, MeasurePart part) {
    MeasureDefaults row = MeasureDefaults.of(measure);
    MeasureDefaults.Range range =
        switch (part) {
          case WARN, BREACH, CLEAR -> row.range();
          case CONFIRM, OF -> new MeasureDefaults.Range(1, MAX_OF);
          case HOLD -> new MeasureDefaults.Range(0, MAX_HOLD_SECONDS);
          case DWELL -> new MeasureDefaults.Range(0, DAY_SECONDS);
          case WINDOW -> new MeasureDefaults.Range(1, MAX_WINDOW_SECONDS);
          case WITHIN -> new MeasureDefaults.Range(1, MAX_WITHIN_SECONDS);
        };
    return new PolicyOption(
        measure.text(),
        part.text(),
        part.unitFor(measure),
        false,
        range.min(),
        range.max(),
        row.standard().of(part),
        measure.requirement(),
        part.describe(measure, row.content()));
  }

  /** A machine's option before it is said what for. */
  private interface Undescribed {
    PolicyOption of(String requirement, String description);
  }

  private static Undescribed machine(String part, Unit unit, long min, long max, long standard) {
    return (requirement, description) ->
        new PolicyOption(
            PolicySection.MACHINE.text(),
            part,
            unit,
            false,
            min,
            max,
            standard,
            requirement,
            description);
  }

  private static PolicyOption flag(String part, boolean standard, String description) {
    return new PolicyOption(
        PolicySection.MACHINE.text(),
        part,
        Unit.COUNT,
        true,
        0,
        1,
        standard ? 1 : 0,
        "RISK-4",
        description);
  }
}
