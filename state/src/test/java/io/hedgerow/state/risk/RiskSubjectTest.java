package io.hedgerow.state.risk;

import static io.hedgerow.schemas.risk.EdgeKind.BREACH;
import static io.hedgerow.schemas.risk.EdgeKind.CLEAR;
import static io.hedgerow.schemas.risk.EdgeKind.HELD;
import static io.hedgerow.schemas.risk.EdgeKind.STEADY;
import static io.hedgerow.schemas.risk.EdgeKind.WARN;
import static io.hedgerow.state.risk.MeasureSeries.SECOND;
import static io.hedgerow.state.risk.MeasureSeries.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("RISK-5")
class RiskSubjectTest {

  private static final String SUBJECT = "risk";

  private record Seen(EdgeKind kind, String component, long atSecond) {}

  private final List<RiskEdge> edges = new ArrayList<>();

  private static RiskSubject controls() {
    return RiskSubject.empty(Measure.CONTROL_OVERDUE, SUBJECT, PolicyMode.LIVE);
  }

  /** One value is enough; hold 5 s, dwell 10 s. */
  private static FixedPolicy policy(long version) {
    return new FixedPolicy(
        new MeasurePolicy(1, 1, 0, 1, 1, 5 * SECOND, 10 * SECOND, SECOND, SECOND), version);
  }

  private static Observation control(long offset, long atMicros, String id, int open) {
    return observation(Measure.CONTROL_OVERDUE, offset, atMicros, id, open * E8.ONE);
  }

  private static Observation observation(
      Measure measure, long offset, long atMicros, String component, long valueE8) {
    return new Observation(
        measure, SUBJECT, component, valueE8, 0, atMicros, Topic.RISK_OBSERVATIONS, 0, offset);
  }

  private void observe(RiskSubject subject, Observation... observations) {
    for (Observation observation : observations) {
      subject.observe(observation, policy(1), edges::add);
    }
  }

  private List<Seen> seen() {
    return edges.stream()
        .map(RiskEdge::getEdge)
        .map(e -> new Seen(e.getKind(), e.getComponent(), (e.getAtMicros() - T0) / SECOND))
        .toList();
  }

  @Test
  void shouldTellTheComponentsApart() {
    RiskSubject subject = controls();

    observe(
        subject,
        control(1, T0, "B", 1),
        control(2, T0, "A", 1),
        control(3, T0 + SECOND, "C", 1),
        control(4, T0 + 2 * SECOND, "C", 0));
    subject.advanceTo(T0 + 60 * SECOND, policy(1), edges::add);

    assertThat(seen())
        .containsExactly(
            new Seen(WARN, "B", 0),
            new Seen(BREACH, "B", 0),
            new Seen(WARN, "A", 0),
            new Seen(BREACH, "A", 0),
            new Seen(WARN, "C", 1),
            new Seen(BREACH, "C", 1),
            new Seen(HELD, "A", 5),
            new Seen(HELD, "B", 5),
            new Seen(CLEAR, "C", 12));
  }

  @Test
  void shouldTakeEveryComponentOfOneRecordOnce() {
    RiskSubject subject = controls();

    observe(
        subject,
        control(1, T0, "A", 1),
        control(1, T0, "B", 1),
        control(1, T0, "A", 0),
        control(0, T0, "C", 1));

    assertThat(seen())
        .containsExactly(
            new Seen(WARN, "A", 0),
            new Seen(BREACH, "A", 0),
            new Seen(WARN, "B", 0),
            new Seen(BREACH, "B", 0));
  }

  @Test
  void shouldCountOffsetsOfOtherPartitionsByThemselves() {
    RiskSubject subject = controls();
    observe(subject, control(9, T0, "A", 0));

    Observation elsewhere =
        new Observation(
            Measure.CONTROL_OVERDUE, SUBJECT, "A", E8.ONE, 0, T0, Topic.RISK_OBSERVATIONS, 1, 3);
    observe(subject, elsewhere, elsewhere);

    assertThat(seen()).containsExactly(new Seen(WARN, "A", 0), new Seen(BREACH, "A", 0));
  }

  @Test
  void shouldNotGoBackBehindADeadlineThatHasFired() {
    RiskSubject subject = controls();
    observe(subject, control(1, T0, "A", 1), control(2, T0 + SECOND, "A", 0));
    subject.advanceTo(T0 + 20 * SECOND, policy(1), edges::add);
    assertThat(subject.newestMicros()).isEqualTo(T0 + 11 * SECOND);

    observe(subject, control(3, T0 + 2 * SECOND, "A", 1));

    assertThat(seen().subList(2, 5))
        .containsExactly(
            new Seen(CLEAR, "A", 11), new Seen(WARN, "A", 11), new Seen(BREACH, "A", 11));
    assertThat(edges.get(4).getEdge().getObservations())
        .extracting(observed -> observed.getAtMicros())
        .containsExactly(T0 + 11 * SECOND);
  }

