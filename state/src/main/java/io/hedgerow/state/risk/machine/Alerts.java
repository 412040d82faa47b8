package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.CommandRefusal;
import java.util.List;
import java.util.stream.Stream;

/** What people read: one alert for each thing that happened. */
final class Alerts {

  private static final int MAX_SHOWN = 100;
  private static final String SHADOW = "[shadow] ";

  private Alerts() {}

  /** Of a trigger that was published; the effect says what follows, without full stop. */
  static Alert ofTrigger(RiskTrigger trigger, String effect, long nowMicros) {
    boolean shadow = trigger.getMode() == PolicyMode.SHADOW;
    String sentence = trigger.getText();
    String open = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    return Alert.newBuilder()
        .setAlertId(EventIds.of("Alert", trigger.getEventId()))
        .setSeverity(shadow ? Severity.INFO : severity(trigger))
        .setType(trigger.getTrigger().name())
        .setScopeType(trigger.getScopeType())
        .setScope(trigger.getScope())
        .setText((shadow ? SHADOW : "") + open + ": " + effect + ".")
        .setEvidence(evidence(trigger))
        .setLinks(List.of(trigger.getTriggerId()))
        .setRaisedAtMicros(nowMicros)
        .build();
  }

  private static Severity severity(RiskTrigger trigger) {
    return switch (trigger.getStatus()) {
      case RAISED -> trigger.getSeverity();
      case WARNED -> Severity.WARNING;
      case CLEARED -> Severity.INFO;
    };
  }

  /** What the edges of a trigger show. */
  static List<Evidence> evidence(RiskTrigger trigger) {
    return trigger.getEdges().stream().map(edge -> evidence(trigger, edge)).toList();
  }

  private static Evidence evidence(RiskTrigger trigger, EdgeEvidence edge) {
    List<ObservedAt> observations = edge.getObservations();
    return new Evidence(
        edge.getComponent().isEmpty()
            ? trigger.getMeasure()
            : trigger.getMeasure() + " " + edge.getComponent(),
        edge.getValue() + " " + edge.getUnit(),
        edge.getThreshold() + " " + edge.getUnit(),
        observations.isEmpty() ? null : observations.get(observations.size() - 1).getRecord());
  }

  /** Of a scope whose state has changed. */
  static Alert ofChange(RiskTransition transition, Scope scope) {
    Severity severity =
        switch (transition.getAfter()) {
          case NORMAL -> Severity.INFO;
          case BSCB -> Severity.WARNING;
          case DMM -> Severity.CRITICAL;
        };
    return Alert.newBuilder()
        .setAlertId(EventIds.of("Alert", transition.getTransitionId()))
        .setSeverity(severity)
        .setType("STATE_CHANGED")
        .setScopeType(scope.type())
        .setScope(scope.name())
        .setText(
            scope
                + " went from "
                + transition.getBefore()
                + " to "
                + transition.getAfter()
                + ": "
                + transition.getText())
        .setEvidence(transition.getEvidence())
        .setLinks(
            Stream.of(transition.getTransitionId(), transition.getCause())
                .filter(id -> !id.isEmpty())
                .toList())
        .setRaisedAtMicros(transition.getAtMicros())
        .build();
  }

  /** Of a command that is not obeyed; what it says of itself may be forged. */
  static Alert ofRefusal(
      OpsCommand command,
      RecordRef record,
      CommandRefusal refusal,
      String detail,
      long leftOut,
      long nowMicros) {
    String what =
        command.getKind()
            + " of "
            + clip(command.getOperator())
            + " for "
            + clip(new Scope(command.getScopeType(), command.getScope()).toString());
    String why = refusal.sentence() + detail;
    String more =
        leftOut == 0
            ? ""
            : " " + leftOut + " more were refused for this reason since the last alert of it.";
    String place = record.getTopic() + "|" + clip(command.getCommandId()) + "|" + refusal.name();
    return Alert.newBuilder()
        .setAlertId(EventIds.of("Alert", place, record.getPartition(), record.getOffset()))
        .setSeverity(refusal.isAttack() ? Severity.CRITICAL : Severity.WARNING)
        .setType("COMMAND_REFUSED")
        .setScopeType(command.getScopeType())
        .setScope(clip(command.getScope()))
        .setText("Command " + what + " was refused: " + why + "." + more)
        .setEvidence(List.of(new Evidence("command", what, refusal.name(), record)))
        .setLinks(List.of(clip(command.getCommandId())))
        .setRaisedAtMicros(nowMicros)
        .build();
  }

