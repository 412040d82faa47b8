package io.hedgerow.benchmarks.study;

import io.hedgerow.jobs.signals.SignalsConfig;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Recorded books through the signals job: how many signals, with what expected edge after costs, at
 * the shipped policy and at half of its thresholds (SIG-1).
 */
public final class SignalsStudy {

  private static final StudyPolicy.Change HALF_EDGE = half("alpha.min-edge");
  private static final StudyPolicy.Change HALF_CARRY = half("funding-carry.min-net");
  private static final StudyPolicy.Change SLOW_BOOKS =
      new StudyPolicy.Change("alpha.max-age", 10_000, "the books come each four seconds");

  private final Path data;
  private final SignalsConfig config;
  private final Consumer<String> progress;

  /** A recording of the data folder. */
  private enum Series {
    THREE_MARKETS("Binance spot, USDⓈ-M, COIN-M, 2024-08-08", "(spot|usdm|cm)_.+_20240808\\.gz"),
    BRL("BTC/BRL, two venues, 2020-06-21", "btcbrl_.+\\.jsonl\\.gz");

    private final String title;
    private final Pattern files;

    Series(String title, String files) {
      this.title = title;
      this.files = Pattern.compile(files);
    }
  }

  /**
   * One run of one recording.
   *
   * @param edgesPpm expected edges after costs, in the order of time
   * @param feesPpm mean of what was taken off for fees
   * @param slippagePpm mean of what was taken off for slippage
   * @param meanNotional in units of the quote asset
   * @param settings the policy's name
   * @param notJudged records that were late, refused, dead or without a policy: 0 in a sound run
   */
  public record Run(
      String series,
      String settings,
      long views,
      double minutes,
      long alpha,
      long funding,
      List<Long> edgesPpm,
      long feesPpm,
      long slippagePpm,
      long meanNotional,
      long notJudged) {}

  /**
   * How far one book's bid was above another one's ask, before costs.
   *
   * @param positivePercent share of the moments in which it was above
   */
  public record PairEdge(
      String pair, long moments, double positivePercent, long p50Ppm, long p99Ppm, long maxPpm) {}

  /** What came out. */
  public record Report(List<Run> runs, List<PairEdge> pairs, List<String> notes) {}

  /**
   * A study.
   *
   * @param data the folder that holds {@code books}
   * @param config fees, caps, assets and chains
   * @param progress takes a line for each run
   */
  public SignalsStudy(Path data, SignalsConfig config, Consumer<String> progress) {
    this.data = data;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Runs every recording that is there under each policy.
   *
   * @throws Exception if a run fails, or leaves a record out
   */
  public Report run() throws Exception {
    List<Run> runs = new ArrayList<>();
    List<PairEdge> pairs = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Series series : Series.values()) {
      RecordedViews.Recording recording = RecordedViews.read(data, series.files);
      if (recording.depth().isEmpty()) {
        notes.add(series.title + ": left out, " + data + " does not hold it");
        continue;
      }
      notes.add(series.title + ": " + recording.fundingRates() + " funding rates recorded");
      pairs.addAll(
          PairEdges.of(
              recording.depth(),
              Policy.of(StudyPolicy.shipped().record()).signals().alpha().maxAgeMicros()));
      for (StudyPolicy policy : policies(series)) {
        SignalsRun.Outcome outcome = SignalsRun.of(config, policy.record(), recording.depth());
        Run run = runOf(series, policy.name(), recording.depth(), outcome);
        runs.add(run);
        progress.accept(
            String.format(
                Locale.ROOT,
                "%s, %s: %,d views, %d alpha, %d funding",
                run.series(),
                run.settings(),
                run.views(),
                run.alpha(),
                run.funding()));
      }
    }
    return new Report(runs, pairs, notes);
  }

  /** The BRL books come each four seconds: with the usual age few of them ever meet. */
  private static List<StudyPolicy> policies(Series series) {
    StudyPolicy shipped = new StudyPolicy("as shipped", List.of());
    StudyPolicy half = new StudyPolicy("half thresholds", List.of(HALF_EDGE, HALF_CARRY));
    return series == Series.BRL
        ? List.of(
            shipped,
            half,
            new StudyPolicy("books up to 10 s old", List.of(SLOW_BOOKS)),
            new StudyPolicy("half, up to 10 s old", List.of(HALF_EDGE, HALF_CARRY, SLOW_BOOKS)))
        : List.of(shipped, half);
  }

  private static StudyPolicy.Change half(String option) {
    long shipped = PolicyOptions.named(option).orElseThrow().standard();
    return new StudyPolicy.Change(option, shipped / 2, "half of what is shipped");
  }

  private static Run runOf(
      Series series, String settings, List<DepthView> views, SignalsRun.Outcome outcome) {
    List<Signal> signals = outcome.signals();
    long spanMicros =
        views.get(views.size() - 1).getReceivedAtMicros() - views.get(0).getReceivedAtMicros();
    return new Run(
        series.title,
        settings,
        views.size(),
        spanMicros / 60e6,
        signals.stream().filter(signal -> signal.getSource() == SignalSource.ALPHA).count(),
        signals.stream().filter(signal -> signal.getSource() == SignalSource.FUNDING).count(),
        signals.stream().map(Signal::getExpectedEdgePpm).toList(),
        meanCost(signals, CostKind.FEES),
        meanCost(signals, CostKind.SLIPPAGE),
        Math.round(signals.stream().mapToLong(Signal::getNotionalE8).average().orElse(0) / 1e8),
        outcome.notJudged());
  }

  private static long meanCost(List<Signal> signals, CostKind kind) {
    return Math.round(
        signals.stream()
            .flatMap(signal -> signal.getCosts().stream())
            .filter(cost -> cost.getKind() == kind)
            .mapToLong(SignalCost::getPpm)
            .average()
            .orElse(0));
  }
}
