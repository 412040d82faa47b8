package io.hedgerow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.hedgerow.benchmarks.BookBenchmark;
import io.hedgerow.benchmarks.Latency;
import io.hedgerow.benchmarks.NetworkStateBenchmark;
import io.hedgerow.benchmarks.RiskBenchmark;
import io.hedgerow.benchmarks.SignalsBenchmark;
import io.hedgerow.benchmarks.fastpath.FastPathBenchmark;
import io.hedgerow.benchmarks.fastpath.PeerProcess;
import io.hedgerow.benchmarks.fix.FixBenchmark;
import io.hedgerow.benchmarks.study.RiskStudy;
import io.hedgerow.benchmarks.study.SignalsStudy;
import io.hedgerow.jobs.signals.SignalsConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures; docs/figures.md says what was measured when and on what. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measure the book, order entry, or a job against a real broker.")
final class BenchCommand implements Runnable {

  /** What every benchmark takes. */
  static class Repeats {
    @Option(names = "--repeats", description = "Runs of each measurement (${DEFAULT-VALUE}).")
    int repeats = 3;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;
  }

  /** What those take that read recorded data. */
  static final class Common extends Repeats {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Recorded data to cut the messages from; default: ../shared/data.")
    Path data;
  }

  @Override
  public void run() {
    throw UserException.ofUsage(
        "say what to measure: book, fastpath, fix, network-state, risk, signals or study (--help)");
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Decode and apply on one thread, beside a naive book in the same run.")
  int book(
      @Mixin Common common,
      @Option(
              names = "--books",
              description = "Number of books (${DEFAULT-VALUE}).",
              defaultValue = "1000")
          int books)
      throws java.io.IOException {
    List<String> args =
        new ArrayList<>(List.of("--books", "" + books, "--repeats", "" + common.repeats));
    Path data = DataFolder.orNull(common.data);
    if (data != null) {
      args.addAll(List.of("--data", data.toString()));
    }
    if (common.json) {
      args.add("--json");
    }
    BookBenchmark.main(args.toArray(String[]::new));
    return 0;
  }

  @Command(
      name = "network-state",
      mixinStandardHelpOptions = true,
      description = "Kafka to state.depth: catching up, and the latency at a fixed pace.")
  int networkState(
      @Mixin Common common,
      @Option(
              names = "--instruments",
              split = ",",
              description = "Numbers of instruments (${DEFAULT-VALUE}).",
              defaultValue = "1000,10000")
          int[] instruments,
      @Option(
              names = "--messages",
              description = "Messages per catch-up run (${DEFAULT-VALUE}).",
              defaultValue = "4000000")
          long messages,
      @Option(
              names = "--rate",
              description = "Messages/s of the latency run, 0 for none (${DEFAULT-VALUE}).",
              defaultValue = "100000")
          int rate,
      @Option(
              names = "--parallelism",
              description = "Subtasks of the job (${DEFAULT-VALUE}).",
              defaultValue = "2")
          int parallelism)
      throws Exception {
    NetworkStateBenchmark benchmark =
        new NetworkStateBenchmark(DataFolder.orNull(common.data), parallelism, System.err::println);
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("messages", benchmark.source());
    report.put("java", System.getProperty("java.version"));
    report.put("cores", Runtime.getRuntime().availableProcessors());
    report.put("parallelism", parallelism);
    List<NetworkStateBenchmark.Throughput> runs = new ArrayList<>();
    for (int count : instruments) {
      runs.addAll(benchmark.throughput(count, messages, common.repeats));
    }
    report.put("throughput", runs);
    List<Latency> latencies = new ArrayList<>();
    for (int repeat = 0; rate > 0 && repeat < common.repeats; repeat++) {
      latencies.add(
          benchmark.latency(instruments[0], rate, Duration.ofSeconds(10), Duration.ofSeconds(20)));
    }
    report.put("latency", latencies);
    print(report, runs, latencies, common.json);
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Kafka to risk.state: catching up, and observation to restriction at a pace.")
  int risk(
      @Mixin Repeats common,
      @Option(
              names = "--subjects",
              description = "Number of subjects (${DEFAULT-VALUE}).",
              defaultValue = "1000")
          int subjects,
      @Option(
              names = "--observations",
              description = "Observations per catch-up run, 0 for none (${DEFAULT-VALUE}).",
              defaultValue = "8000000")
          long observations,
      @Option(
              names = "--rate",
              description = "Observations/s of the latency run, 0 for none (${DEFAULT-VALUE}).",
              defaultValue = "50000")
          int rate,
      @Option(
              names = "--parallelism",
              description = "Subtasks of the job (${DEFAULT-VALUE}).",
              defaultValue = "2")
          int parallelism)
      throws Exception {
    RiskBenchmark benchmark = new RiskBenchmark(parallelism, System.err::println);
    List<RiskBenchmark.Throughput> throughput =
        observations > 0 ? benchmark.throughput(subjects, observations, common.repeats) : List.of();
    List<RiskBenchmark.Latencies> latencies = new ArrayList<>();
    for (int repeat = 0; rate > 0 && repeat < common.repeats; repeat++) {
      latencies.add(
          benchmark.latency(subjects, rate, Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }
    if (common.json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("java", System.getProperty("java.version"));
      report.put("cores", Runtime.getRuntime().availableProcessors());
      report.put("parallelism", parallelism);
      report.put("throughput", throughput);
      report.put("latency", latencies);
      System.out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
    } else {
      System.out.print(RiskFigures.text(throughput, latencies));
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Kafka to execution.signals: books/s when catching up.",
        "With --recorded: how many signals recorded books give, with what expected edge."
      })
  int signals(
      @Mixin Common common,
      @Option(names = "--recorded", description = "Run recorded books instead of measuring.")
          boolean recorded,
      @Option(
              names = "--config",
              paramLabel = "FILE",
              description = "Settings of the job; default: flink-conf/signals.yaml.")
          Path file,
      @Option(
              names = "--views",
              description = "Views per catch-up run (${DEFAULT-VALUE}).",
              defaultValue = "400000")
          long views,
      @Option(
              names = "--parallelism",
              description = "Subtasks of the job (${DEFAULT-VALUE}).",
              defaultValue = "2")
          int parallelism)
      throws Exception {
    SignalsConfig config = signalsConfig(file);
    if (recorded) {
      Path folder = DataFolder.orNull(common.data);
      if (folder == null) {
        System.out.println("Nothing to run: there is no ../shared/data; name a folder: --data DIR");
        return 0;
      }
      SignalsStudy.Report report = new SignalsStudy(folder, config, System.err::println).run();
      System.out.print(common.json ? json(report) : SignalsFigures.text(report));
      return 0;
    }
    List<SignalsBenchmark.Throughput> runs =
        new SignalsBenchmark(config, parallelism, System.err::println)
            .throughput(views, common.repeats);
    if (common.json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("java", System.getProperty("java.version"));
      report.put("cores", Runtime.getRuntime().availableProcessors());
      report.put("parallelism", parallelism);
      report.put("throughput", runs);
      System.out.print(json(report));
    } else {
      System.out.print(SignalsFigures.text(runs));
    }
    return 0;
  }

  private static SignalsConfig signalsConfig(Path named) {
    Path file =
        named == null
            ? Path.of(System.getProperty("hedgerow.home", "."), "flink-conf", "signals.yaml")
            : named;
    try {
      return SignalsConfig.load(file);
    } catch (IllegalArgumentException e) {
      throw new UserException(e.getMessage());
    }
  }

  private static String json(Object report) throws JsonProcessingException {
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report)
        + "\n";
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Order to acknowledgement over loopback FIX, beside bare TCP in the same run.")
  int fix(
      @Mixin Common common,
      @Option(
              names = "--orders",
              description = "Orders of each measured run (${DEFAULT-VALUE}).",
              defaultValue = "50000")
          int orders)
      throws Exception {
    if (orders < 1 || common.repeats < 1) {
      throw UserException.ofUsage(
          "expected --orders and --repeats of 1 or more, saw " + orders + " and " + common.repeats);
    }
    List<FixBenchmark.Figures> all =
        new FixBenchmark(orders, common.repeats, System.err::println).run();
    if (common.json) {
      Map<String, Object> report = new LinkedHashMap<>();
      report.put("java", System.getProperty("java.version"));
      report.put("cores", Runtime.getRuntime().availableProcessors());
      report.put("orderToAcknowledgement", all);
      System.out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
      return 0;
    }
    TextTable table = new TextTable("engine", "p50 µs", "p99 µs", "p99.9 µs", "best p99 µs");
    for (FixBenchmark.Figures figures : all) {
      table.row(
          figures.peer(),
          String.format(Locale.ROOT, "%.1f", figures.p50Micros()),
          String.format(Locale.ROOT, "%.1f", figures.p99Micros()),
          String.format(Locale.ROOT, "%.1f", figures.p999Micros()),
          String.format(Locale.ROOT, "%.1f", figures.bestP99Micros()));
    }
    System.out.print(table.render());
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description =
          "The fast path from a signal to both legs, stage by stage, beside what the machine takes"
              + " by itself.")
  int fastpath(
      @Option(
              names = "--rate",
              description = "Signals/s of the paced run (${DEFAULT-VALUE}).",
              defaultValue = "100000")
          int rate,
      @Option(
              names = "--seconds",
              description = "Length of each run (${DEFAULT-VALUE}).",
              defaultValue = "10")
          int seconds,
      @Option(
              names = "--journal",
              paramLabel = "DIR",
              description = "Where the journal is written; default: the temporary folder.")
          Path journal,
      @Option(
              names = "--peer",
              description = "Measure exchange-core 0.5.3 in the same run (Java 17 only).")
          boolean peer,
      @Option(names = "--json", description = "Print the result as JSON.") boolean json)
      throws Exception {
    if (rate < 1 || rate > 10_000_000 || seconds < 1 || seconds > 600) {
      throw UserException.ofUsage(
          "expected --rate 1 to 10000000 and --seconds 1 to 600, saw " + rate + " and " + seconds);
    }
    Path folder = journal == null ? Path.of(System.getProperty("java.io.tmpdir")) : journal;
    if (!Files.isDirectory(folder)) {
      throw UserException.ofUsage("expected --journal to be a folder, saw " + folder);
    }
    FastPathBenchmark.Report report =
        new FastPathBenchmark(
                rate, seconds, folder, peer ? fastPathPeer() : null, System.err::println)
            .run();
    System.out.print(
        json
            ? new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(report)
                + System.lineSeparator()
            : FastPathFigures.text(report));
    return 0;
  }

  private static PeerProcess fastPathPeer() throws Exception {
    try {
      return PeerProcess.prepare(
          Path.of(System.getProperty("hedgerow.home", ".")).toAbsolutePath());
    } catch (IllegalStateException e) {
      throw new UserException(e.getMessage());
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Recorded markets through the risk job: which triggers fired when.")
  int study(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "Recorded data; default: ../shared/data.")
          Path data,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              description = "Where studies/ and plots/ are written (${DEFAULT-VALUE}).",
              defaultValue = "docs")
          Path out)
      throws Exception {
    Path folder = DataFolder.orNull(data);
    if (folder == null) {
      throw new UserException("there is no ../shared/data; name a folder: --data DIR");
    }
    RiskStudy study = new RiskStudy(folder, System.err::println);
    List<String> missing = study.missing();
    if (!missing.isEmpty()) {
      throw new UserException(
          folder + " does not hold what the study reads: expected " + String.join(", ", missing));
    }
    study.writeAll(out);
    return 0;
  }

  private static void print(
      Map<String, Object> report,
      List<NetworkStateBenchmark.Throughput> runs,
      List<Latency> latencies,
      boolean json)
      throws Exception {
    if (json) {
      System.out.println(
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report));
      return;
    }
    System.out.println("Messages: " + report.get("messages"));
    TextTable catchUp =
        new TextTable("instruments", "messages/s", "views/s", "heap MiB", "checkpoint KiB");
    for (NetworkStateBenchmark.Throughput run : runs) {
      long largest = run.checkpoints().stream().mapToLong(Long::longValue).max().orElse(0);
      catchUp.row(
          String.format(Locale.ROOT, "%,d", run.instruments()),
          String.format(Locale.ROOT, "%,d", run.messagesPerSecond()),
          String.format(Locale.ROOT, "%,d", run.viewsPerSecond()),
          String.format(Locale.ROOT, "%,d", run.heapUsedMib()),
          String.format(Locale.ROOT, "%,d", largest >> 10));
    }
    System.out.print(catchUp.render());
    TextTable paced =
        new TextTable(
            "instruments", "paced/s", "p50 ms", "p99 ms", "p99.9 ms", "max ms", "late ms");
    for (Latency latency : latencies) {
      paced.row(
          String.format(Locale.ROOT, "%,d", latency.instruments()),
          String.format(Locale.ROOT, "%,d", latency.messagesPerSecond()),
          String.format(Locale.ROOT, "%.1f", latency.p50Millis()),
          String.format(Locale.ROOT, "%.1f", latency.p99Millis()),
          String.format(Locale.ROOT, "%.1f", latency.p999Millis()),
          String.format(Locale.ROOT, "%.1f", latency.maxMillis()),
          String.format(Locale.ROOT, "%.1f", latency.latePaceMillis()));
    }
    if (!latencies.isEmpty()) {
      System.out.print(paced.render());
    }
  }
}
