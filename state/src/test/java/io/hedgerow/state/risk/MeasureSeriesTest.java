package io.hedgerow.state.risk;

import static io.hedgerow.schemas.risk.EdgeKind.BREACH;
import static io.hedgerow.schemas.risk.EdgeKind.CLEAR;
import static io.hedgerow.schemas.risk.EdgeKind.HELD;
import static io.hedgerow.schemas.risk.EdgeKind.WARN;
import static io.hedgerow.state.risk.MeasureSeries.DWELL;
import static io.hedgerow.state.risk.MeasureSeries.HOLD;
import static io.hedgerow.state.risk.MeasureSeries.SUBJECT;
import static io.hedgerow.state.risk.MeasureSeries.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("TRIG-1")
@Tag("TRIG-2")
@Tag("TRIG-3")
@Tag("TRIG-4")
@Tag("TRIG-5")
@Tag("TRIG-6")
@Tag("TRIG-7")
@Tag("TRIG-8")
@Tag("TRIG-9")
@Tag("TRIG-10")
@Tag("TRIG-11")
@Tag("TRIG-12")
@Tag("TRIG-13")
@Tag("TRIG-14")
@Tag("TRIG-15")
@Tag("TRIG-16")
class MeasureSeriesTest {

  /** Fine, confirmed bad with the second B (step 4), clear with the second dot (step 12). */
  private static final String FIRES = "...BBBBBBBB...................";

  private record Seen(EdgeKind kind, long atMicros, long sinceMicros) {}

  private static RiskSubject subjectOf(MeasureSeries series) {
    return RiskSubject.empty(series.measure(), SUBJECT, PolicyMode.LIVE);
  }

  /** The edges of a series, without the STEADY ones. */
  private static List<RiskEdge> edges(
      RiskSubject subject, FixedPolicy policy, List<Observation> observations) {
    List<RiskEdge> edges = new ArrayList<>();
    observations.forEach(observation -> subject.observe(observation, policy, edges::add));
    edges.removeIf(edge -> edge.getEdge().getKind() == EdgeKind.STEADY);
    return edges;
  }

  private static List<Seen> seen(List<RiskEdge> edges) {
    return edges.stream()
        .map(
            edge ->
                new Seen(
                    edge.getEdge().getKind(), edge.getEdge().getAtMicros(), edge.getSinceMicros()))
        .toList();
  }

  @Test
  void shouldHaveASeriesOfEachMeasure() {
    assertThat(Arrays.stream(MeasureSeries.values()).map(MeasureSeries::measure))
        .containsExactly(Measure.values());
  }

