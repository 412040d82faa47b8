package io.hedgerow.cli;

import java.util.ArrayList;
import java.util.List;

/** A plain text table; columns as wide as their widest cell, numbers to the right. */
final class TextTable {

  private final String[] header;
  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... header) {
    this.header = header;
  }

  void row(String... cells) {
    if (cells.length != header.length) {
      throw new IllegalArgumentException(
          "expected " + header.length + " cells, saw " + cells.length);
    }
    rows.add(cells);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  String render() {
    int[] widths = new int[header.length];
    boolean[] numbers = new boolean[header.length];
    for (int column = 0; column < header.length; column++) {
      widths[column] = header[column].length();
      numbers[column] = !rows.isEmpty();
      for (String[] row : rows) {
        widths[column] = Math.max(widths[column], row[column].length());
        numbers[column] &= row[column].matches("(>= )?[-+]?[0-9.,]+|-");
      }
    }
    StringBuilder text = new StringBuilder();
    line(text, header, widths, numbers);
    for (String[] row : rows) {
      line(text, row, widths, numbers);
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String[] cells, int[] widths, boolean[] numbers) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.length; column++) {
      line.append(column == 0 ? "" : "  ");
      String padding = " ".repeat(widths[column] - cells[column].length());
      line.append(numbers[column] ? padding + cells[column] : cells[column] + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
