package io.hedgerow.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures with their conditions, as text or as one JSON object. */
final class BookReport {

  private final boolean json;
  private final Map<String, String> values = new LinkedHashMap<>();

  BookReport(BookArguments arguments, List<BookWorkload> workloads) {
    json = arguments.json();
    text("java", System.getProperty("java.vm.version"));
    put("processors", Runtime.getRuntime().availableProcessors());
    put("books", arguments.books());
    put("repeats", arguments.repeats());
    for (int i = 0; i < workloads.size(); i++) {
      text("source" + (i + 1), workloads.get(i).source);
    }
  }

  void put(String name, long value) {
    values.put(name, Long.toString(value));
  }

  /** Smallest, median and largest of the repeats. */
  void putRange(String name, double[] repeats) {
    double[] sorted = repeats.clone();
    Arrays.sort(sorted);
    put(name + ".min", Math.round(sorted[0]));
    put(name + ".median", Math.round(sorted[sorted.length / 2]));
    put(name + ".max", Math.round(sorted[sorted.length - 1]));
  }

  String toText() {
    StringBuilder out = new StringBuilder(json ? "{" : "");
    values.forEach(
        (name, value) -> {
          if (json) {
            out.append(out.length() > 1 ? "," : "").append('"').append(name).append("\":");
            out.append(value);
          } else {
            out.append(String.format(Locale.ROOT, "%-34s %s%n", name, value));
          }
        });
    return out.append(json ? "}" : "").toString();
  }

  private void text(String name, String value) {
    values.put(name, json ? '"' + value + '"' : value);
  }
}
