package io.hedgerow.state.risk;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of one topic, what the job would have published of them, and the policies that ruled: one
 * after the other, observed as the job does.
 */
final class TriggerSeries {

  static final long SECOND = 1_000_000L;
  static final long T0 = 1_704_067_200_000_000L;

  final List<SpecificRecord> records = new ArrayList<>();
  final List<RiskTrigger> published = new ArrayList<>();
  final List<Policy> policies = new ArrayList<>();

  private final Measure measure;
  private final Topic topic;
  private final PlainPatterns patterns = new PlainPatterns();
  private final Map<String, RiskSubject> subjects = new TreeMap<>();

  TriggerSeries(Measure measure, Topic topic) {
    this.measure = measure;
    this.topic = topic;
  }

  /** Confirms so often of so many, with hold and dwell in seconds. */
  void policy(int confirm, int of, long hold, long dwell) {
    Map<String, Long> own =
        Map.of("confirm", (long) confirm, "of", (long) of, "hold", hold, "dwell", dwell);
    List<PolicyValue> values =
        PolicyRecords.standard().getValues().stream().map(value -> replaced(value, own)).toList();
    RiskPolicy content = PolicyRecords.draft(values, List.of(), List.of());
    policies.add(
        Policy.of(
            PolicyRecords.publish(content, PolicyMode.LIVE, policies.size() + 1, 0, 0, "test")));
  }

  private PolicyValue replaced(PolicyValue value, Map<String, Long> own) {
    String prefix = measure.text() + ".";
    if (!value.getOption().startsWith(prefix)) {
      return value;
    }
    String part = value.getOption().substring(prefix.length());
    return own.containsKey(part)
        ? new PolicyValue(value.getOption(), "", own.get(part), value.getUnit())
        : value;
  }

  private Policy policy() {
    return policies.get(policies.size() - 1);
  }

  /** Takes a record; its observations count as of this time. */
  void take(SpecificRecord record, long atMicros) {
    records.add(record);
    List<Observation> observations = new ArrayList<>();
    Observations.of(record, topic, 0, records.size() - 1L, observations::add);
    observations.stream()
        .filter(one -> one.measure() == measure)
        .sorted(Comparator.comparing(Observation::component))
        .forEach(
            one ->
                subjects
                    .computeIfAbsent(
                        one.subject(), of -> RiskSubject.empty(measure, of, PolicyMode.LIVE))
                    .observe(MeasureTimes.at(one, atMicros), policy(), this::publish));
  }

  void advanceTo(long micros) {
    subjects.values().forEach(one -> one.advanceTo(micros, policy(), this::publish));
  }

  private void publish(RiskEdge edge) {
    patterns.take(edge, this::publish);
    if (edge.getEdge().getKind() == EdgeKind.WARN) {
      RiskTriggers.warned(edge).forEach(this::publish);
    } else if (edge.getEdge().getKind() == EdgeKind.CLEAR) {
      RiskTriggers.cleared(edge)
          .forEach(trigger -> publish(trigger, "the ID of what was raised before"));
    }
  }

  private void publish(RiskTrigger trigger) {
    publish(trigger, trigger.getTriggerId());
  }

  /** As it comes back from the broker. */
  private void publish(RiskTrigger trigger, String id) {
    try {
      published.add(
          (RiskTrigger)
              RecordCodec.decode(
                  RecordCodec.encode(RiskTriggers.published(trigger, id, published.size() + 1L))));
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  /** What stands at a place; null if it is gone. */
  SpecificRecord at(RecordRef place) {
    return records.get((int) place.getOffset());
  }

  static RiskObservation margin(long bufferE8, long atMicros) {
    return fact(ObservationKind.MARGIN, "SIM-ALPHA|main", "", bufferE8, null, atMicros);
  }

  static RiskObservation cost(String route, boolean bad, long atMicros) {
    long costE8 = bad ? E8.ONE / 100 : E8.ONE / 10_000;
    return fact(ObservationKind.EXECUTION_COST, "BTC", route, costE8, E8.ONE / 1_000, atMicros);
  }

  private static RiskObservation fact(
      ObservationKind kind,
      String subject,
      String component,
      long valueE8,
      Long referenceE8,
      long atMicros) {
    return new RiskObservation(
        kind, subject, component, valueE8, referenceE8, "test", atMicros, "0".repeat(32));
  }

  static ReferencePrice displayUnit(boolean bad, long atMicros) {
    return new ReferencePrice(
        "USDT",
        "SIM-INDEX",
        ReferenceKind.STABLECOIN,
        bad ? 90_000_000L : E8.ONE,
        atMicros,
        -1L,
        "0".repeat(32));
  }

  /** Two networks of one asset in one record, and whether the request failed. */
  static VenueSample venue(boolean failed, boolean firstOpen, boolean secondOpen, long atMicros) {
    return VenueSample.newBuilder()
        .setVenue("SIM-ALPHA")
        .setEndpoint("GET /status")
        .setChannel(Channel.ACCOUNT)
        .setOutcome(failed ? Outcome.TIMEOUT : Outcome.OK)
        .setLatencyMicros(20_000)
        .setStatus(VenueStatus.ONLINE)
        .setTransfers(
            List.of(
                new TransferSwitch("USDT", "TRON", firstOpen, firstOpen),
                new TransferSwitch("USDT", "ETHEREUM", secondOpen, secondOpen)))
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId("0".repeat(32))
        .build();
  }
}
