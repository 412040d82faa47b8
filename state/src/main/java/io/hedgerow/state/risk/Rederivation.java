package io.hedgerow.state.risk;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.RecordedPolicy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/**
 * A published trigger, made once more from the records that its evidence names, and compared with
 * what was published byte for byte (RISK-5). For one call; not safe for concurrent use.
 *
 * <p>Three things are taken from the published trigger because they are the machine's memory and
 * not in the evidence: its sequence, whether it was news, and for a CLEARED one the ID of what was
 * raised.
 */
public final class Rederivation {

  /** What came out. */
  public enum Verdict {
    /** The same bytes. */
    SAME,
    /** Records that it needs are gone. */
    GONE,
    /** All records are there, and they give something else. */
    DIFFERENT,
    /** The machine made it itself, of no record: late consumers, a clock that stands still. */
    WITHOUT_RECORDS
  }

  /**
   * What came out, and why.
   *
   * @param detail what differs; else empty
   * @param records how many different records the evidence names
   * @param gone how many of them are gone
   */
  public record Result(Verdict verdict, String detail, int records, int gone) {

    /** For a person: {@code derived again, byte for byte}. */
    public String sentence() {
      return switch (verdict) {
        case SAME -> "derived again, byte for byte";
        case GONE -> "cannot be derived: " + gone + " of " + records + " records are gone";
        case DIFFERENT -> "DIFFERS: " + detail;
        case WITHOUT_RECORDS ->
            "made by the state machine from its own clock and what consumers acknowledged:"
                + " there are no records to derive it from";
      };
    }
  }

  private static final class Differs extends Exception {
    private static final long serialVersionUID = 1L;

    Differs(String message) {
      super(message);
    }
  }

  private final RiskTrigger recorded;
  private final Function<RecordRef, SpecificRecord> records;
  private final List<Policy> policies = new ArrayList<>();

  private Rederivation(RiskTrigger recorded, Function<RecordRef, SpecificRecord> records) {
    this.recorded = recorded;
    this.records = records;
  }

  /**
   * Derives a trigger again.
   *
   * @param recorded as it was published
   * @param records the record that stands at a place, or null if it is gone
   * @param others further versions of its policy that are known: its earlier edges may have come
   *     under one of them, and the evidence holds the values of the last edge alone
   */
  public static Result of(
      RiskTrigger recorded,
      Function<RecordRef, SpecificRecord> records,
      List<? extends Policy> others) {
    Set<RecordRef> places = places(recorded);
    if (recorded.getEdges().stream().noneMatch(edge -> edge.getBefore().hasRemaining())) {
      return new Result(Verdict.WITHOUT_RECORDS, "", 0, 0);
    }
    int gone = (int) places.stream().filter(place -> records.apply(place) == null).count();
    if (gone > 0) {
      return new Result(Verdict.GONE, "", places.size(), gone);
    }
    try {
      new Rederivation(recorded, records).derive(others);
      return new Result(Verdict.SAME, "", places.size(), 0);
    } catch (Differs e) {
      return new Result(Verdict.DIFFERENT, e.getMessage(), places.size(), 0);
    } catch (IllegalArgumentException | IllegalStateException e) {
      String detail = "this build cannot read the evidence: " + e.getMessage();
      return new Result(Verdict.DIFFERENT, detail, places.size(), 0);
    }
  }

  /** The records that a trigger's evidence names, each once. */
  public static Set<RecordRef> places(RiskTrigger trigger) {
    Set<RecordRef> places = new LinkedHashSet<>();
    for (EdgeEvidence edge : trigger.getEdges()) {
      edge.getObservations().forEach(observed -> places.add(observed.getRecord()));
    }
    return places;
  }

  private void derive(List<? extends Policy> others) throws Differs {
    policies.add(
        RecordedPolicy.of(
            Measure.of(recorded.getMeasure()),
            recorded.getMode(),
            recorded.getPolicyVersion(),
            recorded.getOptions()));
    policies.addAll(others);
    List<RiskEdge> edges = new ArrayList<>();
    for (EdgeEvidence evidence : recorded.getEdges()) {
      edges.add(edge(evidence));
    }
    RiskTrigger derived = trigger(edges);
    String id =
        recorded.getStatus() == TriggerStatus.CLEARED
            ? recorded.getTriggerId()
            : derived.getTriggerId();
    RiskTrigger published = RiskTriggers.published(derived, id, recorded.getSequence());
    if (!Arrays.equals(RecordCodec.encode(published), RecordCodec.encode(recorded))) {
      throw new Differs(difference("the trigger", published, recorded));
    }
  }

  private RiskEdge edge(EdgeEvidence evidence) throws Differs {
    Differs first = null;
    for (Policy policy : policies) {
      try {
        return edge(evidence, policy);
      } catch (Differs e) {
        first = first == null ? e : first;
      }
    }
    throw first;
  }

