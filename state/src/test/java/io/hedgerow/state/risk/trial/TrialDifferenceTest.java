package io.hedgerow.state.risk.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.state.risk.trial.TrialDifference.Change;
import io.hedgerow.state.risk.trial.TrialDifference.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Things that are a letter, which is their key, and a time. */
@Tag("RISK-2")
class TrialDifferenceTest {

  @Test
  void shouldTellWhatStaysMovesComesAndGoes() {
    assertThat(changes(List.of("a1", "b1", "a2", "c1"), List.of("a2", "a3", "d1", "c1")))
        .containsExactly(
            new Change<>(Kind.MOVES, "a1", "a3"),
            new Change<>(Kind.GOES, "b1", null),
            new Change<>(Kind.SAME, "a2", "a2"),
            new Change<>(Kind.SAME, "c1", "c1"),
            new Change<>(Kind.COMES, null, "d1"));
  }

  @Test
  void shouldMoveTheFirstToTheFirst() {
    assertThat(changes(List.of("a1", "a2"), List.of("a3", "a4", "a5")))
        .containsExactly(
            new Change<>(Kind.MOVES, "a1", "a3"),
            new Change<>(Kind.MOVES, "a2", "a4"),
            new Change<>(Kind.COMES, null, "a5"));
  }

  private static List<Change<String>> changes(List<String> before, List<String> after) {
    return TrialDifference.of(before, after, one -> one.substring(0, 1));
  }
}