  @ParameterizedTest
  @EnumSource
  void shouldFireAtTheExactTimes(MeasureSeries series) {
    RiskSubject subject = subjectOf(series);

    List<RiskEdge> edges = edges(subject, series.policy(), series.series(FIRES));

    assertThat(seen(edges))
        .containsExactly(
            new Seen(WARN, at(4), at(4)),
            new Seen(BREACH, at(4), at(4)),
            new Seen(HELD, at(4) + HOLD, at(4)),
            new Seen(CLEAR, at(12) + DWELL, at(4)));
    assertThat(edges.subList(0, 3))
        .extracting(RiskEdge::getEdge)
        .extracting(EdgeEvidence::getValue)
        .containsOnly(series.badValue());
    assertThat(subject.isQuiet()).isTrue();
    assertThat(subject.nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFireDeadlinesWithoutAnotherObservation(MeasureSeries series) {
    RiskSubject subject = subjectOf(series);
    FixedPolicy policy = series.policy();
    List<RiskEdge> edges = edges(subject, policy, series.series("...BBB"));
    assertThat(subject.nextDeadlineMicros()).isEqualTo(at(4) + HOLD);

    subject.advanceTo(at(4) + HOLD - 1, policy, edges::add);
    assertThat(edges).hasSize(2);
    subject.advanceTo(Long.MAX_VALUE, policy, edges::add);

    assertThat(seen(edges).get(2)).isEqualTo(new Seen(HELD, at(4) + HOLD, at(4)));
    assertThat(edges).hasSize(3);
    assertThat(subject.isQuiet()).as("silence does not clear").isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFireOneValueShortOfConfirmation(MeasureSeries series) {
    RiskSubject subject = subjectOf(series);

    assertThat(edges(subject, series.policy(), series.series("..B..B..B..B...."))).isEmpty();

    assertThat(subject.isQuiet()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotFireOneUnitShortOfTheThreshold(MeasureSeries series) {
    FixedPolicy policy = series.policy(series.outOfReach(), 2, 3, HOLD, DWELL);

    assertThat(edges(subjectOf(series), policy, series.series(FIRES))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFireTheSameForRepeatedAndLateObservations(MeasureSeries series) {
    List<Observation> observations = series.series(FIRES);
    List<Observation> disturbed = new ArrayList<>();
    for (int i = 0; i < observations.size(); i++) {
      disturbed.add(observations.get(i));
      disturbed.add(observations.get(i));
      disturbed.add(observations.get(i / 2));
      disturbed.add(observations.get(0));
    }

    List<RiskEdge> edges = edges(subjectOf(series), series.policy(), disturbed);

    assertThat(edges).isEqualTo(edges(subjectOf(series), series.policy(), observations)).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTakeAnOlderTimeForTheNewest(MeasureSeries series) {
    List<Observation> late = new ArrayList<>();
    for (Observation observation : series.series(FIRES)) {
      boolean inFirstSteps = observation.atMicros() >= at(0) && observation.atMicros() <= at(2);
      long mirrored = at(2) - (observation.atMicros() - at(0));
      late.add(inFirstSteps ? MeasureTimes.at(observation, mirrored) : observation);
    }

    List<RiskEdge> edges = edges(subjectOf(series), series.policy(), late);

    assertThat(seen(edges))
        .containsExactly(
            new Seen(WARN, at(4), at(4)),
            new Seen(BREACH, at(4), at(4)),
            new Seen(HELD, at(4) + HOLD, at(4)),
            new Seen(CLEAR, at(12) + DWELL, at(4)));
  }

  @ParameterizedTest
  @EnumSource
  void shouldBeQuietAndSmallAfterAnHour(MeasureSeries series) {
    RiskSubject subject = subjectOf(series);
    String hour = ("BBBBBBB" + ".".repeat(53) + "B" + ".".repeat(59)).repeat(30);

    List<RiskEdge> edges = edges(subject, series.policy(), series.series(hour));

    assertThat(edges).hasSize(4 * 30);
    assertThat(subject.isQuiet()).isTrue();
    assertThat(subject.nextDeadlineMicros()).isEqualTo(Long.MAX_VALUE);
    assertThat(subject.newestMicros()).isEqualTo(at(3599));
    assertThat(subject.write().length).isLessThan(2_048);
  }

  /** A new format gets a new file; the old ones stay and must be read. */
  @ParameterizedTest
  @EnumSource
  void shouldGoOnFromTheGoldenSubject(MeasureSeries series) throws IOException {
    Path file = Path.of("src/test/resources/pages/risk-" + series.measure().text() + ".v1.txt");
    List<Observation> all = series.series(FIRES);
    List<RiskEdge> expected = edges(subjectOf(series), series.policy(), all);
    if (Boolean.getBoolean("hedgerow.golden.write")) {
      RiskSubject raised = subjectOf(series);
      List<Observation> sixSteps =
          all.stream().filter(observation -> observation.atMicros() <= at(5)).toList();
      assertThat(edges(raised, series.policy(), sixSteps)).hasSize(2);
      Files.writeString(file, HexFormat.of().formatHex(raised.write()) + "\n");
    }
    assertThat(file).as("write it once with -Dhedgerow.golden.write=true").exists();

    RiskSubject read = RiskSubject.read(HexFormat.of().parseHex(Files.readString(file).strip()));

    assertThat(edges(read, series.policy(), all)).isEqualTo(expected.subList(2, 4));
  }
}
