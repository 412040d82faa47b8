package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.policy.Policy;
import java.util.Collection;
import java.util.List;

/**
 * The state machine of all scopes: what is allowed, why, and what is missing to get it back (RISK-1
 * … RISK-6, MON-7, TRIG-16).
 *
 * <p>A function of the sequence of its inputs: it reads no clock and draws no random number, so the
 * same sequence gives the same records, and one that is written and read in between too. Times are
 * µs since the epoch; event time never runs back: an input from before counts as of now. Triggers,
 * reports and policies move it; acknowledgements and commands, which bear other clocks, do not.
 *
 * <pre>
 *   NORMAL ──trigger of a scope──▶ BSCB ──repeated──▶ DMM ◀── systemic, unclassified, late control,
 *     ▲▲                            │                  │       halt, no or invalid policy, no clock
 *     │└────── four validations ────┘                  │
 *     └─────── two operators and four validations ─────┘
 * </pre>
 *
 * <p>Four validations: no open cause and quiet for a while; a clean reconciliation of every account
 * and health of every venue that the policy names and the scope touches, seen after the newest
 * cause; and every consumer acknowledges the version since which it must behave as it must now,
 * with one build. What is unknown does not hold.
 *
 * <p>Not safe for concurrent use.
 */
public final class RiskMachine {

  private static final int FORMAT = 1;
  private static final long HEARTBEAT_MICROS = 1_000_000;

  private final Situation situation;
  private final Journal journal;
  private final Scopes scopes;
  private final OpenReports reports;
  private final TriggerIntake triggers;
  private final OwnTriggers ownTriggers;
  private final PolicyIntake policies;
  private final CommandIntake commands;

  /** Not written: at most one heartbeat more after a restart. */
  private long heartbeatMicros;

  private RiskMachine(Situation situation, Journal journal, OpenReports reports) {
    this.situation = situation;
    this.journal = journal;
    this.reports = reports;
    scopes = new Scopes(situation, journal);
    triggers = new TriggerIntake(situation, scopes, journal, reports);
    ownTriggers = new OwnTriggers(situation, journal, triggers);
    policies = new PolicyIntake(situation, scopes);
    commands = new CommandIntake(situation, scopes);
  }

  /** The machine before its first input: everything is in DMM, for there is no policy. */
  public static RiskMachine start() {
    RiskMachine machine = new RiskMachine(new Situation(), new Journal(), new OpenReports());
    machine.policies.begin();
    return machine;
  }

  /**
   * Begins a run: at the very start it publishes SYSTEM, else every scope again, for what was
   * published since the state was written is not known any more. Until {@link #caughtUp} every
   * record says so.
   *
   * @param startedAtMillis when this run begins, our own clock: above that of every earlier run
   * @param published what a consumer obeys now in each scope: a restriction to which this run does
   *     not come again by itself is kept
   */
  public void open(long startedAtMillis, Collection<RiskState> published, MachineOutput out) {
    journal.begin(startedAtMillis);
    if (scopes.system().version == 0) {
      policies.none(out);
    } else {
      situation.catchingUp = true;
      situation.unrepeated.expect(published);
      scopes.all().forEach(entry -> situation.unrepeated.reached(entry.scope, entry.state));
      scopes.reopen(out);
    }
  }

  /** Whether it repeats what a run before it may have published. */
  public boolean isCatchingUp() {
    return situation.catchingUp;
  }

  /** Everything that an earlier run can have seen has been repeated: every scope is as it is. */
  public void caughtUp(MachineOutput out) {
    if (!situation.catchingUp) {
      return;
    }
    situation.catchingUp = false;
    scopes.keepWhatWasPublished(out);
    situation.acknowledgements.beginAgain(situation.nowMicros);
    scopes.all().forEach(entry -> scopes.republish(entry, out));
    settle(out);
  }

  /**
   * Event time has reached this: everything that was due until then happens, in order. Before the
   * first trigger or report there is no time: that of a watermark would not be the same in a
   * replay.
   */
  public void advanceTo(long micros, MachineOutput out) {
    if (!situation.clockBegan) {
      return;
    }
    for (long next = nextDeadlineMicros();
        next <= micros && next != Long.MAX_VALUE;
        next = nextDeadlineMicros()) {
      situation.nowMicros = Math.max(situation.nowMicros, next);
      settle(out);
    }
    situation.nowMicros = Math.max(situation.nowMicros, micros);
  }

