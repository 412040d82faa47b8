package io.hedgerow.state.risk;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trigger as one sentence for a person, with its figures: <i>Realized volatility of BTC was 0.82
 * %, at or above the threshold of 0.6 %, and has not cleared for 10 s.</i> Stateless, safe from any
 * thread.
 */
public final class TriggerSentence {

  private static final int PPM_IN_PER_CENT_DIGITS = 4;
  private static final int PERMILLE_DIGITS = 3;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1_000;

  private TriggerSentence() {}

  /** The trigger's own text if it has one, else the sentence from its edges and its status. */
  public static String of(RiskTrigger trigger) {
    if (!trigger.getText().isBlank()) {
      return trigger.getText();
    }
    String subject = readable(trigger.getMeasure()) + " of " + subject(trigger);
    List<EdgeEvidence> edges = trigger.getEdges();
    if (edges.isEmpty()) {
      return subject + ": " + trigger.getStatus().name().toLowerCase(Locale.ROOT) + ".";
    }
    EdgeEvidence last = edges.get(edges.size() - 1);
    Optional<SwitchWords> words = SwitchWords.of(trigger.getMeasure());
    if (words.isPresent()) {
      return ofSwitch(trigger, words.get().about(subject(trigger)), words.get(), last);
    }
    if (isHeld(trigger.getPattern(), edges)) {
      return held(trigger, subject, edges.get(0), last);
    }
    return subject
        + " is "
        + amount(last.getValue(), last.getUnit())
        + ", "
        + side(trigger, last)
        + amount(last.getThreshold(), last.getUnit())
        + shape(trigger.getPattern(), edges)
        + ".";
  }

  /** What is only on or off has no threshold to tell of. */
  private static String ofSwitch(
      RiskTrigger trigger, String subject, SwitchWords words, EdgeEvidence last) {
    List<EdgeEvidence> edges = trigger.getEdges();
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      return subject + " is " + words.over() + ".";
    }
    if (!isHeld(trigger.getPattern(), edges)) {
      String was = edges.size() > 1 ? " was " : " is ";
      return subject + was + words.bad() + shape(trigger.getPattern(), edges) + ".";
    }
    String lasts = duration(last.getAtMicros() - edges.get(0).getAtMicros());
    return last.getValue() == edges.get(0).getValue()
        ? subject + " has been " + words.bad() + " for " + lasts + "."
        : subject
            + " was "
            + words.bad()
            + " and has not cleared for "
            + lasts
            + "; it is "
            + words.over()
            + ".";
  }

  /** A breach that is held need not be beyond its threshold now: only that it has not cleared. */
  private static String held(
      RiskTrigger trigger, String subject, EdgeEvidence breach, EdgeEvidence last) {
    return subject
        + " was "
        + amount(breach.getValue(), breach.getUnit())
        + ", "
        + side(trigger, breach)
        + amount(breach.getThreshold(), breach.getUnit())
        + ", and has not cleared for "
        + duration(last.getAtMicros() - breach.getAtMicros())
        + (last.getValue() == breach.getValue()
            ? ""
            : "; it is " + amount(last.getValue(), last.getUnit()) + " now")
        + ".";
  }

  private static boolean isHeld(String pattern, List<EdgeEvidence> edges) {
    return pattern.startsWith("held") && edges.size() > 1;
  }

  private static String subject(RiskTrigger trigger) {
    List<EdgeEvidence> edges = trigger.getEdges();
    String component = edges.isEmpty() ? "" : edges.get(edges.size() - 1).getComponent();
    return component.isEmpty() || trigger.getSubject().contains(component)
        ? trigger.getSubject()
        : trigger.getSubject() + " (" + component + ")";
  }

  private static String readable(String measure) {
    String words = measure.replace('-', ' ');
    return words.isEmpty()
        ? words
        : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Shares as per cent and ratios as decimals: people do not count in millionths. */
  private static String amount(long value, String unit) {
    if (unit.equals(Unit.PPM.text())) {
      return BigDecimal.valueOf(value, PPM_IN_PER_CENT_DIGITS).stripTrailingZeros().toPlainString()
          + " %";
    }
    if (unit.equals(Unit.PERMILLE.text())) {
      return BigDecimal.valueOf(value, PERMILLE_DIGITS).stripTrailingZeros().toPlainString();
    }
    String number = String.format(Locale.ROOT, "%,d", value);
    return unit.equals(Unit.COUNT.text()) || unit.equals(Unit.QUOTE.text())
        ? number
        : number + " " + unit;
  }

  /** Of a value that equals its threshold nobody must wonder whether digits are missing. */
  private static String side(RiskTrigger trigger, EdgeEvidence edge) {
    boolean highIsBad =
        Arrays.stream(Measure.values())
            .filter(measure -> measure.text().equals(trigger.getMeasure()))
            .allMatch(Measure::highIsBad);
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      return highIsBad ? "no longer above " : "no longer below ";
    }
    String threshold =
        trigger.getStatus() == TriggerStatus.WARNED
            ? "the warning threshold of "
            : "the threshold of ";
    return edge.getValue() == edge.getThreshold()
        ? "exactly at " + threshold
        : (highIsBad ? "at or above " : "at or below ") + threshold;
  }

  private static String shape(String pattern, List<EdgeEvidence> edges) {
    long spanMicros = edges.get(edges.size() - 1).getAtMicros() - edges.get(0).getAtMicros();
    if (edges.size() < 2 || spanMicros <= 0) {
      return "";
    }
    if (pattern.startsWith("repeated")) {
      return ", " + edges.size() + " times in " + duration(spanMicros);
    }
    return edges.stream()
        .map(EdgeEvidence::getComponent)
        .distinct()
        .collect(Collectors.joining(" and ", ", at ", ""));
  }

  /** Seconds, with a fraction where there is one; below one second milliseconds. */
  public static String duration(long micros) {
    long millis = micros / MICROS_PER_MILLI;
    if (micros < MICROS_PER_SECOND && micros % MICROS_PER_SECOND != 0) {
      return amount(millis, "ms");
    }
    String part =
        BigDecimal.valueOf(millis % MILLIS_PER_SECOND, PERMILLE_DIGITS)
            .stripTrailingZeros()
            .toPlainString();
    String fraction = part.equals("0") ? "" : part.substring(1);
    return String.format(Locale.ROOT, "%,d%s s", millis / MILLIS_PER_SECOND, fraction);
  }
}
