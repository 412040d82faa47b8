package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** The lines to be drawn, taken from the records themselves and not from what the job made. */
final class StudyLines {

  private static final double E8_PER_PPM = E8.ONE / 1e6;

  /** Prices further apart in time than this are not compared. */
  private static final long SAME_TIME_MICROS = 10_000_000L;

  /** Settlements further apart than this are not compared. */
  private static final long SAME_PERIOD_MICROS = 7 * RecordedFunding.HOUR_MICROS;

  private static final class Points {
    final List<Long> times = new ArrayList<>();
    final List<Double> values = new ArrayList<>();

    void add(long atMicros, double value) {
      times.add(atMicros);
      values.add(value);
    }

    StudyPlot.Line line(String name) {
      return new StudyPlot.Line(
          name,
          times.stream().mapToLong(Long::longValue).toArray(),
          values.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  private record Latest(long atMicros, double value) {}

  private final Map<String, Points> points = new TreeMap<>();
  private final Map<String, Map<String, Latest>> latest = new TreeMap<>();

  private StudyLines() {}

  /**
   * Lines by name: {@code funding VENUE|INSTRUMENT}, {@code dispersion ASSET}, {@code price
   * VENUE|INSTRUMENT}, {@code spread INSTRUMENT}, {@code depth VENUE|INSTRUMENT}.
   */
  static Map<String, StudyPlot.Line> of(List<? extends SpecificRecord> records) {
    StudyLines lines = new StudyLines();
    for (SpecificRecord record : records) {
      if (record instanceof FundingUpdate update) {
        lines.funding(update);
      } else if (record instanceof DepthView view && view.getReferencePriceE8() != 0) {
        lines.book(view);
      }
    }
    Map<String, StudyPlot.Line> named = new TreeMap<>();
    lines.points.forEach((name, of) -> named.put(name, of.line(name)));
    return named;
  }

  private void funding(FundingUpdate update) {
    String route = InstrumentKey.of(update.getVenue(), update.getInstrument());
    long at = update.getReceivedAtMicros();
    double perEightHours = 8.0 * RecordedFunding.HOUR_MICROS / update.getDeclaredIntervalMicros();
    double ratePpm = update.getRateE8() / E8_PER_PPM * perEightHours;
    add("funding " + route, at, ratePpm);
    String dispersion = "dispersion " + update.getAsset();
    double[] ends = ends(dispersion, route, at, ratePpm, SAME_PERIOD_MICROS);
    if (ends.length > 0) {
      add(dispersion, at, ends[1] - ends[0]);
    }
  }

  private void book(DepthView view) {
    long at = view.getReceivedAtMicros();
    double price = view.getReferencePriceE8() / (double) E8.ONE;
    String route = InstrumentKey.of(view.getVenue(), view.getInstrument());
    add("price " + route, at, price);
    add("depth " + route, at, Math.min(inside(view.getBids()), inside(view.getAsks())));
    String spread = "spread " + view.getInstrument();
    double[] ends = ends(spread, view.getVenue(), at, price, SAME_TIME_MICROS);
    if (ends.length > 0) {
      add(spread, at, (ends[1] - ends[0]) / ends[0] * 1e6);
    }
  }

  private static double inside(List<DepthLevel> side) {
    return side.isEmpty()
        ? 0
        : side.get(side.size() - 1).getCumulativeNotionalE8() / (double) E8.ONE;
  }

  /** The lowest and the highest of what is known at this time; empty if fewer than two are. */
  private double[] ends(String of, String component, long at, double value, long withinMicros) {
    Map<String, Latest> known = latest.computeIfAbsent(of, name -> new TreeMap<>());
    known.put(component, new Latest(at, value));
    double[] fresh =
        known.values().stream()
            .filter(each -> at - each.atMicros() <= withinMicros)
            .mapToDouble(Latest::value)
            .sorted()
            .toArray();
    return fresh.length < 2 ? new double[0] : new double[] {fresh[0], fresh[fresh.length - 1]};
  }

  private void add(String name, long at, double value) {
    points.computeIfAbsent(name, of -> new Points()).add(at, value);
  }
}