  /**
   * Everything before this event time has been judged: each whole second SYSTEM says so with its
   * newest record, unless a change of it has said so. Of several seconds that passed at once the
   * last is said. Before time began nothing is.
   */
  public void heartbeat(long judgedMicros, MachineOutput out) {
    long secondMicros = judgedMicros - Math.floorMod(judgedMicros, HEARTBEAT_MICROS);
    long saidMicros = Math.max(heartbeatMicros, scopes.system().changedAtMicros);
    if (situation.clockBegan && secondMicros > saidMicros) {
      heartbeatMicros = secondMicros;
      out.state(scopes.system().record(situation.catchingUp, secondMicros));
    }
  }

  /** Something was seen at this time; if it is the first, what was before counts as of now. */
  private void seenAt(long micros, MachineOutput out) {
    if (situation.clockBegan) {
      advanceTo(micros, out);
      return;
    }
    situation.clockBegan = true;
    situation.nowMicros = micros;
    situation.acknowledgements.beginAgain(micros);
    scopes.beginAt(micros, out);
  }

  /** A trigger as its pattern made it, its sequence not yet set. */
  public void trigger(RiskTrigger trigger, MachineOutput out) {
    seenAt(trigger.getRaisedAtMicros(), out);
    triggers.take(trigger, out);
    settle(out);
  }

  /**
   * A subject was seen to be fine: a clean reconciliation ({@code UNRECONCILED}, of {@code
   * venue|account}) or a healthy venue ({@code API_ERRORS}); other measures say nothing here, nor
   * do venues and accounts that the policy does not name.
   */
  public void steady(Measure measure, String subject, long atMicros, MachineOutput out) {
    seenAt(atMicros, out);
    if (measure == Measure.UNRECONCILED) {
      situation.reconciliations.add(subject, atMicros);
    } else if (measure == Measure.API_ERRORS) {
      situation.health.add(subject, atMicros);
    }
    settle(out);
  }

  /**
   * An operator's command.
   *
   * @param record where it stands
   * @param nowMicros the wall clock, for its validity
   */
  public void command(OpsCommand command, RecordRef record, long nowMicros, MachineOutput out) {
    commands.take(command, record, nowMicros, out);
    settle(out);
  }

  /** A consumer says what it obeys; of a version that was never published it is not believed. */
  public void acknowledge(Acknowledgement acknowledgement, MachineOutput out) {
    if (acknowledgement.getStateVersion() > journal.stateVersion()) {
      out.alert(Alerts.ofImpossible(acknowledgement, journal.stateVersion(), situation.nowMicros));
      return;
    }
    situation.acknowledgements.take(acknowledgement, situation.rules, situation.nowMicros);
    settle(out);
  }

  /**
   * A live policy takes effect; one that is not newer than the policy in force is ignored.
   *
   * @throws IllegalArgumentException if it is a shadow
   */
  public void policy(Policy policy, long atMicros, MachineOutput out) {
    if (policy.record().getMode() != PolicyMode.LIVE) {
      throw new IllegalArgumentException(
          "expected a LIVE policy, saw " + policy.record().getMode());
    }
    advanceTo(atMicros, out);
    policies.take(policy, out);
    settle(out);
  }

  /**
   * A policy that cannot be obeyed: a live one closes everything until a newer valid one, a shadow
   * is reported.
   */
  public void refusePolicy(String reason, RiskPolicy refused, long atMicros, MachineOutput out) {
    advanceTo(atMicros, out);
    policies.refuse(reason, refused, out);
    settle(out);
  }

  /**
   * After a restart: whether event time moves is not known until {@link #clockMoved}, and until
   * then nothing returns to NORMAL.
   */
  public void awaitClock() {
    situation.clockStands = true;
  }

  /** Our own clock has seen no progress of event time for so long (TRIG-15). */
  public void clockStopped(long silentForMillis, MachineOutput out) {
    ownTriggers.clockStopped(silentForMillis, out);
    settle(out);
  }

  /** So many inputs wait for event time that they are applied before their time (TRIG-15). */
  public void overflowed(long waiting, MachineOutput out) {
    ownTriggers.overflowed(waiting, out);
    settle(out);
  }

  /** Few inputs wait again. */
  public void overflowEnded(MachineOutput out) {
    ownTriggers.overflowEnded(out);
    settle(out);
  }

