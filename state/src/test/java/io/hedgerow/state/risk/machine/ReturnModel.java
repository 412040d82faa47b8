package io.hedgerow.state.risk.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true when a scope returns to NORMAL, told from the inputs and, for what the machine
 * makes itself, from its records. It shares no code with the machine.
 */
final class ReturnModel {

  private static final class Known {
    SystemState state = SystemState.NORMAL;
    final Set<String> open = new TreeSet<>();
    final Map<String, String> keyById = new TreeMap<>();
    final Map<String, OpsCommand> retiring = new TreeMap<>();
    final Map<String, Long> retiringMicros = new TreeMap<>();
    long causeMicros = Long.MIN_VALUE;
    long quietMicros = Long.MIN_VALUE;
    final Map<String, Long> approvals = new TreeMap<>();
    String behaviour = "";
    long behaviourVersion;
  }

  private final Map<Scope, Known> scopes = new TreeMap<>();
  private final Map<String, Long> reconciled = new TreeMap<>();
  private final Map<String, Long> healthy = new TreeMap<>();
  private final Map<String, Acknowledgement> heard = new TreeMap<>();
  private FakePolicy policy;
  private long refusedVersion;
  private OpsCommand command;
  private boolean clockStands;

  ReturnModel() {
    of(Scope.SYSTEM).open.add("no policy");
    of(Scope.SYSTEM).causeMicros = 0;
    of(Scope.SYSTEM).quietMicros = 0;
    of(Scope.SYSTEM).state = SystemState.DMM;
  }

  private Known of(Scope scope) {
    return scopes.computeIfAbsent(scope, each -> new Known());
  }

  private static Scope scopeOf(RiskTrigger trigger) {
    boolean wide =
        trigger.getClassification() == Classification.SYSTEMIC
            || trigger.getClassification() == Classification.UNCLASSIFIED;
    return wide ? Scope.SYSTEM : new Scope(trigger.getScopeType(), trigger.getScope());
  }

  /** An input, after time has come to it. */
  void given(MachineStep step, long nowMicros) {
    command = null;
    if (step instanceof MachineStep.Trigger trigger) {
      take(trigger.record(), nowMicros);
    } else if (step instanceof MachineStep.Steady steady) {
      Map<String, Long> reports = steady.measure() == Measure.UNRECONCILED ? reconciled : healthy;
      reports.merge(steady.subject(), steady.atMicros(), Math::max);
    } else if (step instanceof MachineStep.Heard ack) {
      Acknowledgement before = heard.get(ack.record().getConsumer());
      if (before == null || before.getReceivedAtMicros() <= ack.record().getReceivedAtMicros()) {
        heard.put(ack.record().getConsumer(), ack.record());
      }
    } else if (step instanceof MachineStep.NewPolicy fresh) {
      take(fresh.policy(), nowMicros);
    } else if (step instanceof MachineStep.BadPolicy bad && bad.mode() == PolicyMode.LIVE) {
      refusedVersion = Math.max(refusedVersion, bad.version());
      cause(of(Scope.SYSTEM), "bad policy", nowMicros);
    } else if (step instanceof MachineStep.Clock clock) {
      clockStands = !clock.moves();
    } else if (step instanceof MachineStep.Command one && one.genuine() && policy != null) {
      command = one.record();
      take(command, nowMicros);
    }
  }

  private void take(RiskTrigger trigger, long nowMicros) {
    if (trigger.getMode() == PolicyMode.SHADOW || trigger.getStatus() == TriggerStatus.WARNED) {
      return;
    }
    boolean raised = trigger.getStatus() == TriggerStatus.RAISED;
    if (raised && trigger.getClassification() == Classification.REPORTING) {
      return;
    }
    // Of the newest edge: an older one of another component may be over by now.
    String component = trigger.getEdges().get(trigger.getEdges().size() - 1).getComponent();
    String key = trigger.getMeasure() + "/" + trigger.getSubject() + "/" + component;
    if (!raised) {
      scopes.values().forEach(known -> over(known, key, nowMicros));
    } else if (!of(scopeOf(trigger)).open.contains(key)) {
      cause(of(scopeOf(trigger)), key, nowMicros);
      of(scopeOf(trigger)).keyById.put(trigger.getTriggerId(), key);
    }
  }

  private static void cause(Known known, String key, long nowMicros) {
    known.open.add(key);
    known.causeMicros = nowMicros;
    known.quietMicros = nowMicros;
    known.approvals.clear();
  }

  private static void over(Known known, String key, long nowMicros) {
    if (known.open.remove(key)) {
      known.quietMicros = nowMicros;
    }
  }

  private void take(FakePolicy fresh, long nowMicros) {
    if (policy != null && fresh.record().getVersion() <= policy.record().getVersion()) {
      return;
    }
    policy = fresh;
    over(of(Scope.SYSTEM), "no policy", nowMicros);
    if (fresh.record().getVersion() > refusedVersion) {
      over(of(Scope.SYSTEM), "bad policy", nowMicros);
    }
  }

  private void take(OpsCommand genuine, long nowMicros) {
    Known known = of(new Scope(genuine.getScopeType(), genuine.getScope()));
    if (genuine.getKind() == CommandKind.HALT) {
      cause(known, "halt", nowMicros);
      known.open.remove("halt");
    } else if (genuine.getKind() == CommandKind.APPROVE && known.state == SystemState.DMM) {
      known.approvals.put(genuine.getOperator(), nowMicros);
    } else if (genuine.getKind() == CommandKind.RETIRE) {
      retire(known, genuine, nowMicros);
    }
  }

