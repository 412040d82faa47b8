package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a run brought, as a page of Markdown: rates, then every trigger that was raised. */
final class StudyReport {

  private static final double DAY_MICROS = 86_400e6;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final StringBuilder page = new StringBuilder();
  private final StudyRun.Outcome outcome;

  private StudyReport(StudyRun.Outcome outcome) {
    this.outcome = outcome;
  }

  /**
   * The page.
   *
   * @param days from the first to the last record
   */
  static String of(StudySeries series, StudyPolicy policy, StudyRun.Outcome outcome, double days) {
    return new StudyReport(outcome).write(series, policy, days);
  }

  /** How many days a span of event time is. */
  static double days(long fromMicros, long toMicros) {
    return (toMicros - fromMicros) / DAY_MICROS;
  }

  private String write(StudySeries series, StudyPolicy policy, double days) {
    page.append("# ").append(series.title()).append(", policy ").append(policy.name());
    page.append("\n\nWritten by `./hedgerow bench study`; judged in [risk-study.md](../");
    page.append("risk-study.md).\n\n");
    changes(policy);
    line(
        "%,d records, %,d observations judged, none late, refused or without policy."
            + " %.1f days. %,d alerts, %.2f a day; %,d transitions.%n%n",
        outcome.records(),
        outcome.counters().total("observed"),
        days,
        outcome.alerts().size(),
        outcome.alerts().size() / days,
        outcome.transitions().size());
    rates(days);
    raised();
    return page.toString();
  }

  private void changes(StudyPolicy policy) {
    if (policy.changes().isEmpty()) {
      return;
    }
    page.append("| changed value | shipped | here | why |\n|---|---|---|---|\n");
    for (StudyPolicy.Change change : policy.changes()) {
      line(
          "| %s | %,d | %,d | %s |%n",
          change.option(),
          StudyPolicy.optionOf(change).standard(),
          change.value(),
          change.reason());
    }
    page.append('\n');
  }

  private void rates(double days) {
    Map<String, Map<TriggerStatus, Long>> counts = new TreeMap<>();
    for (RiskTrigger trigger : outcome.triggers()) {
      String name = trigger.getMeasure() + " | " + trigger.getSubject().replace('|', ' ');
      counts
          .computeIfAbsent(name, of -> new EnumMap<>(TriggerStatus.class))
          .merge(trigger.getStatus(), 1L, Long::sum);
    }
    page.append("| measure | subject | warned | raised | cleared | triggers a day |\n");
    page.append("|---|---|---|---|---|---|\n");
    counts.forEach(
        (name, count) -> {
          long warned = count.getOrDefault(TriggerStatus.WARNED, 0L);
          long raised = count.getOrDefault(TriggerStatus.RAISED, 0L);
          long cleared = count.getOrDefault(TriggerStatus.CLEARED, 0L);
          line(
              "| %s | %d | %d | %d | %.3f |%n",
              name, warned, raised, cleared, (warned + raised) / days);
        });
    page.append('\n');
  }

  private void raised() {
    page.append("| raised (UTC) | measure | subject | value | threshold | pattern |\n");
    page.append("|---|---|---|---|---|---|\n");
    List<RiskTrigger> triggers =
        outcome.triggers().stream().filter(t -> t.getStatus() == TriggerStatus.RAISED).toList();
    for (RiskTrigger trigger : triggers) {
      EdgeEvidence edge = trigger.getEdges().get(trigger.getEdges().size() - 1);
      line(
          "| %s | %s | %s | %,d %s | %,d | %s |%n",
          SECOND.format(Instant.ofEpochMilli(edge.getAtMicros() / 1_000)),
          trigger.getMeasure(),
          trigger.getSubject().replace('|', ' '),
          edge.getValue(),
          edge.getUnit(),
          edge.getThreshold(),
          trigger.getPattern());
    }
  }

  private void line(String format, Object... values) {
    page.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
  }
}
