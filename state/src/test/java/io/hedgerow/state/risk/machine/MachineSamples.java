package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.Classification;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.PatternShape;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.TestOperator;
import io.hedgerow.state.risk.policy.MachinePolicy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** Builds inputs of the machine. */
final class MachineSamples {

  static final long SECOND = 1_000_000L;

  /** 2024-01-01 00:00 UTC. */
  static final long T0 = 1_704_067_200_000_000L;

  /** After the machine of {@link MachineRig#normal} was resumed. */
  static final long T1 = T0 + 100 * SECOND;

  static final TestOperator ALICE = TestOperator.of("alice", "a1");
  static final TestOperator ALICES_SECOND_KEY = TestOperator.of("alice", "a2");
  static final TestOperator BOB = TestOperator.of("bob", "b1");
  static final TestOperator CAROL = TestOperator.of("carol", "c1");

  /** 3 entries in 600 s; quiet 30 s; clean and healthy 20 s; acknowledged 2 s; approvals 300 s. */
  static final MachinePolicy MACHINE =
      new MachinePolicy(
          3,
          600 * SECOND,
          30 * SECOND,
          20 * SECOND,
          20 * SECOND,
          2 * SECOND,
          300 * SECOND,
          5_000,
          true,
          false);

  private MachineSamples() {}

  static FakePolicy policy(long version) {
    return policy(version, MACHINE, "fast-path");
  }

  static FakePolicy policy(long version, MachinePolicy machine, String... consumers) {
    List<String> venues = List.of(MachineRig.VENUE);
    return policy(version, machine, venues, consumers);
  }

  /** A policy that names these venues with an account each. */
  static FakePolicy policy(
      long version, MachinePolicy machine, List<String> venues, String... consumers) {
    return new FakePolicy(
        RiskPolicy.newBuilder()
            .setPolicyId("live")
            .setVersion(version)
            .setMode(PolicyMode.LIVE)
            .setEffectiveFromMicros(T0)
            .setValues(List.of())
            .setOperators(
                Stream.of(ALICE, ALICES_SECOND_KEY, BOB, CAROL)
                    .map(operator -> operator.key(OperatorRole.values()))
                    .toList())
            .setConsumers(List.of(consumers))
            .setVenues(venues)
            .setAccounts(venues.stream().map(venue -> venue + "|MAIN").toList())
            .setPublishedAtMicros(T0)
            .setPublishedBy("tests")
            .setEventId("policy-" + version)
            .build(),
        machine);
  }

  /** A policy's record alone. */
  static RiskPolicy record(PolicyMode mode, long version) {
    return PolicyRecords.publish(policy(version).record(), mode, version, T0, T0, "tests");
  }

  static RiskTrigger trigger(
      TriggerStatus status, Measure measure, String subject, Scope scope, long atMicros) {
    return trigger(status, measure, measure.classification(), subject, scope, atMicros);
  }

  static RiskTrigger trigger(
      TriggerStatus status,
      Measure measure,
      Classification classification,
      String subject,
      Scope scope,
      long atMicros) {
    return RiskTrigger.newBuilder()
        .setTriggerId(EventIds.of("RiskTrigger", measure.text() + "|" + subject, atMicros))
        .setSequence(0)
        .setTrigger(measure.trigger())
        .setMeasure(measure.text())
        .setStatus(status)
        .setMode(PolicyMode.LIVE)
        .setSeverity(measure.severity())
        .setClassification(classification)
        .setScopeType(scope.type())
        .setScope(scope.name())
        .setSubject(subject)
        .setPattern(PatternShape.HELD.id())
        .setText("")
        .setPolicyVersion(1)
        .setOptions(List.of())
        .setEdges(edges(status, measure, atMicros))
        .setRaisedAtMicros(atMicros)
        .setEventId("unset")
        .build();
  }

  private static List<EdgeEvidence> edges(TriggerStatus status, Measure measure, long atMicros) {
    return switch (status) {
      case WARNED -> List.of(edge(EdgeKind.WARN, "", measure, atMicros, 4_500, 4_000));
      case RAISED ->
          List.of(
              edge(EdgeKind.BREACH, "", measure, atMicros - 10 * SECOND, 7_000, 6_000),
              edge(EdgeKind.HELD, "", measure, atMicros, 8_200, 6_000));
      case CLEARED -> List.of(edge(EdgeKind.CLEAR, "", measure, atMicros, 3_900, 5_000));
    };
  }

  static EdgeEvidence edge(
      EdgeKind kind, String component, Measure measure, long atMicros, long value, long threshold) {
    ObservedAt observed = new ObservedAt(record(atMicros / SECOND % 1_000), atMicros, value * 100);
    return EdgeEvidence.newBuilder()
        .setKind(kind)
        .setComponent(component)
        .setAtMicros(atMicros)
        .setValue(value)
        .setThreshold(threshold)
        .setUnit(measure.unit().text())
        .setBefore(ByteBuffer.allocate(0))
        .setObservations(List.of(observed))
        .build();
  }

  static RecordRef record(long offset) {
    return new RecordRef("market.reference", 1, offset);
  }

  static Acknowledgement acknowledgement(
      String consumer, long stateVersion, long policyVersion, String build, long atMicros) {
    return new Acknowledgement(
        consumer, stateVersion, policyVersion, build, atMicros, "ack-" + consumer + atMicros);
  }
}