  private RiskEdge edge(EdgeEvidence evidence, Policy policy) throws Differs {
    RiskSubject subject = RiskSubject.read(bytes(evidence.getBefore()));
    List<RiskEdge> edges = new ArrayList<>();
    for (ObservedAt observed : evidence.getObservations()) {
      subject.observe(observation(observed, subject), policy, edges::add);
    }
    subject.advanceTo(evidence.getAtMicros(), policy, edges::add);
    String name = "the " + evidence.getKind() + " at " + evidence.getAtMicros() + " us";
    Optional<RiskEdge> same =
        edges.stream().filter(edge -> edge.getEdge().equals(evidence)).findFirst();
    if (same.isPresent()) {
      return same.get();
    }
    EdgeEvidence near =
        edges.stream()
            .map(RiskEdge::getEdge)
            .filter(edge -> isSameChange(edge, evidence))
            .findFirst()
            .orElseThrow(() -> new Differs(name + " does not follow from its records"));
    throw new Differs(difference(name, near, evidence));
  }

  private static boolean isSameChange(EdgeEvidence one, EdgeEvidence other) {
    return one.getKind() == other.getKind()
        && one.getAtMicros() == other.getAtMicros()
        && one.getComponent().equals(other.getComponent());
  }

  /**
   * The next of the record's observations that the subject has not seen: one record may tell of
   * several components, which the job takes in their order.
   */
  private Observation observation(ObservedAt observed, RiskSubject subject) throws Differs {
    RecordRef place = observed.getRecord();
    Topic topic =
        Topic.named(place.getTopic())
            .orElseThrow(() -> new Differs("there is no topic " + place.getTopic()));
    List<Observation> all = new ArrayList<>();
    Observations.of(records.apply(place), topic, place.getPartition(), place.getOffset(), all::add);
    Observation next =
        all.stream()
            .filter(one -> one.measure() == subject.measure())
            .filter(one -> one.subject().equals(subject.subject()))
            .sorted(Comparator.comparing(Observation::component))
            .filter(one -> !subject.hasSeen(one))
            .findFirst()
            .orElseThrow(() -> new Differs(name(place) + " does not tell of " + subject.subject()));
    if (next.valueE8() != observed.getValueE8()) {
      throw new Differs(
          name(place) + " says " + next.valueE8() + " (E8), the evidence " + observed.getValueE8());
    }
    return at(next, observed.getAtMicros());
  }

  private static Observation at(Observation of, long atMicros) {
    return new Observation(
        of.measure(),
        of.subject(),
        of.component(),
        of.valueE8(),
        of.referenceE8(),
        atMicros,
        of.topic(),
        of.partition(),
        of.offset());
  }

  private static String name(RecordRef place) {
    return place.getTopic() + " " + place.getPartition() + " " + place.getOffset();
  }

  private RiskTrigger trigger(List<RiskEdge> edges) throws Differs {
    List<RiskTrigger> made = new ArrayList<>();
    RiskEdge last = edges.get(edges.size() - 1);
    EdgeKind kind = last.getEdge().getKind();
    if (recorded.getStatus() == TriggerStatus.RAISED) {
      PlainPatterns patterns = new PlainPatterns();
      edges.forEach(edge -> patterns.take(edge, made::add));
    } else if (recorded.getStatus() == TriggerStatus.WARNED && kind == EdgeKind.WARN) {
      made.addAll(RiskTriggers.warned(last));
    } else if (recorded.getStatus() == TriggerStatus.CLEARED && kind == EdgeKind.CLEAR) {
      made.addAll(RiskTriggers.cleared(last));
    }
    return made.stream()
        .filter(trigger -> trigger.getPattern().equals(recorded.getPattern()))
        .filter(trigger -> trigger.getScopeType() == recorded.getScopeType())
        .filter(trigger -> trigger.getScope().equals(recorded.getScope()))
        .findFirst()
        .orElseThrow(
            () ->
                new Differs(
                    "its edges make no "
                        + recorded.getPattern()
                        + " for "
                        + new Scope(recorded.getScopeType(), recorded.getScope())
                        + " in this build"));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  /** The first field that differs. */
  private static String difference(String what, SpecificRecord derived, SpecificRecord recorded) {
    for (org.apache.avro.Schema.Field field : recorded.getSchema().getFields()) {
      Object again = derived.get(field.pos());
      Object was = recorded.get(field.pos());
      if (!again.equals(was)) {
        String figures =
            again instanceof Number || again instanceof CharSequence
                ? " is " + again + ", published was " + was
                : " is another one";
        return "of " + what + " " + field.name() + figures;
      }
    }
    return what + " has other bytes";
  }
}
