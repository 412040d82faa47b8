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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Why an alert came: its evidence, read again and derived again (RISK-5). */
@Command(
    name = "why",
    mixinStandardHelpOptions = true,
    description = "Derive an alert again from the records that its evidence names.",
    footer = {
      "",
      "Exit code 0: derived again byte for byte, or made of no records; 1: it differs, or records"
          + " that it needs are gone."
    })
final class WhyCommand implements Callable<Integer> {

  private static final String CAUSE_CLEARED = "CAUSE_CLEARED";

  @Mixin private BrokerOptions broker;

  @Parameters(paramLabel = "ALERT-ID", description = "alertId, as hedgerow alerts --json prints.")
  private String alertId;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    String servers = broker.bootstrapServers();
    Alert alert =
        TopicScan.find(servers, Topic.ALERTS, Alert.class, one -> one.getAlertId().equals(alertId))
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new UserException(
                        "no alert "
                            + alertId
                            + " stands on alerts; list them with: hedgerow alerts --json"));
    List<RiskTransition> transitions = transitions(servers, alert);
    List<RiskTrigger> triggers = triggers(servers, alert, transitions);
    List<Policy> policies = policies(servers, triggers);
    List<WhyReport.Derived> derived = new ArrayList<>();
    for (RiskTrigger trigger : triggers) {
      NamedRecords records = NamedRecords.read(servers, Rederivation.places(trigger));
      List<Policy> ofItsMode =
          policies.stream().filter(one -> one.record().getMode() == trigger.getMode()).toList();
      derived.add(
          new WhyReport.Derived(
              trigger, records, Rederivation.of(trigger, records::at, ofItsMode)));
    }
    WhyReport report = new WhyReport(alert, transitions, derived);
    System.out.print(json ? report.json() + "\n" : report.text());
    return report.isExplained() ? 0 : 1;
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

  /** The trigger that the alert tells of; of a changed state the one that changed it. */
  private static List<RiskTrigger> triggers(
      String servers, Alert alert, List<RiskTransition> transitions) {
    Set<String> ids = new LinkedHashSet<>(alert.getLinks());
    transitions.forEach(transition -> ids.add(transition.getCause()));
    if (ids.isEmpty()) {
      return List.of();
    }
    List<RiskTrigger> linked =
        TopicScan.find(
            servers,
            Topic.RISK_TRIGGERS,
            RiskTrigger.class,
            one -> ids.contains(one.getTriggerId()));
    List<RiskTrigger> told =
        linked.stream()
            .filter(one -> EventIds.of("Alert", one.getEventId()).equals(alert.getAlertId()))
            .toList();
    if (!told.isEmpty()) {
      return told;
    }
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