  /** Event time moves again. */
  public void clockMoved(MachineOutput out) {
    ownTriggers.clockMoved(out);
    settle(out);
  }

  /** Draws what follows from the newest input or time. */
  private void settle(MachineOutput out) {
    MachineRules rules = situation.rules;
    if (rules == null) {
      return;
    }
    Acknowledgements acknowledgements = situation.acknowledgements;
    List<String> caughtUp = acknowledgements.caughtUp(rules);
    List<Acknowledgements.Late> late =
        situation.catchingUp ? List.of() : acknowledgements.late(rules, situation.nowMicros);
    situation.weigh();
    caughtUp.forEach(consumer -> ownTriggers.caughtUp(consumer, out));
    late.forEach(one -> ownTriggers.late(one, out));
    if (acknowledgements.buildsBeganToDiffer(rules)) {
      out.alert(
          Alerts.ofBuilds(
              acknowledgements.builds(rules),
              acknowledgements.timesBuildsDiffered(),
              situation.nowMicros));
    }
    scopes.settle(out);
  }

  /** When time alone changes something next; {@code Long.MAX_VALUE} if it does not. */
  public long nextDeadlineMicros() {
    if (situation.rules == null) {
      return Long.MAX_VALUE;
    }
    long withinMicros = situation.rules.machine().acknowledgeWithinMicros();
    long acknowledgeMicros =
        situation.catchingUp
            ? Long.MAX_VALUE
            : situation.acknowledgements.nextDeadlineMicros(withinMicros);
    return Math.min(scopes.nextDeadlineMicros(), acknowledgeMicros);
  }

  /** Event time that the machine has reached; it never runs back. */
  public long nowMicros() {
    return situation.nowMicros;
  }

  /**
   * Our own clock's limit without progress of event time, ms; without a policy there is none, for
   * everything is closed already.
   */
  public long silentAfterMillis() {
    return situation.rules == null ? Long.MAX_VALUE : situation.rules.machine().silentAfterMillis();
  }

  /** The state of one scope alone: NORMAL if nothing is known of it, for SYSTEM always is. */
  public SystemState stateOf(Scope scope) {
    ScopeEntry entry = scopes.find(scope);
    return entry == null ? SystemState.NORMAL : entry.state;
  }

  /** The most restrictive state of these scopes and SYSTEM: what an order is judged by (RISK-6). */
  public SystemState judge(Collection<Scope> touched) {
    SystemState worst = stateOf(Scope.SYSTEM);
    for (Scope scope : touched) {
      SystemState state = stateOf(scope);
      worst = state.compareTo(worst) > 0 ? state : worst;
    }
    return worst;
  }

  /** The whole machine. */
  public byte[] write() {
    PageWriter page = new PageWriter(FORMAT).number(situation.nowMicros);
    page.flag(situation.clockBegan).flag(situation.catchingUp);
    page.flag(situation.clockStands);
    page.flag(situation.rules != null);
    if (situation.rules != null) {
      situation.rules.write(page);
    }
    situation.reconciliations.write(page);
    situation.health.write(page);
    situation.acknowledgements.write(page);
    situation.unrepeated.write(page);
    journal.write(page);
    reports.write(page);
    scopes.write(page);
    policies.write(page);
    commands.write(page);
    return page.toPage();
  }

  /**
   * The machine that was written.
   *
   * @throws IllegalStateException if the page cannot be read
   */
  public static RiskMachine read(byte[] bytes) {
    PageReader page = new PageReader("risk machine", bytes, FORMAT);
    Situation situation = new Situation();
    situation.nowMicros = page.number();
    situation.clockBegan = page.flag();
    situation.catchingUp = page.flag();
    situation.clockStands = page.flag();
    situation.rules = page.flag() ? MachineRules.read(page) : null;
    situation.reconciliations = SteadyReports.read(page);
    situation.health = SteadyReports.read(page);
    situation.acknowledgements = Acknowledgements.read(page);
    situation.unrepeated = Unrepeated.read(page);
    Journal journal = Journal.read(page);
    RiskMachine machine = new RiskMachine(situation, journal, OpenReports.read(page));
    machine.scopes.read(page);
    machine.policies.read(page);
    machine.commands.read(page);
    page.end();
    situation.weigh();
    return machine;
  }
}
