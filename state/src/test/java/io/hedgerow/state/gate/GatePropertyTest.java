package io.hedgerow.state.gate;

import static io.hedgerow.state.gate.AcceptedOrder.LIMITS;
import static io.hedgerow.state.gate.AcceptedOrder.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Removing, ageing or contradicting any single input turns an accept into a reject. */
@Tag("GATE-1")
@Tag("GATE-2")
@Tag("GATE-3")
@Tag("GATE-4")
@Tag("GATE-5")
@Tag("GATE-6")
@Tag("GATE-7")
@Tag("GATE-8")
@Tag("GATE-9")
class GatePropertyTest {

  /** An input of which every possible value is good: a version is only ever told. */
  private static final Set<GateInput> CANNOT_CONTRADICT = EnumSet.of(GateInput.RISK_FEED);

  /** Without them the order is judged as another one, so earlier checks may fail as well. */
  private static final Set<GateInput> SHAPE = EnumSet.of(GateInput.PURPOSE, GateInput.LEGS);

  private static final long[] EDGES = {
    Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MIN_VALUE + 2, -1, 0, 1, 2, 3, NOW, Long.MAX_VALUE
  };

  private final GateDecision out = new GateDecision();

  /** An input on a leg. */
  private record Place(GateInput input, int leg) {}

  @Property(tries = 1_000)
  void shouldAcceptWhatKeepsAllLimits(@ForAll long seed) {
    Gate.judge(AcceptedOrder.of(seed), LIMITS, out);

    assertThat(reasons()).allMatch(GateReason::passed);
    assertThat(out.accepted()).isTrue();
  }

  @Property(tries = 300)
  @Tag("SIG-3")
  @Tag("NET-7")
  void shouldRejectWithoutAnySingleInput(@ForAll long seed) {
    for (Place place : needed(AcceptedOrder.of(seed))) {
      GateInputs in = AcceptedOrder.of(seed);
      change(in, place, GateInputs.MISSING);
      assertRejected(in, place, place.input.missing());
    }
  }

  @Property(tries = 300)
  void shouldRejectAnImpossibleValueAsIfItWereMissing(@ForAll long seed) {
    for (Place place : needed(AcceptedOrder.of(seed))) {
      GateUnit unit = place.input.unit();
      List<Long> impossible = new ArrayList<>(List.of(GateInputs.NOT_APPLICABLE));
      if (unit.least() > GateInputs.NOT_APPLICABLE + 1) {
        impossible.add(unit.least() - 1);
      }
      if (unit.most() < Long.MAX_VALUE) {
        impossible.add(unit.most() + 1);
      }
      if (place.input.need() == GateInput.Need.TO_OPEN_LEVERAGED) {
        impossible.remove(GateInputs.NOT_APPLICABLE);
      }
      for (long value : impossible) {
        GateInputs in = AcceptedOrder.of(seed);
        change(in, place, value);
        assertRejected(in, place, place.input.missing());
      }
    }
  }

  @Property(tries = 300)
  @Tag("SIG-3")
  @Tag("NET-7")
  void shouldRejectAnySingleInputThatIsTooOldOrOfUnknownAge(@ForAll long seed) {
    for (Place place : needed(AcceptedOrder.of(seed))) {
      if (place.input.age() == null) {
        continue;
      }
      long oldest = NOW - LIMITS.ages().of(place.input.age());
      for (long at : new long[] {oldest - 1, 0, -1, GateInputs.MISSING}) {
        GateInputs in = AcceptedOrder.of(seed);
        changeTime(in, place, at);
        assertRejected(in, place, place.input.stale());
      }
      for (long at : new long[] {NOW + LIMITS.ages().aheadMicros() + 1, Long.MAX_VALUE}) {
        GateInputs in = AcceptedOrder.of(seed);
        changeTime(in, place, at);
        assertRejected(in, place, place.input.ahead());
      }
    }
  }

  @Property(tries = 300)
  @Tag("NET-7")
  void shouldAcceptInputsOfExactlyTheirOldestAndNewestTime(@ForAll long seed) {
    for (GateAge age : GateAge.values()) {
      for (long at :
          new long[] {NOW - LIMITS.ages().of(age), NOW, NOW + LIMITS.ages().aheadMicros()}) {
        GateInputs in = AcceptedOrder.of(seed);
        for (Place place : needed(in)) {
          if (place.input.age() == age) {
            changeTime(in, place, at);
          }
        }
        if (age == GateAge.SIGNAL) {
          in.set(GateInput.SIGNAL_CREATED, 0, at, at, 0);
        }

        Gate.judge(in, LIMITS, out);

        assertThat(out.accepted()).as("%s at %d: %s", age, at, reasons()).isTrue();
      }
    }
  }

