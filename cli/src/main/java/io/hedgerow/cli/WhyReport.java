package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.risk.Rederivation;
import io.hedgerow.state.risk.Rederivation.Verdict;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.TriggerSentence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code why} found, for a person or a script.
 *
 * @param id that was asked for
 * @param alert of this ID; empty if the ID is another one
 */
record WhyReport(
    String id, Optional<Alert> alert, List<RiskTransition> transitions, List<Derived> derived) {

  /** One trigger, what stands of its records, and what they give. */
  record Derived(RiskTrigger trigger, NamedRecords records, Rederivation.Result result) {}

  /** Whether nothing differs and nothing is gone. */
  boolean isExplained() {
    return derived.stream()
        .map(one -> one.result().verdict())
        .allMatch(verdict -> verdict == Verdict.SAME || verdict == Verdict.WITHOUT_RECORDS);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    alert.ifPresent(known -> text.append(known.getText()).append('\n'));
    for (RiskTransition transition : transitions) {
      text.append(
          String.format(
              Locale.ROOT,
              "%s: %s %s (%s)\n",
              time(transition.getAtMicros()),
              new Scope(transition.getScopeType(), transition.getScope()),
              transition.getBefore() == transition.getAfter()
                  ? "stayed in " + transition.getAfter()
                  : "went from " + transition.getBefore() + " to " + transition.getAfter(),
              transition.getEvent()));
    }
    derived.forEach(one -> text.append('\n').append(text(one)));
    if (derived.isEmpty()) {
      text.append('\n').append(withoutTrigger());
    }
    return text.toString();
  }

  private String withoutTrigger() {
    StringBuilder text = new StringBuilder();
    for (Evidence evidence : evidence()) {
      RecordRef place = evidence.getRecord();
      text.append(
          String.format(
              Locale.ROOT,
              "%s: saw %s%s%s\n",
              evidence.getName(),
              evidence.getSeen(),
              evidence.getExpected().isEmpty() ? "" : ", expected " + evidence.getExpected(),
              place == null ? "" : " (" + name(place) + ")"));
    }
    return text + "no trigger is behind it: there is nothing to derive\n";
  }

  private List<Evidence> evidence() {
    return alert
        .map(Alert::getEvidence)
        .orElseGet(() -> transitions.stream().flatMap(one -> one.getEvidence().stream()).toList());
  }

  private static String text(Derived one) {
    RiskTrigger trigger = one.trigger();
    StringBuilder text = new StringBuilder();
    text.append(TriggerSentence.of(trigger)).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "%s %s %s of %s, %s, trigger %s\n",
            trigger.getTrigger(),
            trigger.getStatus(),
            trigger.getPattern(),
            new Scope(trigger.getScopeType(), trigger.getScope()),
            trigger.getClassification(),
            trigger.getTriggerId()));
    text.append("Policy version ").append(trigger.getPolicyVersion());
    String separator = ": ";
    for (PolicyValue value : trigger.getOptions()) {
      text.append(separator).append(value.getOption()).append(' ').append(value.getValue());
      text.append(' ').append(value.getUnit());
      separator = ", ";
    }
    text.append('\n');
    trigger.getEdges().forEach(edge -> text.append('\n').append(text(edge, one.records())));
    return text.append('\n').append(one.result().sentence()).append('\n').toString();
  }

  private static String text(EdgeEvidence edge, NamedRecords records) {
    String head =
        String.format(
            Locale.ROOT,
            "%s  %s%s  %d %s, threshold %d %s\n",
            time(edge.getAtMicros()),
            edge.getKind(),
            edge.getComponent().isEmpty() ? "" : " of " + edge.getComponent(),
            edge.getValue(),
            edge.getUnit(),
            edge.getThreshold(),
            edge.getUnit());
    TextTable table = new TextTable("topic", "partition", "offset", "time", "value", "record");
    for (ObservedAt observed : edge.getObservations()) {
      RecordRef place = observed.getRecord();
      table.row(
          place.getTopic(),
          String.valueOf(place.getPartition()),
          String.valueOf(place.getOffset()),
          time(observed.getAtMicros()),
          E8.toDecimal(observed.getValueE8()),
          records.standing(place));
    }
    return head + (table.isEmpty() ? "" : table.render());
  }

  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", id);
    alert.ifPresent(
        known -> {
          fields.put("alertId", known.getAlertId());
          fields.put("text", known.getText());
        });
    fields.put("explained", isExplained());
    fields.put("transitions", transitions.stream().map(ViewJson::fields).toList());
    fields.put("triggers", derived.stream().map(WhyReport::fields).toList());
    return ViewJson.write(fields);
  }

  private static Map<String, Object> fields(Derived one) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("verdict", one.result().verdict().name());
    fields.put("sentence", one.result().sentence());
    fields.put("records", one.result().records());
    fields.put("gone", one.result().gone());
    List<Map<String, Object>> places = new ArrayList<>();
    for (RecordRef place : Rederivation.places(one.trigger())) {
      Map<String, Object> standing = new LinkedHashMap<>(ViewJson.fields(place));
      standing.put("standing", one.records().standing(place));
      places.add(standing);
    }
    fields.put("places", places);
    fields.put("trigger", ViewJson.fields(one.trigger()));
    return fields;
  }

  private static String name(RecordRef place) {
    return place.getTopic() + " " + place.getPartition() + " " + place.getOffset();
  }

  private static String time(long micros) {
    return Instant.EPOCH.plusNanos(micros * 1_000).toString();
  }
}
