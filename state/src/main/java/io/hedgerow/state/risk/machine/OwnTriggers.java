package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.TriggerSentence;
import io.hedgerow.state.risk.Unit;
import java.nio.ByteBuffer;
import java.util.List;

/** Triggers that the machine makes itself: late consumers and a clock that stands still. */
final class OwnTriggers {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final String CLOCK = "event-time";
  private static final String WAITING = "machine-waiting";

  private final Situation situation;
  private final Journal journal;
  private final TriggerIntake intake;

  OwnTriggers(Situation situation, Journal journal, TriggerIntake intake) {
    this.situation = situation;
    this.journal = journal;
    this.intake = intake;
  }

  /** Whether a cause is of these: what others report of these measures names a component. */
  static boolean made(CauseKey key) {
    return key.component().isEmpty()
        && (key.measure().equals(Measure.CONTROL_OVERDUE.text())
            || key.measure().equals(Measure.INTEGRITY_FAULT.text()));
  }

  /** A consumer has not acknowledged in its window (TRIG-16). */
  void late(Acknowledgements.Late late, MachineOutput out) {
    long withinMillis = windowMillis();
    String text =
        late.consumer()
            + " did not acknowledge "
            + late.what()
            + " within "
            + TriggerSentence.duration(withinMillis * MICROS_PER_MILLI)
            + ".";
    RiskTrigger trigger =
        trigger(Measure.CONTROL_OVERDUE, late.consumer(), TriggerStatus.RAISED, withinMillis, text);
    intake.raise(trigger, MachineEventKind.CONTROL_TIMEOUT, out);
  }

  /** The consumer has caught up. */
  void caughtUp(String consumer, MachineOutput out) {
    String text = consumer + " has acknowledged what it had missed.";
    intake.take(trigger(Measure.CONTROL_OVERDUE, consumer, TriggerStatus.CLEARED, 0, text), out);
  }

  private long windowMillis() {
    return situation.rules.machine().acknowledgeWithinMicros() / MICROS_PER_MILLI;
  }

  /** Event time stands still (TRIG-15). */
  void clockStopped(long silentForMillis, MachineOutput out) {
    situation.clockStands = true;
    String text =
        "Event time has made no progress for "
            + TriggerSentence.duration(silentForMillis * MICROS_PER_MILLI)
            + ".";
    RiskTrigger trigger =
        trigger(Measure.INTEGRITY_FAULT, CLOCK, TriggerStatus.RAISED, silentForMillis, text);
    intake.raise(trigger, MachineEventKind.CLOCK_STOPPED, out);
  }

  /** It moves again. */
  void clockMoved(MachineOutput out) {
    situation.clockStands = false;
    String text = "Event time moves again.";
    intake.take(trigger(Measure.INTEGRITY_FAULT, CLOCK, TriggerStatus.CLEARED, 0, text), out);
  }

  /** More inputs wait for their event time than there is room for (TRIG-15). */
  void overflowed(long waiting, MachineOutput out) {
    String text =
        waiting
            + " inputs of the state machine waited for event time: they were applied before their"
            + " time, in its order.";
    RiskTrigger trigger = trigger(Measure.INTEGRITY_FAULT, WAITING, TriggerStatus.RAISED, 0, text);
    intake.raise(trigger, MachineEventKind.SYSTEMIC_TRIGGER, out);
  }

  /** There is room again. */
  void overflowEnded(MachineOutput out) {
    String text = "The inputs of the state machine wait for event time again.";
    intake.take(trigger(Measure.INTEGRITY_FAULT, WAITING, TriggerStatus.CLEARED, 0, text), out);
  }

  private RiskTrigger trigger(
      Measure measure, String subject, TriggerStatus status, long valueMillis, String text) {
    String key = measure.text() + "|" + subject + "|" + status.name();
    String id = EventIds.of("OwnTrigger", key, situation.nowMicros, journal.triggers());
    long limitMillis = situation.rules == null ? 0 : limitMillis(measure);
    EdgeEvidence edge =
        EdgeEvidence.newBuilder()
            .setKind(status == TriggerStatus.RAISED ? EdgeKind.HELD : EdgeKind.CLEAR)
            .setComponent("")
            .setAtMicros(situation.nowMicros)
            .setValue(valueMillis)
            .setThreshold(limitMillis)
            .setUnit(Unit.MILLIS.text())
            .setBefore(ByteBuffer.allocate(0))
            .setObservations(List.of())
            .build();
    return RiskTrigger.newBuilder()
        .setTriggerId(id)
        .setSequence(0)
        .setTrigger(measure.trigger())
        .setMeasure(measure.text())
        .setStatus(status)
        .setMode(PolicyMode.LIVE)
        .setSeverity(measure.severity())
        .setClassification(measure.classification())
        .setScopeType(Scope.SYSTEM.type())
        .setScope(Scope.SYSTEM_NAME)
        .setSubject(subject)
        .setPattern(PatternShape.HELD.id())
        .setText(text)
        .setPolicyVersion(situation.policyVersion())
        .setOptions(List.of())
        .setEdges(List.of(edge))
        .setRaisedAtMicros(situation.nowMicros)
        .setEventId("")
        .build();
  }

  private long limitMillis(Measure measure) {
    return measure == Measure.CONTROL_OVERDUE
        ? windowMillis()
        : situation.rules.machine().silentAfterMillis();
  }
}
