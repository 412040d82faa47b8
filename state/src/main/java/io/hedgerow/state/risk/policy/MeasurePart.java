package io.hedgerow.state.risk.policy;

import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.Unit;
import java.util.Locale;
import java.util.Set;

/** The nine options of every measure, in the order of {@link MeasurePolicy}. */
enum MeasurePart {
  WARN,
  BREACH,
  CLEAR,
  CONFIRM,
  OF,
  HOLD,
  DWELL,
  WINDOW,
  WITHIN;

  /** The second half of the option's name: {@code breach}. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  Unit unitFor(Measure measure) {
    return switch (this) {
      case WARN, BREACH, CLEAR -> measure.unit();
      case CONFIRM, OF -> Unit.COUNT;
      case HOLD, DWELL, WINDOW, WITHIN -> Unit.SECONDS;
    };
  }

  /** What the option means for this measure, one sentence. */
  String describe(Measure measure, String content) {
    Set<PatternShape> shapes = measure.shapes();
    String bad = measure.highIsBad() ? "At or above" : "At or below";
    String good = measure.highIsBad() ? "at or below" : "at or above";
    return switch (this) {
      case WARN -> bad + " this the " + content + " is reported, and reduction is asked for.";
      case BREACH -> bad + " this the " + content + " is a breach.";
      case CLEAR -> "Only " + good + " this a breach by the " + content + " is over.";
      case CONFIRM -> "So many of the newest values must be beyond a threshold.";
      case OF -> "So many newest values are looked at.";
      case HOLD ->
          shapes.contains(PatternShape.HELD)
              ? "So long a breach must last before the trigger is raised."
              : "No effect: the trigger does not wait.";
      case DWELL -> "So long it must stay clear until a breach is over.";
      case WINDOW ->
          measure.hasWindow()
              ? "So far back the statistic looks."
              : "No effect: the statistic has no window.";
      case WITHIN -> within(shapes);
    };
  }

  private static String within(Set<PatternShape> shapes) {
    if (shapes.contains(PatternShape.REPEATED)) {
      return "Three breaches in this time raise the trigger too.";
    }
    if (shapes.contains(PatternShape.SPREAD)) {
      return "Breaches of two components in this time raise the trigger.";
    }
    return "No effect: breaches are not counted.";
  }
}
