package io.hedgerow.cli;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Rederivation;
import io.hedgerow.state.risk.policy.Policy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why an alert, a trigger or a change of state came: its evidence, derived again (RISK-5). */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Derive an alert or a trigger again from the records that its evidence names.",
    footer = {
      "",
      "Exit code 0: derived again byte for byte, or made of no records; 1: it differs, or records"
          + " that it needs are gone."
    })
final class WhyCommand implements Callable<Integer> {

  private static final String CAUSE_CLEARED = "CAUSE_CLEARED";

  @Mixin private BrokerOptions broker;

  @Parameters(
      paramLabel = "ID",
      description =
          "alertId, as hedgerow alerts --json prints it; or the ID of a trigger, a transition or a"
              + " command, as hedgerow ops status --json names the causes of a state.")
  private String id;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    String servers = broker.bootstrapServers();
    Optional<Alert> alert =
        TopicScan.find(servers, Topic.ALERTS, Alert.class, one -> one.getAlertId().equals(id))
            .stream()
            .findFirst();
    List<RiskTransition> transitions =
        alert.map(known -> transitions(servers, known)).orElseGet(() -> transitions(servers));
    List<RiskTrigger> triggers =
        alert
            .map(known -> triggers(servers, known, transitions))
            .orElseGet(() -> triggers(servers, transitions));
    if (alert.isEmpty() && transitions.isEmpty() && triggers.isEmpty()) {
      throw new UserException(
          "no alert, trigger, transition or command "
              + id
              + " stands there; list alerts with: hedgerow alerts --json, causes with: hedgerow ops"
              + " status --json");
    }
    WhyReport report =
        new WhyReport(
            id, alert, transitions, derived(servers, triggers, policies(servers, triggers)));
    System.out.print(json ? report.json() + "\n" : report.text());
    return report.isExplained() ? 0 : 1;
  }

  private static List<WhyReport.Derived> derived(
      String servers, List<RiskTrigger> triggers, List<Policy> policies) {
    List<WhyReport.Derived> derived = new ArrayList<>();
    for (RiskTrigger trigger : triggers) {
      NamedRecords records = NamedRecords.read(servers, Rederivation.places(trigger));
      List<Policy> ofItsMode =
          policies.stream().filter(one -> one.record().getMode() == trigger.getMode()).toList();
      derived.add(
          new WhyReport.Derived(
              trigger, records, Rederivation.of(trigger, records::at, ofItsMode)));
    }
    return derived;
  }

  private static List<RiskTransition> transitions(String servers, Alert alert) {
    return alert.getLinks().isEmpty()
        ? List.of()
        : TopicScan.find(
            servers,
            Topic.RISK_TRANSITIONS,
            RiskTransition.class,
            one -> alert.getLinks().contains(one.getTransitionId()));
  }

  /** Those of the ID itself, and those that it caused. */
  private List<RiskTransition> transitions(String servers) {
    return TopicScan.find(
        servers,
        Topic.RISK_TRANSITIONS,
        RiskTransition.class,
        one -> one.getTransitionId().equals(id) || one.getCause().equals(id));
  }

  /** The trigger that the alert tells of; of a changed state the one that changed it. */
  private static List<RiskTrigger> triggers(
      String servers, Alert alert, List<RiskTransition> transitions) {
    Set<String> ids = new LinkedHashSet<>(alert.getLinks());
    transitions.forEach(transition -> ids.add(transition.getCause()));
    if (ids.isEmpty()) {
      return List.of();
    }
    List<RiskTrigger> linked = triggers(servers, ids);
    List<RiskTrigger> told =
        linked.stream()
            .filter(one -> EventIds.of("Alert", one.getEventId()).equals(alert.getAlertId()))
            .toList();
    return told.isEmpty() ? behind(linked, transitions) : told;
  }

  /** The trigger of the ID as it was raised and cleared, or the one behind the transition. */
  private List<RiskTrigger> triggers(String servers, List<RiskTransition> transitions) {
    List<RiskTrigger> named = triggers(servers, Set.of(id));
    Set<String> causes = new LinkedHashSet<>();
    transitions.forEach(transition -> causes.add(transition.getCause()));
    return named.isEmpty() && !causes.isEmpty()
        ? behind(triggers(servers, causes), transitions)
        : named;
  }

  private static List<RiskTrigger> triggers(String servers, Set<String> ids) {
    return TopicScan.find(
        servers, Topic.RISK_TRIGGERS, RiskTrigger.class, one -> ids.contains(one.getTriggerId()));
  }

  private static List<RiskTrigger> behind(
      List<RiskTrigger> linked, List<RiskTransition> transitions) {
    boolean cleared = transitions.stream().anyMatch(one -> one.getEvent().equals(CAUSE_CLEARED));
    return linked.stream()
        .filter(one -> (one.getStatus() == TriggerStatus.CLEARED) == cleared)
        .toList();
  }

  /** Every valid version that still stands: earlier edges may have come under another one. */
  private static List<Policy> policies(String servers, List<RiskTrigger> triggers) {
    return triggers.isEmpty()
        ? List.of()
        : TopicScan.find(servers, Topic.RISK_POLICY, RiskPolicy.class, one -> true).stream()
            .flatMap(WhyCommand::valid)
            .toList();
  }

  /** Nothing was ever judged by an invalid policy. */
  private static Stream<Policy> valid(RiskPolicy record) {
    try {
      return Stream.of(Policy.of(record));
    } catch (IllegalArgumentException e) {
      return Stream.empty();
    }
  }
}
