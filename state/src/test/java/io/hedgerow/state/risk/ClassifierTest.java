package io.hedgerow.state.risk;

import static io.hedgerow.schemas.risk.EdgeKind.BREACH;
import static io.hedgerow.schemas.risk.EdgeKind.CLEAR;
import static io.hedgerow.schemas.risk.EdgeKind.HELD;
import static io.hedgerow.schemas.risk.EdgeKind.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Values come once a second; warn is 50, breach 100, clear 20. */
@Tag("RISK-2")
class ClassifierTest {

  private static final long SECOND = 1_000_000L;

  private record Edge(EdgeKind kind, long atSecond) {}

  private final List<Edge> edges = new ArrayList<>();

  private static MeasurePolicy policy(int confirm, int of, long holdSeconds, long dwellSeconds) {
    return new MeasurePolicy(
        50, 100, 20, confirm, of, holdSeconds * SECOND, dwellSeconds * SECOND, SECOND, SECOND);
  }

  /** Gives the values, one each second, and what is due before each. */
  private Classifier after(MeasurePolicy policy, boolean highIsBad, long... values) {
    Classifier classifier = new Classifier(highIsBad);
    for (int second = 0; second < values.length; second++) {
      while (classifier.deadlineMicros() <= second * SECOND) {
        long due = classifier.deadlineMicros();
        for (EdgeKind kind : classifier.fire(due)) {
          edges.add(new Edge(kind, due / SECOND));
        }
      }
      for (EdgeKind kind : classifier.observe(values[second], second * SECOND, policy)) {
        edges.add(new Edge(kind, second));
      }
    }
    return classifier;
  }

  @Test
  void shouldWarnOnceAndBreachOnce() {
    after(policy(1, 1, 100, 100), true, 49, 50, 60, 50, 99, 100, 200, 50, 100);

    assertThat(edges).containsExactly(new Edge(WARN, 1), new Edge(BREACH, 5));
  }

  @Test
  void shouldWarnBeforeABreachThatComesAtOnce() {
    after(policy(1, 1, 100, 100), true, 0, 100);

    assertThat(edges).containsExactly(new Edge(WARN, 1), new Edge(BREACH, 1));
  }

  @Test
  void shouldCountEachThresholdByItself() {
    after(policy(2, 3, 100, 100), true, 100, 0, 60, 100, 0, 0, 100, 60, 100);

    assertThat(edges).containsExactly(new Edge(WARN, 2), new Edge(BREACH, 8));
  }

  @Test
  void shouldReadLowValuesAsBadWhereLowIsBad() {
    MeasurePolicy margin = new MeasurePolicy(50, 20, 80, 1, 1, 100, 2 * SECOND, 1, 1);

    after(margin, false, 90, 51, 50, 21, 20, 79, 80, 80, 80);

    assertThat(edges)
        .containsExactly(
            new Edge(WARN, 2), new Edge(BREACH, 4), new Edge(HELD, 4), new Edge(CLEAR, 8));
  }

  @Test
  void shouldHoldABreachAtItsExactTimeAndOnce() {
    Classifier classifier = after(policy(1, 1, 3, 100), true, 100, 100);
    assertThat(classifier.deadlineMicros()).isEqualTo(3 * SECOND);

    assertThat(classifier.fire(3 * SECOND - 1)).isEmpty();
    assertThat(classifier.fire(3 * SECOND)).containsExactly(HELD);
    assertThat(classifier.deadlineMicros()).isEqualTo(Classifier.NEVER);
    assertThat(classifier.fire(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void shouldNotHoldABreachThatIsOver() {
    after(policy(1, 1, 4, 10), true, 100, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    assertThat(edges).containsExactly(new Edge(WARN, 0), new Edge(BREACH, 0), new Edge(CLEAR, 11));
  }

  @Test
  void shouldHoldABreachThatComesBackAfterTheHoldTime() {
    after(policy(1, 1, 4, 10), true, 100, 0, 0, 0, 0, 0, 0, 60, 0);

    assertThat(edges).containsExactly(new Edge(WARN, 0), new Edge(BREACH, 0), new Edge(HELD, 7));
  }

  @Test
  void shouldClearAfterTheDwellFromTheConfirmingValue() {
    Classifier classifier = after(policy(2, 3, 100, 5), true, 100, 100, 20, 20);

    assertThat(classifier.deadlineMicros()).isEqualTo(8 * SECOND);
    assertThat(classifier.fire(8 * SECOND)).containsExactly(CLEAR);
    assertThat(classifier.isQuiet()).isTrue();
  }

  @Test
  void shouldNotClearAtASingleGoodTick() {
    Classifier classifier = after(policy(2, 3, 100, 5), true, 100, 100, 0, 100, 100, 0);

    assertThat(classifier.deadlineMicros()).isEqualTo(100 * SECOND + SECOND);
  }

  @Test
  void shouldNotBeginTheDwellAnewForASingleBadTick() {
    after(policy(2, 3, 100, 5), true, 100, 100, 0, 0, 100, 0, 0, 0, 0);

    assertThat(edges).containsExactly(new Edge(WARN, 1), new Edge(BREACH, 1), new Edge(CLEAR, 8));
  }

  @Test
  void shouldInterruptTheDwellOnceOtherwiseIsConfirmed() {
    after(policy(2, 3, 100, 5), true, 100, 100, 0, 0, 21, 0, 21, 0, 0, 0, 0, 0, 0, 0);

    assertThat(edges).containsExactly(new Edge(WARN, 1), new Edge(BREACH, 1), new Edge(CLEAR, 13));
  }

  @Test
  void shouldNotClearWhileTheNewestValueIsNot() {
    Classifier classifier = after(policy(2, 3, 100, 3), true, 100, 100, 0, 0, 0, 60);
    assertThat(classifier.deadlineMicros()).isEqualTo(Classifier.NEVER);

    assertThat(classifier.observe(0, 9 * SECOND, policy(2, 3, 100, 3))).containsExactly(CLEAR);
  }

  @Test
  void shouldSayNothingAfterAMereWarning() {
    Classifier classifier = after(policy(1, 1, 1, 3), true, 60, 0, 0, 0, 0);

    assertThat(edges).containsExactly(new Edge(WARN, 0));
    assertThat(classifier.isQuiet()).isTrue();
  }

  @Test
  void shouldWarnAnewInTheNextExcursion() {
    after(policy(1, 1, 1, 1), true, 60, 0, 0, 60);

    assertThat(edges).containsExactly(new Edge(WARN, 0), new Edge(WARN, 3));
  }

  @Test
  void shouldForgetAValueThatWasNotConfirmed() {
    assertThat(after(policy(2, 3, 1, 1), true, 60, 0).isQuiet()).isFalse();
    assertThat(after(policy(2, 3, 1, 1), true, 60, 0, 0, 0).isQuiet()).isTrue();
    assertThat(edges).isEmpty();
  }

  @Test
  void shouldCountUpToSixtyFourValues() {
    long[] values = new long[64];
    values[0] = 60;
    values[63] = 60;

    after(policy(2, 64, 1, 1), true, values);

    assertThat(edges).containsExactly(new Edge(WARN, 63));
  }
}
