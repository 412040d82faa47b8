package io.hedgerow.benchmarks.study;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * A series over time with what was raised on it, as SVG: lines, and a red stroke at the top for
 * each trigger that was raised, an amber one at the bottom for each that only warned.
 */
final class StudyPlot {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 220;
  private static final int LEFT = 70;
  private static final int TOP = 24;
  private static final int BOTTOM = 196;
  private static final int MARK = 12;
  private static final List<String> COLOURS = List.of("#1f6f8b", "#8b5a1f");
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
  private static final int LABELS = 6;

  /** One value at each time, µs since the epoch, in order. */
  record Line(String name, long[] atMicros, double[] values) {}

  private final StringBuilder svg = new StringBuilder();
  private final List<Line> lines;
  private final long from;
  private final long to;
  private double low = Double.MAX_VALUE;
  private double high = -Double.MAX_VALUE;

  private StudyPlot(List<Line> lines) {
    this.lines = lines;
    from = lines.stream().mapToLong(line -> line.atMicros()[0]).min().orElseThrow();
    to =
        lines.stream()
            .mapToLong(line -> line.atMicros()[line.atMicros().length - 1])
            .max()
            .orElseThrow();
    for (Line line : lines) {
      for (double value : line.values()) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }

  /** The picture's text. */
  static String of(String title, List<Line> lines, List<Long> raised, List<Long> warned) {
    return new StudyPlot(lines).draw(title, raised, warned);
  }

  private String draw(String title, List<Long> raised, List<Long> warned) {
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 220\""
            + " font-family=\"sans-serif\" font-size=\"11\">\n"
            + "<rect width=\"960\" height=\"220\" fill=\"#ffffff\"/>\n");
    text(LEFT, 14, "start", title);
    strokes(warned, "#e0a000", BOTTOM - MARK);
    strokes(raised, "#d02020", TOP);
    axes();
    for (int i = 0; i < lines.size(); i++) {
      polyline(lines.get(i), COLOURS.get(i % COLOURS.size()));
    }
    return svg.append("</svg>\n").toString();
  }

  private void strokes(List<Long> times, String colour, int y) {
    if (times.isEmpty()) {
      return;
    }
    svg.append("<path stroke=\"").append(colour).append("\" d=\"");
    times.stream()
        .map(this::x)
        .distinct()
        .forEach(x -> svg.append(String.format(Locale.ROOT, "M%d %dv%d", x, y, MARK)));
    svg.append("\"/>\n");
  }

  private void axes() {
    for (double value : new double[] {low, (low + high) / 2, high}) {
      text(LEFT - 6, y(value) + 4, "end", String.format(Locale.ROOT, "%,.0f", value));
    }
    for (int i = 0; i < LABELS; i++) {
      long at = from + (to - from) * i / (LABELS - 1);
      String label = DAY.format(Instant.ofEpochMilli(at / 1_000).atZone(ZoneOffset.UTC));
      String anchor = i == 0 ? "start" : i == LABELS - 1 ? "end" : "middle";
      text(x(at), HEIGHT - 8, anchor, label);
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<path stroke=\"#bbbbbb\" fill=\"none\" d=\"M%d %dV%dH%d\"/>%n",
            LEFT,
            TOP,
            BOTTOM,
            WIDTH - 10));
  }

  private void text(int x, int y, String anchor, String text) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }

  /** The lowest and the highest value of each column of pixels: no spike is lost. */
  private void polyline(Line line, String colour) {
    svg.append("<polyline fill=\"none\" stroke-width=\"0.8\" stroke=\"").append(colour);
    svg.append("\" points=\"");
    int at = 0;
    while (at < line.values().length) {
      int column = x(line.atMicros()[at]);
      double least = line.values()[at];
      double most = least;
      while (at < line.values().length && x(line.atMicros()[at]) == column) {
        least = Math.min(least, line.values()[at]);
        most = Math.max(most, line.values()[at]);
        at++;
      }
      svg.append(column).append(',').append(y(least)).append(' ');
      if (y(most) != y(least)) {
        svg.append(column).append(',').append(y(most)).append(' ');
      }
    }
    svg.append("\"/>\n");
  }

  private int x(long atMicros) {
    double share = (double) (atMicros - from) / Math.max(1, to - from);
    return LEFT + (int) Math.round(share * (WIDTH - 10 - LEFT));
  }

  private int y(double value) {
    double span = Math.max(1e-9, high - low);
    return BOTTOM - (int) Math.round((value - low) / span * (BOTTOM - TOP));
  }
}