  /** Of a cause that two operators have ended. */
  static Alert ofRetirement(String causeId, Scope scope, Occasion occasion, long nowMicros) {
    return Alert.newBuilder()
        .setAlertId(EventIds.of("Alert", "CAUSE_RETIRED|" + occasion.causeId(), nowMicros))
        .setSeverity(Severity.WARNING)
        .setType("CAUSE_RETIRED")
        .setScopeType(scope.type())
        .setScope(scope.name())
        .setText(occasion.text())
        .setEvidence(occasion.evidence())
        .setLinks(List.of(occasion.causeId(), causeId))
        .setRaisedAtMicros(nowMicros)
        .build();
  }

  private static String clip(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
  }

  /** Of a policy that cannot be obeyed. */
  static Alert ofRefusedPolicy(
      String policyId, long version, Severity severity, String text, long nowMicros) {
    return ofSystem(
        EventIds.of("Alert", "POLICY_REFUSED|" + policyId, version),
        severity,
        "POLICY_REFUSED",
        text,
        nowMicros);
  }

  /** Of consumers that run different builds. */
  static Alert ofBuilds(List<String> builds, long times, long nowMicros) {
    return ofSystem(
        EventIds.of("Alert", "BUILDS_DIFFER", times),
        Severity.CRITICAL,
        "BUILDS_DIFFER",
        "Consumers of risk.state run different builds, "
            + String.join(" and ", builds)
            + ": nothing returns to NORMAL until they agree.",
        nowMicros);
  }

  /** Of an acknowledgement that cannot be true. */
  static Alert ofImpossible(Acknowledgement acknowledgement, long newest, long nowMicros) {
    String consumer = clip(acknowledgement.getConsumer());
    return ofSystem(
        EventIds.of(
            "Alert", "ACKNOWLEDGEMENT_REFUSED|" + consumer, acknowledgement.getStateVersion()),
        Severity.CRITICAL,
        "ACKNOWLEDGEMENT_REFUSED",
        consumer
            + " acknowledged version "
            + acknowledgement.getStateVersion()
            + " of risk.state, but the newest is "
            + newest
            + ": it is not believed.",
        nowMicros);
  }

  private static Alert ofSystem(
      String id, Severity severity, String type, String text, long nowMicros) {
    return Alert.newBuilder()
        .setAlertId(id)
        .setSeverity(severity)
        .setType(type)
        .setScopeType(Scope.SYSTEM.type())
        .setScope(Scope.SYSTEM_NAME)
        .setText(text)
        .setEvidence(List.of())
        .setLinks(List.of())
        .setRaisedAtMicros(nowMicros)
        .build();
  }

  /** What a trigger that touches no scope asks for (MON-7, TRIG-11). */
  static String effectOfReport(RiskTrigger trigger) {
    if (trigger.getMode() == PolicyMode.SHADOW) {
      return "a shadow policy restricts nothing";
    }
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      return "it restricted nothing";
    }
    boolean reduce =
        trigger.getStatus() == TriggerStatus.WARNED
            && trigger.getMeasure().equals(Measure.MARGIN_BUFFER.text());
    return reduce
        ? "reduce the exposure under control, before the breach restricts it"
        : "nothing is restricted";
  }
}
