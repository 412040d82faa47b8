package io.hedgerow.state.risk.trial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How two lists of what happened differ. Of the same key, what is equal is the same; of the rest
 * the first moves to the first, the second to the second. Stateless, safe from any thread.
 */
public final class TrialDifference {

  /** What becomes of one thing. */
  public enum Kind {
    SAME,
    MOVES,
    COMES,
    GOES
  }

  /**
   * One thing, before and after.
   *
   * @param before null if it comes
   * @param after null if it goes
   */
  public record Change<T>(Kind kind, T before, T after) {}

  private TrialDifference() {}

  /**
   * Every change: in the order of {@code before}, then what comes in the order of {@code after}.
   */
  public static <T> List<Change<T>> of(List<T> before, List<T> after, Function<T, String> key) {
    List<T> rest = new ArrayList<>(after);
    List<T> unmatched = new ArrayList<>();
    Map<Integer, Change<T>> byPlace = new LinkedHashMap<>();
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      T one = before.get(i);
      if (rest.remove(one)) {
        byPlace.put(i, new Change<>(Kind.SAME, one, one));
      } else {
        unmatched.add(one);
        places.add(i);
      }
    }
    Map<String, Deque<T>> restByKey = new LinkedHashMap<>();
    rest.forEach(
        one -> restByKey.computeIfAbsent(key.apply(one), of -> new ArrayDeque<>()).addLast(one));
    for (int i = 0; i < unmatched.size(); i++) {
      T one = unmatched.get(i);
      T moved = restByKey.getOrDefault(key.apply(one), new ArrayDeque<>()).pollFirst();
      Kind kind = moved == null ? Kind.GOES : Kind.MOVES;
      byPlace.put(places.get(i), new Change<>(kind, one, moved));
    }
    List<Change<T>> changes = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      changes.add(byPlace.get(i));
    }
    restByKey
        .values()
        .forEach(left -> left.forEach(one -> changes.add(new Change<>(Kind.COMES, null, one))));
    return changes;
  }
}
