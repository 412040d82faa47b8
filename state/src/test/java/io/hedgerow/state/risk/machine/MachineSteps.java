package io.hedgerow.state.risk.machine;

import static io.hedgerow.state.risk.machine.MachineSamples.SECOND;
import static io.hedgerow.state.risk.machine.MachineSamples.T0;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.TestOperator;
import io.hedgerow.state.risk.policy.MachinePolicy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Random;
import java.util.function.LongSupplier;

/**
 * Random steps that look at what a machine has published, so that they also find the way back:
 * blind ones would leave it in DMM for ever.
 */
final class MachineSteps implements Iterator<MachineStep> {

  static final List<Scope> SCOPES =
      List.of(
          Scope.SYSTEM,
          new Scope(ScopeType.ASSET, "BTC"),
          new Scope(ScopeType.ASSET, "ETH"),
          new Scope(ScopeType.VENUE, "A"),
          new Scope(ScopeType.ROUTE, "B|BTC-USDT"),
          new Scope(ScopeType.MODULE, "reporting"));

  private static final List<Measure> MEASURES =
      List.of(
          Measure.REALIZED_VOLATILITY,
          Measure.API_LATENCY,
          Measure.PRICE_DIVERGENCE,
          Measure.DISPLAY_UNIT,
          Measure.INTEGRITY_FAULT,
          Measure.MARGIN_BUFFER);

  private static final List<TestOperator> OPERATORS =
      List.of(
          MachineSamples.ALICE,
          MachineSamples.ALICES_SECOND_KEY,
          MachineSamples.BOB,
          MachineSamples.CAROL);

  private static final List<String> CONSUMERS = List.of("fast-path", "console");

  private final Random random;
  private final LongSupplier now;
  private final Recorder out;
  private final Queue<MachineStep> queue = new ArrayDeque<>();
  private int left;
  private long number;
  private long policyVersion;
  private OpsCommand lastGenuine;
  private final List<RiskTrigger> raised = new ArrayList<>();

  private MachineSteps(long seed, int count, LongSupplier now, Recorder out) {
    random = new Random(seed);
    left = count;
    this.now = now;
    this.out = out;
    queue.add(new MachineStep.Steady(Measure.API_ERRORS, "A", T0));
    queue.add(policy(T0));
  }

