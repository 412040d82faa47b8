package io.hedgerow.benchmarks.study;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.signal.InstrumentName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the touch of one book is above the touch of another, before any cost: at each view, against
 * the newest view of each other book of the asset that is young enough. Also of pairs that no
 * signal is made of, spot against perpetual, so that a reader sees how far apart they are.
 */
final class PairEdges {

  private static final int MEDIAN = 50;
  private static final int HIGH = 99;

  private PairEdges() {}

  /** Edges of every ordered pair with at least one moment, by name: {@code buy > sell}. */
  static List<SignalsStudy.PairEdge> of(List<DepthView> views, long maxAgeMicros) {
    Map<String, DepthView> newest = new TreeMap<>();
    Map<String, List<Long>> edges = new TreeMap<>();
    for (DepthView view : views) {
      newest.put(RecordKeys.keyOf(view), view);
      if (!hasTouch(view)) {
        continue;
      }
      for (DepthView other : newest.values()) {
        boolean young = view.getReceivedAtMicros() - other.getReceivedAtMicros() <= maxAgeMicros;
        if (young && hasTouch(other) && isPair(view, other)) {
          add(edges, view, other);
          add(edges, other, view);
        }
      }
    }
    List<SignalsStudy.PairEdge> all = new ArrayList<>();
    edges.forEach(
        (pair, seen) -> {
          Collections.sort(seen);
          long positive = seen.stream().filter(edge -> edge > 0).count();
          all.add(
              new SignalsStudy.PairEdge(
                  pair,
                  seen.size(),
                  positive * 100.0 / seen.size(),
                  at(seen, MEDIAN),
                  at(seen, HIGH),
                  seen.get(seen.size() - 1)));
        });
    return all;
  }

  private static boolean hasTouch(DepthView view) {
    return view.getValidity() == BookValidity.LIVE
        && view.getBestBidPriceE8() > 0
        && view.getBestAskPriceE8() > 0;
  }

  private static boolean isPair(DepthView one, DepthView other) {
    InstrumentName name = InstrumentName.of(one.getInstrument());
    InstrumentName otherName = InstrumentName.of(other.getInstrument());
    return name != null
        && otherName != null
        && name.asset().equals(otherName.asset())
        && !RecordKeys.keyOf(one).equals(RecordKeys.keyOf(other));
  }

  private static void add(Map<String, List<Long>> edges, DepthView buyFrom, DepthView sellTo) {
    long askE8 = buyFrom.getBestAskPriceE8();
    long edgePpm = E8.mulDivFloor(sellTo.getBestBidPriceE8() - askE8, 1_000_000, askE8);
    edges
        .computeIfAbsent(nameOf(buyFrom) + " > " + nameOf(sellTo), pair -> new ArrayList<>())
        .add(edgePpm);
  }

  private static String nameOf(DepthView view) {
    return view.getVenue() + " " + view.getInstrument();
  }

  private static long at(List<Long> sorted, int percentile) {
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100));
  }
}
