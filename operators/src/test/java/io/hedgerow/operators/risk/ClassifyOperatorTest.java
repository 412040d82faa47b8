package io.hedgerow.operators.risk;

import static io.hedgerow.schemas.risk.EdgeKind.BREACH;
import static io.hedgerow.schemas.risk.EdgeKind.HELD;
import static io.hedgerow.schemas.risk.EdgeKind.WARN;
import static io.hedgerow.schemas.risk.PolicyMode.LIVE;
import static io.hedgerow.schemas.risk.PolicyMode.SHADOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import io.hedgerow.testkit.flink.TwoInputHarness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two measures of one reading each: books that do not reconcile (breach from 1,000 ‰ on, held after
 * 30 s, clear after 60 s) and a margin's buffer (two of two at or below 150,000 ppm).
 */
@Tag("RISK-5")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClassifyOperatorTest {

  private static final long T0_SECONDS = 1_750_000_000L;
  private static final long SECOND = 1_000_000L;
  private static final long T0 = T0_SECONDS * SECOND;
  private static final long FORGET_AFTER_SECONDS = 7_200;
  private static final String BOOKS = "SIM-ALPHA|books";
  private static final String MARGIN = "SIM-ALPHA|main";

  private record Seen(
      PolicyMode mode, EdgeKind kind, String subject, long second, long policyVersion) {}

  private final List<TwoInputHarness<String, Observation, RiskPolicy, RiskEdge>> opened =
      new ArrayList<>();
  private TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> operator;
  private long nextOffset;

  @AfterEach
  void close() throws Exception {
    for (TwoInputHarness<?, ?, ?, ?> harness : opened) {
      harness.close();
    }
  }

  @Nested
  class Order {

    @Test
    void shouldFollowEventTimeWhateverTheArrivalOrder() throws Exception {
      List<Observation> observations = manySubjects();
      List<RiskEdge> inOrder = edgesOf(observations, 1);
      assertThat(inOrder).hasSize(8 * 4);

      for (int seed = 0; seed < 20; seed++) {
        List<Observation> shuffled = new ArrayList<>(observations);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(edgesOf(shuffled, 1_000)).as("seed %s", seed).isEqualTo(inOrder);
      }
    }

    @Test
    void shouldNotDependOnTheStepsOfTheWatermark() throws Exception {
      List<Observation> observations = manySubjects();
      List<RiskEdge> fine = edgesOf(observations, 1);

      assertThat(edgesOf(observations, 7)).isEqualTo(fine);
      assertThat(edgesOf(observations, 10_000)).isEqualTo(fine);
    }

    @Test
    void shouldIgnoreWhatIsDeliveredTwice() throws Exception {
      List<Observation> twice = new ArrayList<>();
      manySubjects().forEach(o -> twice.addAll(List.of(o, o)));

      assertThat(edgesOf(twice, 5)).isEqualTo(edgesOf(manySubjects(), 5));
    }

    /** Two producers write to one partition: the later record tells of an earlier time. */
    @Test
    void shouldTakeBothOfTwoRecordsWhoseTimesCrossInOnePartition() throws Exception {
      open();
      operator.push(at(2, Measure.MARGIN_BUFFER, MARGIN, "0.1"));
      operator.push(at(1, Measure.MARGIN_BUFFER, MARGIN, "0.1"));
      watermark(10);

      assertThat(seen()).extracting(Seen::kind, Seen::second).contains(of(BREACH, 2L));
    }

    @Test
    void shouldDecideAtTheMicrosecond() throws Exception {
      open();
      Observation later = observation(T0 + 1_999, Measure.UNRECONCILED, BOOKS, "0");
      Observation earlier = observation(T0 + 1_001, Measure.UNRECONCILED, BOOKS, "1");
      operator.push(later);
      operator.push(earlier);
      operator.watermark(T0 / 1_000 + 1);

      assertThat(operator.outputs())
          .filteredOn(edge -> edge.getEdge().getKind() == BREACH)
          .extracting(edge -> edge.getEdge().getAtMicros())
          .containsExactly(T0 + 1_001);
    }

    @Test
    void shouldTakeWhatIsASecondLateAsOfNowAndLeaveOutWhatIsLater() throws Exception {
      open();
      operator.watermark(T0 / 1_000 + 10_000);
      operator.push(observation(T0 + 9 * SECOND, Measure.UNRECONCILED, BOOKS, "1"));
      operator.push(observation(T0 + 9 * SECOND - 1, Measure.EXECUTABLE_DEPTH, "OTHER|books", "1"));
      operator.push(observation(T0, Measure.UNRECONCILED, "LATE|books", "1"));
      operator.watermark(T0 / 1_000 + 10_001);

      assertThat(operator.outputs())
          .filteredOn(edge -> edge.getEdge().getKind() == BREACH)
          .extracting(RiskEdge::getSubject, edge -> edge.getEdge().getAtMicros())
          .containsExactlyInAnyOrder(
              of(BOOKS, T0 + 10_001_000L), of("LATE|books", T0 + 10_001_000L));
      assertThat(operator.counter("late")).isEqualTo(1);
      assertThat(operator.counter("observed")).isEqualTo(2);
    }
  }

  @Nested
  class InForce {

    @Test
    void shouldJudgeNothingWithoutAPolicy() throws Exception {
      operator = start(100);
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "5"));
      watermark(100);

      assertThat(operator.outputs()).isEmpty();
      assertThat(operator.counter("withoutPolicy")).isEqualTo(1);
      assertThat(operator.counter("observed")).isZero();
      assertThat(operator.eventTimeTimers()).isZero();
    }

    @Test
    void shouldTakeEffectAtItsEventTimeExactly() throws Exception {
      open();
      operator.broadcast(Policies.live(2, T0 + 10 * SECOND, Map.of("unreconciled.breach", 9_000L)));
      operator.push(observation(T0 + 10 * SECOND - 1, Measure.UNRECONCILED, BOOKS, "2"));
      operator.push(observation(T0 + 10 * SECOND, Measure.UNRECONCILED, "OTHER|books", "2"));
      watermark(20);

      assertThat(seen())
          .containsExactly(
              new Seen(LIVE, WARN, BOOKS, 9, 1),
              new Seen(LIVE, BREACH, BOOKS, 9, 1),
              new Seen(LIVE, WARN, "OTHER|books", 10, 2));
    }

    /** However far the watermark jumps: what was due before is judged by what ruled then. */
    @Test
    void shouldNotRuleOverADeadlineThatFellBefore() throws Exception {
      for (boolean another : List.of(false, true)) {
        for (int step : new int[] {1, 100}) {
          open();
          operator.push(at(0, Measure.UNRECONCILED, BOOKS, "2"));
          operator.broadcast(
              Policies.live(2, T0 + 40 * SECOND, Map.of("unreconciled.breach", 1_500L)));
          if (another) {
            operator.push(at(45, Measure.UNRECONCILED, BOOKS, "2"));
          }
          for (long second = step; second <= 100; second += step) {
            watermark(second);
          }

          assertThat(seen())
              .as("steps of %s s, another observation: %s", step, another)
              .containsExactly(
                  new Seen(LIVE, WARN, BOOKS, 0, 1),
                  new Seen(LIVE, BREACH, BOOKS, 0, 1),
                  new Seen(LIVE, HELD, BOOKS, 30, 1));
        }
      }
    }

    @Test
    void shouldTakeEffectAtOnceIfItsTimeHasPassed() throws Exception {
      open();
      watermark(50);
      operator.broadcast(Policies.live(2, T0, Map.of("unreconciled.breach", 9_000L)));
      operator.push(at(51, Measure.UNRECONCILED, BOOKS, "2"));
      watermark(60);

      assertThat(seen()).containsExactly(new Seen(LIVE, WARN, BOOKS, 51, 2));
    }

    @Test
    void shouldNotBeChangedByAnInvalidOrAnOlderOne() throws Exception {
      open();
      operator.broadcast(Policies.live(7, T0, Map.of()));
      operator.broadcast(Policies.live(8, T0, Map.of("unreconciled.clear", 999_999L)));
      operator.broadcast(Policies.live(9, T0, Map.of("unreconciled.breach", -1L)));
      operator.broadcast(Policies.live(6, T0, Map.of("unreconciled.breach", 9_000L)));
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "2"));
      watermark(2);

      assertThat(seen())
          .containsExactly(new Seen(LIVE, WARN, BOOKS, 1, 7), new Seen(LIVE, BREACH, BOOKS, 1, 7));
    }
  }

  @Nested
  class Shadow {

    @Test
    void shouldRunBesideTheLiveOne() throws Exception {
      open();
      operator.broadcast(Policies.of(SHADOW, 1, T0, Map.of("unreconciled.breach", 3_000L)));
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "2"));
      operator.push(at(2, Measure.UNRECONCILED, BOOKS, "4"));
      watermark(3);

      assertThat(seen())
          .containsExactlyInAnyOrder(
              new Seen(LIVE, WARN, BOOKS, 1, 1),
              new Seen(LIVE, BREACH, BOOKS, 1, 1),
              new Seen(SHADOW, WARN, BOOKS, 1, 1),
              new Seen(SHADOW, BREACH, BOOKS, 2, 1));
    }

    @Test
    void shouldEndWithAnEmptyOne() throws Exception {
      open();
      operator.broadcast(Policies.of(SHADOW, 1, T0, Map.of()));
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "2"));
      watermark(2);
      assertThat(seen()).extracting(Seen::mode).contains(SHADOW);

      operator.broadcast(Policies.noShadow(2, T0));
      operator.push(at(3, Measure.UNRECONCILED, BOOKS, "2"));
      operator.push(at(4, Measure.UNRECONCILED, "OTHER|books", "2"));
      watermark(100);

      assertThat(seen()).extracting(Seen::mode).containsOnly(LIVE);
    }

    /** A deadline of a shadow that has ended comes due while nothing is observed. */
    @Test
    void shouldLeaveNoDeadlineBehind() throws Exception {
      open();
      operator.broadcast(Policies.of(SHADOW, 1, T0, Map.of("unreconciled.hold", 20L)));
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "2"));
      watermark(2);
      operator.outputs();

      operator.broadcast(Policies.noShadow(2, T0));
      watermark(100);

      assertThat(seen()).containsExactly(new Seen(LIVE, HELD, BOOKS, 31, 1));
      assertThat(operator.eventTimeTimers()).isZero();
    }
  }

  @Nested
  class Restart {

    @Test
    void shouldGoOnAsIfNothingHadHappened() throws Exception {
      assertThat(edgesOverRestart(0)).hasSizeGreaterThan(30);
      assertThat(edgesOverRestart(1)).isEqualTo(edgesOverRestart(0));
    }

    @Test
    void shouldGoOnInTwoSubtasks() throws Exception {
      assertThat(edgesOverRestart(2)).isEqualTo(edgesOverRestart(0));
    }

    /** Into so many subtasks, 0: none; what was pushed waits, is due, or is ruled later. */
    private List<RiskEdge> edgesOverRestart(int subtasks) throws Exception {
      List<Observation> observations = manySubjects();
      open();
      operator.broadcast(Policies.live(2, T0 + 60 * SECOND, Map.of("unreconciled.dwell", 70L)));
      operator.broadcast(Policies.of(SHADOW, 1, T0, Map.of("unreconciled.hold", 10L)));
      for (Observation observation : observations) {
        operator.push(observation);
      }
      watermark(14);
      List<RiskEdge> edges = new ArrayList<>(operator.outputs());
      assertThat(edges).isNotEmpty();
      if (subtasks == 0) {
        watermark(1_000);
        edges.addAll(operator.outputs());
      } else {
        OperatorSnapshot snapshot = operator.snapshot();
        for (int subtask = 0; subtask < subtasks; subtask++) {
          operator = builder(100).restore(snapshot, subtasks, subtask);
          opened.add(operator);
          watermark(1_000);
          List<RiskEdge> share = operator.outputs();
          assertThat(share).isNotEmpty();
          edges.addAll(share);
        }
      }
      assertThat(edges).extracting(RiskEdge::getPolicyVersion).contains(1L, 2L);
      assertThat(edges).extracting(RiskEdge::getMode).contains(LIVE, SHADOW);
      return sorted(edges);
    }

    @Test
    void shouldNotReturnToAnOlderPolicy() throws Exception {
      open();
      watermark(5);
      operator.broadcast(Policies.live(5, T0, Map.of("unreconciled.breach", 9_000L)));
      operator = builder(100).restore(operator.snapshot(), 1, 0);
      opened.add(operator);
      operator.broadcast(Policies.live(4, T0, Map.of()));
      operator.push(at(6, Measure.UNRECONCILED, BOOKS, "2"));
      watermark(7);

      assertThat(seen()).containsExactly(new Seen(LIVE, WARN, BOOKS, 6, 5));
    }
  }

  @Nested
  class Bounds {

    @Test
    void shouldRefuseOneSubjectTooMany() throws Exception {
      operator = start(2);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      for (String subject : List.of("A|books", "B|books", "C|books", "A|books")) {
        operator.push(at(1, Measure.UNRECONCILED, subject, "0"));
      }
      watermark(2);

      assertThat(operator.keyCount("subjects")).isEqualTo(2);
      assertThat(operator.counter("refusedKeys")).isEqualTo(1);
      assertThat(operator.counter("observed")).isEqualTo(3);
    }

    @Test
    @Tag("TRIG-15")
    void shouldCloseEverythingForASubjectWithoutRoomUntilThereIsRoom() throws Exception {
      operator = start(1);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      watermark(0);
      operator.outputs();
      operator.push(at(1, Measure.UNRECONCILED, "A|books", "0"));
      operator.push(at(1, Measure.UNRECONCILED, "B|books", "5"));
      operator.push(at(1, Measure.UNRECONCILED, "C|books", "5"));
      watermark(2);

      assertThat(faults()).containsExactly("BREACH risk-classify-0 room-for-subjects");
      watermark(2 * FORGET_AFTER_SECONDS);
      watermark(2 * FORGET_AFTER_SECONDS + 1);
      assertThat(faults()).containsExactly("CLEAR risk-classify-0 room-for-subjects");
    }

    /** One partition does not tick, and the others go on. */
    @Test
    @Tag("TRIG-15")
    void shouldBoundWhatWaitsForEventTimeAndLoseNothing() throws Exception {
      operator = start(100, 10);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      watermark(0);
      operator.outputs();
      for (long second = 10; second > 0; second--) {
        operator.push(at(second, Measure.UNRECONCILED, BOOKS, second == 3 ? "2" : "0.4"));
      }
      assertThat(operator.outputs()).isEmpty();

      operator.push(at(11, Measure.UNRECONCILED, "OTHER|books", "2"));
      operator.push(at(11, Measure.UNRECONCILED, BOOKS, "0.4"));

      assertThat(operator.counter("early")).as("the two oldest").isEqualTo(2);
      assertThat(operator.counter("observed")).isEqualTo(2);
      assertThat(faults()).containsExactly("BREACH risk-classify-0 room-for-waiting-observations");
      operator.push(at(12, Measure.UNRECONCILED, BOOKS, "0.4"));
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "0.4"));
      assertThat(operator.counter("early")).as("also what is older by now").isEqualTo(4);
      watermark(200);

      assertThat(operator.counter("observed")).isEqualTo(14);
      List<RiskEdge> edges = operator.outputs();
      assertThat(edges)
          .filteredOn(edge -> edge.getEdge().getKind() == BREACH)
          .extracting(RiskEdge::getSubject, edge -> edge.getEdge().getAtMicros() - T0)
          .containsExactly(of(BOOKS, 3 * SECOND), of("OTHER|books", 11 * SECOND));
      assertThat(edges)
          .filteredOn(edge -> edge.getMeasure().equals(Measure.INTEGRITY_FAULT.text()))
          .extracting(edge -> edge.getEdge().getKind())
          .containsExactly(EdgeKind.CLEAR);
      assertThat(operator.eventTimeTimers()).isZero();
    }

    @Test
    void shouldCountWhatWaitsAgainAfterARestartAndEndWhatWasBroken() throws Exception {
      operator = start(100, 1);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      watermark(0);
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "0"));
      operator = builder(100, 1).restore(operator.snapshot(), 1, 0);
      opened.add(operator);
      operator.push(at(2, Measure.UNRECONCILED, BOOKS, "0"));

      assertThat(operator.counter("early")).isEqualTo(1);
      assertThat(faults()).containsExactly("BREACH risk-classify-0 room-for-waiting-observations");
    }

    private List<String> faults() {
      return operator.outputs().stream()
          .filter(edge -> edge.getMeasure().equals(Measure.INTEGRITY_FAULT.text()))
          .map(
              edge ->
                  edge.getEdge().getKind()
                      + " "
                      + edge.getSubject()
                      + " "
                      + edge.getEdge().getComponent())
          .toList();
    }

    @Test
    void shouldCountItsSubjectsAgainAfterARestart() throws Exception {
      operator = start(2);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      operator.push(at(1, Measure.UNRECONCILED, "A|books", "0"));
      operator.push(at(1, Measure.UNRECONCILED, "B|books", "0"));
      operator = builder(2).restore(operator.snapshot(), 1, 0);
      opened.add(operator);
      operator.push(at(1, Measure.UNRECONCILED, "C|books", "0"));

      assertThat(operator.counter("refusedKeys")).isEqualTo(1);
    }

    @Test
    void shouldForgetTheQuietSubjectAndKeepTheRaisedOne() throws Exception {
      open();
      operator.push(at(1, Measure.UNRECONCILED, BOOKS, "5"));
      operator.push(at(1, Measure.UNRECONCILED, "QUIET|books", "0"));
      operator.push(at(FORGET_AFTER_SECONDS / 2, Measure.UNRECONCILED, "NEWER|books", "0"));
      watermark(2);
      watermark(FORGET_AFTER_SECONDS);
      assertThat(operator.keyCount("subjects")).isEqualTo(3);

      watermark(FORGET_AFTER_SECONDS + 600);
      assertThat(operator.keyCount("subjects")).isEqualTo(2);
      watermark(2 * FORGET_AFTER_SECONDS);

      assertThat(operator.keyCount("subjects")).as("the raised one").isEqualTo(1);
      assertThat(operator.eventTimeTimers()).isZero();
    }

    @Test
    void shouldMakeRoomByForgetting() throws Exception {
      operator = start(1);
      operator.broadcast(Policies.live(1, 0, Map.of()));
      operator.push(at(1, Measure.UNRECONCILED, "QUIET|books", "0"));
      watermark(2);
      watermark(2 * FORGET_AFTER_SECONDS);
      operator.push(at(2 * FORGET_AFTER_SECONDS + 1, Measure.UNRECONCILED, BOOKS, "5"));
      watermark(2 * FORGET_AFTER_SECONDS + 2);

      assertThat(seen()).extracting(Seen::kind).containsExactly(WARN, BREACH);
    }
  }

  private static Tuple of(Object... values) {
    return Tuple.tuple(values);
  }

  /** Eight subjects whose books and margins break at times of their own and recover. */
  private List<Observation> manySubjects() {
    nextOffset = 0;
    List<Observation> all = new ArrayList<>();
    for (long second = 0; second < 200; second += 2) {
      for (int subject = 0; subject < 8; subject++) {
        boolean broken = second >= 10 + subject && second < 60 + subject;
        all.add(
            observation(
                T0 + second * SECOND + subject % 3,
                Measure.UNRECONCILED,
                "SIM-" + subject + "|books",
                broken ? "2" : "0.1"));
      }
    }
    return all;
  }

  /** The edges but STEADY ones, with a watermark every so many seconds. */
  private List<RiskEdge> edgesOf(List<Observation> observations, long stepSeconds)
      throws Exception {
    open();
    for (Observation observation : observations) {
      operator.push(observation);
    }
    for (long second = stepSeconds; second < 1_000 + stepSeconds; second += stepSeconds) {
      watermark(second);
    }
    assertThat(operator.eventTimeTimers()).isZero();
    return sorted(operator.outputs());
  }

  /** Subjects do not wait for each other, so only the order of each is certain. */
  private static List<RiskEdge> sorted(List<RiskEdge> edges) {
    return edges.stream()
        .filter(edge -> !edge.getMeasure().equals(Measure.INTEGRITY_FAULT.text()))
        .filter(edge -> edge.getEdge().getKind() != EdgeKind.STEADY)
        .sorted(
            Comparator.comparing(RiskEdge::getSubject)
                .thenComparing(RiskEdge::getMode)
                .thenComparing(edge -> edge.getEdge().getAtMicros()))
        .toList();
  }

  private List<Seen> seen() {
    return operator.outputs().stream()
        .filter(edge -> !edge.getMeasure().equals(Measure.INTEGRITY_FAULT.text()))
        .filter(edge -> edge.getEdge().getKind() != EdgeKind.STEADY)
        .map(
            edge ->
                new Seen(
                    edge.getMode(),
                    edge.getEdge().getKind(),
                    edge.getSubject(),
                    Math.floorDiv(edge.getEdge().getAtMicros() - T0, SECOND),
                    edge.getPolicyVersion()))
        .toList();
  }

  private void open() throws Exception {
    operator = start(100);
    operator.broadcast(Policies.live(1, 0, Map.of()));
  }

  private TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> start(int maxKeys)
      throws Exception {
    return start(maxKeys, ClassifyOperator.MAX_WAITING);
  }

  private TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> start(
      int maxKeys, int maxWaiting) throws Exception {
    TwoInputHarness<String, Observation, RiskPolicy, RiskEdge> started =
        builder(maxKeys, maxWaiting).open();
    opened.add(started);
    return started;
  }

  private static TwoInputHarness.Builder<String, Observation, RiskPolicy, RiskEdge> builder(
      int maxKeys) {
    return builder(maxKeys, ClassifyOperator.MAX_WAITING);
  }

  private static TwoInputHarness.Builder<String, Observation, RiskPolicy, RiskEdge> builder(
      int maxKeys, int maxWaiting) {
    return new TwoInputHarness.Builder<>(
        () -> new ClassifyOperator(maxKeys, FORGET_AFTER_SECONDS * SECOND, maxWaiting),
        Observation::subject,
        Types.STRING,
        TypeInformation.of(RiskEdge.class));
  }

  private void watermark(long second) throws Exception {
    operator.watermark((T0_SECONDS + second) * 1_000);
  }

  private Observation at(long second, Measure measure, String subject, String value) {
    return observation(T0 + second * SECOND, measure, subject, value);
  }

  private Observation observation(long micros, Measure measure, String subject, String value) {
    return new Observation(
        measure, subject, "", E8.parse(value), 0, micros, Topic.RISK_OBSERVATIONS, 1, nextOffset++);
  }
}
