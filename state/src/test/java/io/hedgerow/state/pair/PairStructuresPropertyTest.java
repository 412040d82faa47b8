package io.hedgerow.state.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The heap of deadlines and the index of numbers, against naive ones. */
class PairStructuresPropertyTest {

  @Property(tries = 200)
  void shouldTakeDeadlinesInTheirOrder(@ForAll long seed) {
    Random random = new Random(seed);
    int nodes = 1 + random.nextInt(40);
    Deadlines deadlines = new Deadlines(nodes);
    Map<Integer, Long> naive = new HashMap<>();
    for (int step = 0; step < 400; step++) {
      int node = random.nextInt(nodes);
      long at = random.nextInt(50);
      switch (random.nextInt(4)) {
        case 0 -> {
          deadlines.clear(node);
          naive.remove(node);
        }
        case 1 -> {
          List<Integer> expected = due(naive, at);
          List<Integer> taken = new ArrayList<>();
          for (int due = deadlines.takeDue(at);
              due != Deadlines.NONE;
              due = deadlines.takeDue(at)) {
            taken.add(due);
            naive.remove(due);
          }
          assertThat(taken).isEqualTo(expected);
        }
        default -> {
          deadlines.set(node, at);
          naive.put(node, at);
        }
      }
      assertThat(deadlines.earliestMicros())
          .isEqualTo(naive.values().stream().min(Long::compare).orElse(Deadlines.NEVER));
    }
  }

  private static List<Integer> due(Map<Integer, Long> naive, long at) {
    return naive.keySet().stream()
        .filter(node -> naive.get(node) <= at)
        .sorted(Comparator.<Integer, Long>comparing(naive::get).thenComparing(node -> node))
        .toList();
  }

  @Property(tries = 200)
  void shouldFindWhatIsThere(@ForAll long seed) {
    Random random = new Random(seed);
    int most = 1 + random.nextInt(30);
    NumberIndex index = new NumberIndex(most);
    Map<Long, Integer> naive = new HashMap<>();
    for (int step = 0; step < 500; step++) {
      long key = random.nextInt(60) - 5;
      if (naive.containsKey(key)) {
        index.remove(key);
        naive.remove(key);
      } else if (naive.size() < most) {
        index.put(key, step);
        naive.put(key, step);
      }
      assertThat(index.size()).isEqualTo(naive.size());
      for (long each = -5; each < 55; each++) {
        assertThat(index.get(each)).isEqualTo(naive.getOrDefault(each, NumberIndex.ABSENT));
      }
    }
  }
}