  /** The second of two operators ends the cause. */
  private void retire(Known known, OpsCommand genuine, long nowMicros) {
    String key = known.keyById.getOrDefault(genuine.getCause(), "");
    if (!known.open.contains(key)) {
      return;
    }
    OpsCommand first = known.retiring.put(genuine.getCause(), genuine);
    Long firstMicros = known.retiringMicros.put(genuine.getCause(), nowMicros);
    boolean counts =
        first != null
            && !first.getOperator().equals(genuine.getOperator())
            && firstMicros + policy.machine().approvalMicros() > nowMicros;
    if (counts) {
      over(known, key, nowMicros);
    }
  }

  /** Records of the machine, in their order. */
  void published(List<Object> records) {
    for (Object record : records) {
      if (record instanceof RiskTrigger trigger) {
        ownTrigger(trigger);
      } else if (record instanceof RiskTransition transition) {
        transition(transition);
      } else if (record instanceof RiskState state) {
        Known known = of(new Scope(state.getScopeType(), state.getScope()));
        String behaviour = state.getState() + " " + state.getExistingExposure();
        if (!behaviour.equals(known.behaviour)) {
          known.behaviour = behaviour;
          known.behaviourVersion = state.getVersion();
        }
      }
    }
  }

  /** A late consumer, or the clock. */
  private void ownTrigger(RiskTrigger trigger) {
    boolean own =
        trigger.getMeasure().equals("control-overdue") || trigger.getSubject().equals("event-time");
    String key = trigger.getMeasure() + "/" + trigger.getSubject();
    if (own && trigger.getStatus() == TriggerStatus.RAISED) {
      cause(of(Scope.SYSTEM), key, trigger.getRaisedAtMicros());
    } else if (own) {
      over(of(Scope.SYSTEM), key, trigger.getRaisedAtMicros());
    }
  }

  private void transition(RiskTransition transition) {
    Scope scope = new Scope(transition.getScopeType(), transition.getScope());
    Known known = of(scope);
    long atMicros = transition.getAtMicros();
    if (transition.getEvent().equals("REPEATED")) {
      known.causeMicros = atMicros;
      known.quietMicros = atMicros;
    }
    boolean returned =
        transition.getAfter() == SystemState.NORMAL && known.state != SystemState.NORMAL;
    if (returned) {
      assertValidated(scope, known, atMicros);
    }
    if (returned && known.state == SystemState.DMM) {
      assertApproved(scope, known, atMicros);
    }
    known.state = transition.getAfter();
    if (returned) {
      known.approvals.clear();
      known.causeMicros = Long.MIN_VALUE;
      known.quietMicros = Long.MIN_VALUE;
    }
  }

  private void assertApproved(Scope scope, Known known, long atMicros) {
    assertThat(command).as("%s left DMM by a command", scope).isNotNull();
    assertThat(command.getKind()).isEqualTo(CommandKind.RESUME);
    assertThat(new Scope(command.getScopeType(), command.getScope())).isEqualTo(scope);
    Set<String> operators = new TreeSet<>(Set.of(command.getOperator()));
    known.approvals.forEach(
        (operator, approvedMicros) -> {
          if (approvedMicros + policy.machine().approvalMicros() > atMicros) {
            operators.add(operator);
          }
        });
    assertThat(operators).as("%s left DMM by two operators", scope).hasSizeGreaterThan(1);
  }

  private void assertValidated(Scope scope, Known known, long atMicros) {
    MachinePolicy machine = policy.machine();
    assertThat(clockStands).as("event time stands still").isFalse();
    assertThat(known.open).as("%s has no open cause", scope).isEmpty();
    assertThat(atMicros)
        .as("%s was quiet", scope)
        .isGreaterThanOrEqualTo(known.quietMicros + machine.quietMicros());
    List<String> accounts = policy.record().getAccounts();
    List<String> venues = policy.record().getVenues();
    long reconciledMicros = atMicros - machine.reconciledWithinMicros();
    assertReports(scope, known, accounts, reconciled, reconciledMicros);
    assertReports(scope, known, venues, healthy, atMicros - machine.healthyWithinMicros());
    assertThat(heard.keySet()).containsAll(policy.record().getConsumers());
    Set<String> builds = new TreeSet<>();
    for (String consumer : policy.record().getConsumers()) {
      Acknowledgement ack = heard.get(consumer);
      builds.add(ack.getBuild());
      assertThat(ack.getStateVersion()).isGreaterThanOrEqualTo(known.behaviourVersion);
      assertThat(ack.getPolicyVersion()).isGreaterThanOrEqualTo(policy.record().getVersion());
    }
    assertThat(builds).hasSize(1);
  }

  private static void assertReports(
      Scope scope, Known known, List<String> named, Map<String, Long> reports, long oldestMicros) {
    List<Long> relevant =
        named.stream()
            .filter(subject -> concerns(subject, scope))
            .map(subject -> reports.getOrDefault(subject, Long.MIN_VALUE))
            .toList();
    assertThat(relevant).as("%s is known to be fine", scope).isNotEmpty();
    assertThat(relevant)
        .as("%s is fine since its cause", scope)
        .allMatch(atMicros -> atMicros > known.causeMicros && atMicros >= oldestMicros);
  }

  private static boolean concerns(String subject, Scope scope) {
    boolean ofVenue = scope.type() == ScopeType.VENUE || scope.type() == ScopeType.ROUTE;
    return !ofVenue || subject.split("\\|")[0].equals(scope.name().split("\\|")[0]);
  }
}