  @Test
  void shouldFireADeadlineBeforeAnObservationOfTheSameTime() {
    RiskSubject subject = controls();

    observe(subject, control(1, T0, "A", 1), control(2, T0 + 5 * SECOND, "A", 0));

    assertThat(seen())
        .containsExactly(new Seen(WARN, "A", 0), new Seen(BREACH, "A", 0), new Seen(HELD, "A", 5));
  }

  @Test
  void shouldBeginTheEvidenceAnewUnderAnotherPolicy() {
    RiskSubject subject = controls();
    observe(subject, control(1, T0, "A", 1));

    subject.advanceTo(T0 + 5 * SECOND, policy(2), edges::add);

    RiskEdge held = edges.get(2);
    assertThat(held.getPolicyVersion()).isEqualTo(2);
    assertThat(held.getSinceMicros()).isEqualTo(T0);
    assertThat(held.getEdge().getObservations()).isEmpty();
    List<RiskEdge> again = new ArrayList<>();
    RiskSubject.read(held.getEdge().getBefore().array())
        .advanceTo(T0 + 5 * SECOND, policy(2), again::add);
    assertThat(again).containsExactly(held);
  }

  @Test
  void shouldDropTheComponentThatIsSilentForLongest() {
    RiskSubject subject = controls();
    for (int i = 0; i <= RiskSubject.MAX_COMPONENTS; i++) {
      observe(subject, control(i, T0 + i, "halt-" + (1000 + i), 1));
    }
    edges.clear();

    subject.advanceTo(T0 + 60 * SECOND, policy(1), edges::add);

    assertThat(edges).hasSize(RiskSubject.MAX_COMPONENTS);
    assertThat(edges.get(0).getEdge().getComponent()).isEqualTo("halt-1001");
    assertThat(subject.write().length).isLessThan(64 * 1024);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("RISK-3")
  void shouldSayThatItIsSteadyEveryFiveSeconds(MeasureSeries series) {
    RiskSubject subject =
        RiskSubject.empty(series.measure(), MeasureSeries.SUBJECT, PolicyMode.SHADOW);

    series
        .series(".".repeat(15))
        .forEach(observation -> subject.observe(observation, series.policy(), edges::add));

    boolean told = series == MeasureSeries.API_ERRORS || series == MeasureSeries.UNRECONCILED;
    assertThat(seen())
        .isEqualTo(
            told
                ? List.of(
                    new Seen(STEADY, "", 0), new Seen(STEADY, "", 5), new Seen(STEADY, "", 10))
                : List.of());
    for (RiskEdge edge : edges) {
      assertThat(edge.getMode()).isEqualTo(PolicyMode.SHADOW);
      assertThat(edge.getEdge().getBefore().remaining()).isZero();
      assertThat(edge.getEdge().getObservations()).isEmpty();
    }
  }

  @Test
  @Tag("RISK-3")
  void shouldNotSayThatItIsSteadyWhileAValueWaitsToBeConfirmed() {
    MeasurePolicy twoOfThree = new MeasurePolicy(500, 1000, 250, 2, 3, 1, 1, 1, 1);
    RiskSubject subject = RiskSubject.empty(Measure.UNRECONCILED, SUBJECT, PolicyMode.LIVE);
    long[] values = {E8.ONE, 0, 0, 40_000_000, 0};
    for (int i = 0; i < values.length; i++) {
      subject.observe(
          observation(Measure.UNRECONCILED, i, T0 + 10 * i * SECOND, "", values[i]),
          new FixedPolicy(twoOfThree, 1),
          edges::add);
    }

    assertThat(seen()).containsExactly(new Seen(STEADY, "", 40));
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseForeignBytes(MeasureSeries series) {
    RiskSubject subject =
        RiskSubject.empty(series.measure(), MeasureSeries.SUBJECT, PolicyMode.LIVE);
    series.series("..BBB").forEach(o -> subject.observe(o, series.policy(), edges::add));
    byte[] page = subject.write();
    assertThat(RiskSubject.read(page).write()).isEqualTo(page);

    for (int at = 0; at < page.length; at++) {
      assertThat(isRefused(Arrays.copyOf(page, at))).as("%d bytes", at).isTrue();
      byte[] damaged = page.clone();
      damaged[at] ^= 0x55;
      assertThat(isRefused(damaged)).as("damage at %d", at).isIn(true, false);
    }
    assertThat(isRefused(Arrays.copyOf(page, page.length + 1))).isTrue();
  }

  /** Nothing but a refusal is ever thrown; damage that no check can see reads as another state. */
  private static boolean isRefused(byte[] page) {
    try {
      RiskSubject.read(page);
      return false;
    } catch (IllegalStateException refused) {
      return true;
    }
  }
}