  @Property(tries = 300)
  @Tag("ORD-3")
  @Tag("SIG-3")
  @Tag("RISK-6")
  void shouldRejectAnySingleContradictionAndAcceptTheLastValueBeforeIt(@ForAll long seed) {
    for (Contradictions.Row row : Contradictions.all()) {
      for (int leg = 0; leg < row.input().width(); leg++) {
        GateInputs in = AcceptedOrder.of(seed);
        if (!row.concerns(in, leg)) {
          continue;
        }
        if (row.within() != null) {
          row.apply(in, leg, row.within());
          Gate.judge(in, LIMITS, out);
          assertThat(out.accepted()).as("%s: %s", row, reasons()).isTrue();
        }
        row.apply(in, leg, row.beyond());
        GateReason expected = row.expected(in);
        Gate.judge(in, LIMITS, out);
        assertThat(out.accepted()).as("%s", row).isFalse();
        assertThat(out.firstFailure()).as("%s", row).isEqualTo(expected.check());
        assertThat(out.reason(expected.check())).as("%s", row).isEqualTo(expected);
      }
    }
  }

  @Example
  void shouldKnowAContradictionForEveryInputAndEveryReason() {
    Set<GateInput> inputs = EnumSet.copyOf(CANNOT_CONTRADICT);
    Set<GateReason> reasons =
        EnumSet.of(
            GateReason.PASSED,
            GateReason.PASSED_REDUCING,
            GateReason.PASSED_UNLEVERAGED,
            GateReason.NOT_JUDGED,
            GateReason.EXPOSURE_NOT_REDUCED);
    for (Contradictions.Row row : Contradictions.all()) {
      inputs.add(row.input());
      reasons.add(row.reason());
    }
    for (GateInput input : GateInput.values()) {
      reasons.add(input.missing());
      if (input.age() != null) {
        reasons.add(input.stale());
        reasons.add(input.ahead());
      }
    }

    assertThat(inputs).containsExactly(GateInput.values());
    assertThat(reasons).containsExactly(GateReason.values());
  }

  @Property(tries = 3_000)
  void shouldNeitherThrowNorAcceptWhatLacksSomethingForAnyGarbage(@ForAll long seed) {
    Random random = new Random(seed);
    GateInputs in = AcceptedOrder.of(seed);
    for (int changes = random.nextInt(80); changes >= 0; changes--) {
      GateInput input = GateInput.values()[random.nextInt(GateInput.values().length)];
      in.set(
          input,
          random.nextInt(input.width()),
          garbage(random),
          random.nextBoolean() ? NOW : garbage(random),
          garbage(random));
    }
    in.now(random.nextInt(4) == 0 ? garbage(random) : NOW);

    Gate.judge(in, LIMITS, out);

    if (out.accepted()) {
      assertThat(needed(in))
          .allMatch(place -> place.input.unit().holds(in.value(place.input, place.leg)));
    }
    assertThat(reasons()).doesNotContain(GateReason.NOT_JUDGED);
  }

  @Property(tries = 1_000)
  void shouldAcceptNothingWithoutLimits(@ForAll long seed) {
    Gate.judge(AcceptedOrder.of(seed), null, out);

    assertThat(out.accepted()).isFalse();
    assertThat(reasons()).containsOnly(GateReason.NO_POLICY);
  }

  @Property(tries = 500)
  void shouldDecideTheSameAgainWhateverWasDecidedBefore(@ForAll long seed) {
    Random random = new Random(seed);
    GateInputs in = AcceptedOrder.of(seed);
    List<Place> places = needed(in);
    for (int changes = random.nextInt(5); changes > 0; changes--) {
      change(in, places.get(random.nextInt(places.size())), garbage(random));
    }
    Gate.judge(in, LIMITS, out);
    List<GateReason> first = reasons();

    Gate.judge(AcceptedOrder.of(~seed), LIMITS, out);
    Gate.judge(new GateInputs(), LIMITS, out);
    Gate.judge(in, LIMITS, out);

    assertThat(reasons()).isEqualTo(first);
  }

  private void assertRejected(GateInputs in, Place place, GateReason reason) {
    Gate.judge(in, LIMITS, out);
    GateCheck check = place.input.check();
    assertThat(out.accepted()).as("%s", place).isFalse();
    assertThat(out.reason(check)).as("%s", place).isEqualTo(reason);
    if (!SHAPE.contains(place.input)) {
      assertThat(out.firstFailure()).as("%s", place).isEqualTo(check);
    }
    assertThat(out.leg(check))
        .as("%s", place)
        .isEqualTo(place.input.reach() == GateInput.Reach.PAIR ? GateDecision.NO_LEG : place.leg);
  }

  private List<GateReason> reasons() {
    return Arrays.stream(GateCheck.values()).map(out::reason).toList();
  }

  private static List<Place> needed(GateInputs in) {
    List<Place> places = new ArrayList<>();
    for (GateInput input : GateInput.values()) {
      for (int leg = 0; leg < input.width(); leg++) {
        if (in.needs(input, leg)) {
          places.add(new Place(input, leg));
        }
      }
    }
    return places;
  }

  private static void change(GateInputs in, Place place, long value) {
    GateInput input = place.input;
    int leg = place.leg;
    in.set(input, leg, value, in.atMicros(input, leg), in.sequence(input, leg));
  }

  private static void changeTime(GateInputs in, Place place, long at) {
    GateInput input = place.input;
    int leg = place.leg;
    in.set(input, leg, in.value(input, leg), at, in.sequence(input, leg));
  }

  private static long garbage(Random random) {
    return random.nextBoolean() ? EDGES[random.nextInt(EDGES.length)] : random.nextLong();
  }
}