  static Iterable<MachineStep> of(long seed, int count, LongSupplier now, Recorder out) {
    return () -> new MachineSteps(seed, count, now, out);
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  @Override
  public MachineStep next() {
    if (left-- <= 0) {
      throw new NoSuchElementException();
    }
    while (queue.isEmpty()) {
      plan();
    }
    return queue.remove();
  }

  private void plan() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      queue.add(new MachineStep.Trigger(trigger(TriggerStatus.RAISED)));
    } else if (dice < 26) {
      queue.add(new MachineStep.Trigger(trigger(TriggerStatus.WARNED)));
    } else if (dice < 36) {
      queue.add(new MachineStep.Trigger(trigger(TriggerStatus.CLEARED)));
    } else if (dice < 42) {
      queue.add(new MachineStep.Advance(soon() + random.nextInt(60) * SECOND));
    } else if (dice < 55) {
      queue.add(command());
    } else if (dice < 58) {
      queue.add(policy(soon()));
    } else if (dice < 60) {
      boolean live = random.nextInt(3) == 0;
      PolicyMode mode = live ? PolicyMode.LIVE : PolicyMode.SHADOW;
      queue.add(new MachineStep.BadPolicy(mode, live ? ++policyVersion : ++number, soon()));
    } else if (dice < 62) {
      queue.add(new MachineStep.Clock(false));
    } else if (dice < 66) {
      queue.add(new MachineStep.Clock(true));
    } else if (dice < 74) {
      queue.add(heard(CONSUMERS.get(random.nextInt(2)), random.nextInt(3)));
    } else {
      heal();
    }
  }

  private long soon() {
    return Math.max(T0, now.getAsLong()) + random.nextInt(3) * SECOND / 2 - SECOND / 4;
  }

  /** Tries to bring one scope back, sometimes with a part missing. */
  private void heal() {
    Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
    CONSUMERS.forEach(consumer -> queue.add(heard(consumer, 0)));
    queue.add(new MachineStep.Clock(true));
    if (random.nextInt(4) == 0 && !raised.isEmpty()) {
      retire(raised.remove(random.nextInt(raised.size())));
    }
    for (RiskTrigger open : raised) {
      RiskTrigger over = RiskTrigger.newBuilder(open).setStatus(TriggerStatus.CLEARED).build();
      over.setRaisedAtMicros(soon());
      queue.add(new MachineStep.Trigger(over));
    }
    raised.clear();
    long then = now.getAsLong() + (20 + random.nextInt(15)) * SECOND;
    for (String venue : List.of("A", "B", "STRAY")) {
      if (random.nextInt(8) > 0) {
        queue.add(new MachineStep.Steady(Measure.UNRECONCILED, venue + "|MAIN", then));
        queue.add(new MachineStep.Steady(Measure.API_ERRORS, venue, then));
      }
    }
    CONSUMERS.forEach(consumer -> queue.add(heard(consumer, 0)));
    TestOperator first = OPERATORS.get(random.nextInt(4));
    TestOperator second = OPERATORS.get(random.nextInt(4));
    queue.add(genuine(first, CommandKind.APPROVE, scope, then));
    queue.add(genuine(second, CommandKind.RESUME, scope, then));
    // However long it is, it counts as one step.
    left += queue.size() - 1;
  }

  /** Its producer is gone: two operators say so, who may be the same one. */
  private void retire(RiskTrigger open) {
    boolean wide = open.getClassification() == Classification.SYSTEMIC;
    Scope scope = wide ? Scope.SYSTEM : new Scope(open.getScopeType(), open.getScope());
    for (int i = 0; i < 2; i++) {
      TestOperator operator = OPERATORS.get(random.nextInt(4));
      long wallMicros = Math.max(T0, now.getAsLong());
      OpsCommand unsigned =
          operator.unsigned(CommandKind.RETIRE, scope.type(), scope.name(), wallMicros, ++number);
      unsigned.setCause(open.getTriggerId());
      queue.add(new MachineStep.Command(operator.signed(unsigned), wallMicros, number, true));
    }
  }

  private RiskTrigger trigger(TriggerStatus status) {
    Measure measure = MEASURES.get(random.nextInt(MEASURES.size()));
    return trigger(status, measure, SCOPES.get(random.nextInt(SCOPES.size())));
  }

  private RiskTrigger trigger(TriggerStatus status, Measure measure, Scope scope) {
    Classification classification =
        random.nextInt(20) == 0
            ? Classification.values()[random.nextInt(5)]
            : measure.classification();
    RiskTrigger trigger =
        MachineSamples.trigger(
            status, measure, classification, "subject of " + scope, scope, soon());
    trigger.setTriggerId("trigger-" + ++number);
    if (random.nextInt(6) == 0 && status != TriggerStatus.CLEARED) {
      trigger.setMode(PolicyMode.SHADOW);
    }
    if (status == TriggerStatus.RAISED) {
      raised.add(trigger);
    }
    if (random.nextInt(8) == 0 && status == TriggerStatus.RAISED) {
      EdgeEvidence other =
          MachineSamples.edge(EdgeKind.BREACH, "other", measure, soon(), 9_000, 6_000);
      trigger.setEdges(List.of(other, trigger.getEdges().get(1)));
    }
    return trigger;
  }

  private MachineStep heard(String consumer, int behind) {
    long atMicros = now.getAsLong() + ++number;
    // What is published until it is applied counts as known: a version some way ahead.
    long version = out.lastState().getVersion() + 40;
    String build = random.nextInt(25) == 0 ? "build-2" : "build-1";
    return new MachineStep.Heard(
        MachineSamples.acknowledgement(
            consumer,
            behind == 0 ? version : version - 40 - behind,
            policyVersion,
            build,
            atMicros));
  }

  private MachineStep policy(long atMicros) {
    MachinePolicy usual = MachineSamples.MACHINE;
    MachinePolicy machine =
        new MachinePolicy(
            2 + random.nextInt(3),
            usual.repeatWithinMicros(),
            (10 + random.nextInt(20)) * SECOND,
            usual.reconciledWithinMicros(),
            usual.healthyWithinMicros(),
            (1 + random.nextInt(60)) * SECOND,
            (20 + random.nextInt(300)) * SECOND,
            5_000,
            random.nextBoolean(),
            random.nextBoolean());
    String[] consumers =
        random.nextBoolean() ? new String[] {"fast-path"} : CONSUMERS.toArray(String[]::new);
    return new MachineStep.NewPolicy(
        MachineSamples.policy(++policyVersion, machine, venues(), consumers), atMicros);
  }

  /** Mostly those that report; seldom one that is gone, or none. */
  private List<String> venues() {
    return switch (random.nextInt(8)) {
      case 0 -> List.of("A");
      case 1 -> List.of("A", "B", "GONE");
      case 2 -> List.of();
      default -> List.of("A", "B");
    };
  }

  private MachineStep genuine(TestOperator operator, CommandKind kind, Scope scope, long atMicros) {
    OpsCommand unsigned = operator.unsigned(kind, scope.type(), scope.name(), atMicros, ++number);
    lastGenuine = operator.signed(unsigned);
    return new MachineStep.Command(lastGenuine, atMicros, number, true);
  }

  private MachineStep command() {
    TestOperator operator = OPERATORS.get(random.nextInt(4));
    CommandKind kind = CommandKind.values()[random.nextInt(3)];
    Scope scope = SCOPES.get(random.nextInt(SCOPES.size()));
    long wallMicros = Math.max(T0, now.getAsLong());
    if (random.nextInt(3) > 0) {
      return genuine(operator, kind, scope, wallMicros);
    }
    OpsCommand unsigned = operator.unsigned(kind, scope.type(), scope.name(), wallMicros, ++number);
    OpsCommand command = operator.signed(unsigned);
    switch (random.nextInt(5)) {
      case 0 -> command.setReason("forged");
      case 1 -> wallMicros += 31 * SECOND;
      case 2 -> wallMicros -= 1;
      case 3 ->
          command =
              MachineSamples.BOB.signed(OpsCommand.newBuilder(unsigned).setOperator("x").build());
      default ->
          command =
              lastGenuine == null
                  ? OpsCommand.newBuilder(command).setKeyId("z").build()
                  : lastGenuine;
    }
    return new MachineStep.Command(command, wallMicros, number, false);
  }
}
