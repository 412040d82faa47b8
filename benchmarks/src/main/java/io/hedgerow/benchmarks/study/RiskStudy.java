package io.hedgerow.benchmarks.study;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * Recorded markets through the risk job, each series under its policies, and what came out as pages
 * of triggers and as plots (TRIG-1, TRIG-3, TRIG-4, TRIG-12).
 */
public final class RiskStudy {

  private final Path data;
  private final Consumer<String> progress;

  /** A trigger that was raised: on which day, in UTC, by what and on what. */
  public record Raised(LocalDate day, String measure, String subject) {}

  /**
   * A study.
   *
   * @param data the folder that holds {@code funding} and {@code books}
   * @param progress takes a line for each run
   */
  public RiskStudy(Path data, Consumer<String> progress) {
    this.data = data;
    this.progress = progress;
  }

  /**
   * Which of its recordings the folder does not hold, as paths in it; empty if all are there.
   *
   * @throws IOException if the folder cannot be read
   */
  public List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    for (StudySeries series : StudySeries.values()) {
      int slash = series.files().lastIndexOf('/');
      Path folder = data.resolve(series.files().substring(0, slash));
      if (!Files.isDirectory(folder) || !holds(folder, series.files().substring(slash + 1))) {
        missing.add(series.files());
      }
    }
    return missing;
  }

  private static boolean holds(Path folder, String name) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name)) {
      return found.iterator().hasNext();
    }
  }

  /**
   * Runs every series and writes {@code studies/*.md} and {@code plots/*.svg} into the folder.
   *
   * @throws Exception if the data cannot be read or a run fails
   */
  public void writeAll(Path out) throws Exception {
    Files.createDirectories(out.resolve("studies"));
    Files.createDirectories(out.resolve("plots"));
    for (StudySeries series : StudySeries.values()) {
      List<? extends SpecificRecord> records = series.read(data);
      for (StudyPolicy policy : series.policies()) {
        StudyRun.Outcome outcome = StudyRun.of(policy.record(), records);
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s under %s: %,d records, %d raised, %d warned, %d cleared, %d alerts, %d s",
                series.text(),
                policy.name(),
                outcome.records(),
                outcome.count(TriggerStatus.RAISED),
                outcome.count(TriggerStatus.WARNED),
                outcome.count(TriggerStatus.CLEARED),
                outcome.alerts().size(),
                outcome.seconds()));
        write(out, series, policy, records, outcome);
      }
    }
  }

  /**
   * What the recorded funding of a span of days raises under the shipped policy, in the order of
   * time; the statistics begin anew with the first day.
   *
   * @param to the first day that no longer belongs to it
   * @throws Exception if the data cannot be read or the run fails
   */
  public List<Raised> fundingRaised(LocalDate from, LocalDate to) throws Exception {
    long fromMicros = microsOf(from);
    long toMicros = microsOf(to);
    List<? extends SpecificRecord> records =
        StudySeries.FUNDING.read(data).stream()
            .filter(record -> StudyRun.timeMicrosOf(record) >= fromMicros)
            .filter(record -> StudyRun.timeMicrosOf(record) < toMicros)
            .toList();
    return StudyRun.of(StudyPolicy.shipped().record(), records).triggers().stream()
        .filter(trigger -> trigger.getStatus() == TriggerStatus.RAISED)
        .map(trigger -> new Raised(dayOf(trigger), trigger.getMeasure(), trigger.getSubject()))
        .toList();
  }

  private static long microsOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
  }

  private static LocalDate dayOf(RiskTrigger trigger) {
    return Instant.ofEpochMilli(atMicros(trigger) / 1_000).atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static long atMicros(RiskTrigger trigger) {
    List<EdgeEvidence> edges = trigger.getEdges();
    return edges.get(edges.size() - 1).getAtMicros();
  }

  private static void write(
      Path out,
      StudySeries series,
      StudyPolicy policy,
      List<? extends SpecificRecord> records,
      StudyRun.Outcome outcome)
      throws IOException {
    double days =
        StudyReport.days(
            StudyRun.timeMicrosOf(records.get(0)),
            StudyRun.timeMicrosOf(records.get(records.size() - 1)));
    String name = series.text() + "-" + policy.name();
    Files.writeString(
        out.resolve("studies").resolve(name + ".md"),
        StudyReport.of(series, policy, outcome, days));
    if (policy.name().equals(series.text())) {
      Map<String, StudyPlot.Line> lines = StudyLines.of(records);
      for (Map.Entry<String, List<String>> plot : plots(series, lines).entrySet()) {
        Files.writeString(
            out.resolve("plots").resolve(series.text() + "-" + plot.getKey() + ".svg"),
            plot(plot.getValue(), lines, outcome.triggers()));
      }
    }
  }

  /** Which lines stand in one plot, by the plot's name. */
  private static Map<String, List<String>> plots(
      StudySeries series, Map<String, StudyPlot.Line> lines) {
    Map<String, List<String>> plots = new TreeMap<>();
    for (String line : lines.keySet()) {
      boolean drawn =
          switch (series) {
            case FUNDING -> true;
            case BARS -> line.matches("spread .*|dispersion .*|price BINANCE.(BTC|ETH)-USDT");
            case BRL -> true;
          };
      if (drawn) {
        boolean venues = series == StudySeries.BRL && !line.startsWith("spread");
        String name = venues ? line.substring(0, line.indexOf(' ')) : line;
        plots
            .computeIfAbsent(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                of -> new ArrayList<>())
            .add(line);
      }
    }
    return plots;
  }

  private static String plot(
      List<String> names, Map<String, StudyPlot.Line> lines, List<RiskTrigger> triggers) {
    List<Long> raised = new ArrayList<>();
    List<Long> warned = new ArrayList<>();
    for (RiskTrigger trigger : triggers) {
      if (names.stream().anyMatch(name -> concerns(name, trigger))) {
        switch (trigger.getStatus()) {
          case RAISED -> raised.add(atMicros(trigger));
          case WARNED -> warned.add(atMicros(trigger));
          case CLEARED -> {}
        }
      }
    }
    return StudyPlot.of(title(names), names.stream().map(lines::get).toList(), raised, warned);
  }

  private static String title(List<String> names) {
    String unit =
        switch (names.get(0).substring(0, names.get(0).indexOf(' '))) {
          case "funding", "dispersion" -> "ppm per 8 h";
          case "spread" -> "ppm";
          default -> "quote currency";
        };
    return String.join(", ", names) + " (" + unit + "); red: raised, amber: warned";
  }

  private static boolean concerns(String line, RiskTrigger trigger) {
    String kind = line.substring(0, line.indexOf(' '));
    String subject = line.substring(line.indexOf(' ') + 1);
    String asset = subject.replaceAll(".*\\|", "").replaceAll("-.*", "");
    List<String> measures =
        switch (kind) {
          case "funding" -> List.of("funding-distance", "funding-inversion");
          case "dispersion" -> List.of("funding-dispersion");
          case "spread" -> List.of("venue-basis", "price-divergence");
          case "price" -> List.of("realized-volatility", "book-unusable");
          default -> List.of("executable-depth");
        };
    return measures.contains(trigger.getMeasure())
        && Arrays.asList(subject, asset).contains(trigger.getSubject());
  }
}
