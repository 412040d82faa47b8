package io.hedgerow.cli;

import io.hedgerow.state.risk.trial.RaisedTrigger;
import io.hedgerow.state.risk.trial.Restriction;
import io.hedgerow.state.risk.trial.TrialDifference;
import io.hedgerow.state.risk.trial.TrialDifference.Change;
import io.hedgerow.state.risk.trial.TrialDifference.Kind;
import io.hedgerow.state.risk.trial.TrialOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * What a policy changes in one stretch.
 *
 * @param inForce which policy it is compared with: {@code version 3}, {@code shipped}
 */
record TrialReport(TrialFeed feed, String inForce, TrialOutcome before, TrialOutcome after) {

  private List<Change<RaisedTrigger>> triggers() {
    return TrialDifference.of(before.triggers(), after.triggers(), RaisedTrigger::key);
  }

  private List<Change<Restriction>> restrictions() {
    return TrialDifference.of(before.restrictions(), after.restrictions(), Restriction::key);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s\n%s to %s: %,d observations%s of %s\n",
            feed.label(),
            time(feed.fromMicros()),
            time(feed.toMicros()),
            before.observations(),
            before.late() == 0 ? "" : String.format(Locale.ROOT, " (%,d too late)", before.late()),
            records()));
    text.append(
        section(
            "triggers",
            triggers(),
            one -> one.measure() + " of " + one.subject(),
            one ->
                one.component().isEmpty()
                    ? one.matched()
                    : one.matched() + " at " + one.component(),
            one -> time(one.atMicros())));
    text.append(
        section(
            "restrictions",
            restrictions(),
            one -> one.scope().toString(),
            one -> one.state().name(),
            TrialReport::period));
    return text.toString();
  }

  private String records() {
    List<String> counts = new ArrayList<>();
    feed.recordsByTopic()
        .forEach((topic, count) -> counts.add(String.format(Locale.ROOT, "%,d %s", count, topic)));
    return counts.isEmpty() ? "no record" : String.join(", ", counts);
  }

  private <T> String section(
      String what,
      List<Change<T>> changes,
      Function<T, String> name,
      Function<T, String> kind,
      Function<T, String> when) {
    TextTable table = new TextTable("", what, "", inForce, "file");
    for (Change<T> change : changes) {
      if (change.kind() != Kind.SAME) {
        T one = change.before() == null ? change.after() : change.before();
        table.row(
            word(change.kind()),
            name.apply(one),
            kind.apply(one),
            change.before() == null ? "-" : when.apply(change.before()),
            change.after() == null ? "-" : when.apply(change.after()));
      }
    }
    return (table.isEmpty() ? "" : table.render()) + totals(what, changes) + "\n";
  }

  private static <T> String totals(String what, List<Change<T>> changes) {
    List<String> counts = new ArrayList<>();
    count(changes).forEach((kind, count) -> counts.add(count + " " + kind));
    return "Of the " + what + ": " + String.join(", ", counts) + ".\n";
  }

  /** In the order of the kinds, with zeros. */
  private static <T> Map<String, Long> count(List<Change<T>> changes) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      counts.put(word(kind), changes.stream().filter(one -> one.kind() == kind).count());
    }
    return counts;
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stretch", feed.label());
    fields.put("comparedWith", inForce);
    fields.put("from", time(feed.fromMicros()));
    fields.put("to", time(feed.toMicros()));
    fields.put("observations", before.observations());
    fields.put("late", before.late());
    fields.put("records", feed.recordsByTopic());
    fields.put("triggers", fields(triggers(), TrialReport::trigger));
    fields.put("restrictions", fields(restrictions(), TrialReport::restriction));
    return fields;
  }

  private static <T> Map<String, Object> fields(
      List<Change<T>> changes, Function<T, Map<String, Object>> one) {
    List<Map<String, Object>> list = new ArrayList<>();
    for (Change<T> change : changes) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("change", word(change.kind()));
      fields.put("before", change.before() == null ? null : one.apply(change.before()));
      fields.put("after", change.after() == null ? null : one.apply(change.after()));
      list.add(fields);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("totals", count(changes));
    all.put("changes", list);
    return all;
  }

  private static Map<String, Object> trigger(RaisedTrigger trigger) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("measure", trigger.measure());
    fields.put("subject", trigger.subject());
    fields.put("component", trigger.component());
    fields.put("matched", trigger.matched());
    fields.put("at", time(trigger.atMicros()));
    return fields;
  }

  private static Map<String, Object> restriction(Restriction restriction) {
    boolean open = restriction.toMicros() == Restriction.OPEN;
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("scope", restriction.scope().toString());
    fields.put("state", restriction.state().name());
    fields.put("from", time(restriction.fromMicros()));
    fields.put("to", open ? null : time(restriction.toMicros()));
    return fields;
  }

  private static String period(Restriction restriction) {
    return time(restriction.fromMicros())
        + " to "
        + (restriction.toMicros() == Restriction.OPEN ? "the end" : time(restriction.toMicros()));
  }

  private static String time(long micros) {
    return Instant.EPOCH.plusNanos(micros * 1_000).toString();
  }
}
