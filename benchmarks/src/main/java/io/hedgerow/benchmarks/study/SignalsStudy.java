package io.hedgerow.benchmarks.study;

import io.hedgerow.jobs.signals.SignalsConfig;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.signal.SignalSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Recorded books through the signals job: how many signals, with what expected edge after costs, at
 * the settings and at half of their thresholds (SIG-1).
 */
public final class SignalsStudy {

  private static final long MILLI_MICROS = 1_000;
  private static final int SLOW_BOOK_MILLIS = 10_000;

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
   * @param notJudged records that were late, refused or dead: 0 in a sound run
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
   * @param config the settings that are halved
   * @param progress takes a line for each run
   */
  public SignalsStudy(Path data, SignalsConfig config, Consumer<String> progress) {
    this.data = data;
    this.config = config;
    this.progress = progress;
  }

  /**
   * Runs every recording that is there under each variant of the settings.
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
          PairEdges.of(recording.depth(), config.policy().alpha().maxAgeMillis() * MILLI_MICROS));
      for (Variant variant : variants(series)) {
        SignalsRun.Outcome outcome = SignalsRun.of(variant.config, recording.depth());
        Run run = runOf(series, variant.name, recording.depth(), outcome);
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

  private record Variant(String name, SignalsConfig config) {}

  /** The BRL books come each four seconds: with the usual age few of them ever meet. */
  private List<Variant> variants(Series series) {
    SignalSettings shipped = config.policy();
    SignalSettings half = withHalfThresholds(shipped);
    List<Variant> variants = new ArrayList<>();
    variants.add(new Variant("as shipped", config));
    variants.add(new Variant("half thresholds", new SignalsConfig(config.maxKeys(), half)));
    if (series == Series.BRL) {
      variants.add(
          new Variant(
              "books up to 10 s old", new SignalsConfig(config.maxKeys(), withSlowBooks(shipped))));
      variants.add(
          new Variant(
              "half, up to 10 s old", new SignalsConfig(config.maxKeys(), withSlowBooks(half))));
    }
    return variants;
  }

  private static SignalSettings withHalfThresholds(SignalSettings from) {
    SignalSettings.Alpha alpha = from.alpha();
    SignalSettings.Funding funding = from.funding();
    return with(
        from,
        new SignalSettings.Alpha(
            Math.max(1, alpha.minEdgePpm() / 2),
            alpha.maxSlippagePpm(),
            alpha.reservePpm(),
            alpha.maxAgeMillis(),
            alpha.coolDownSeconds(),
            alpha.timeoutMillis()),
        new SignalSettings.Funding(
            funding.everySeconds(),
            Math.max(1, funding.minNetPpmPerHour() / 2),
            funding.holdHours(),
            funding.maxSlippagePpm(),
            funding.reservePpm(),
            funding.maxAgeSeconds(),
            funding.coolDownSeconds(),
            funding.timeoutMillis()));
  }

  private static SignalSettings withSlowBooks(SignalSettings from) {
    SignalSettings.Alpha alpha = from.alpha();
    return with(
        from,
        new SignalSettings.Alpha(
            alpha.minEdgePpm(),
            alpha.maxSlippagePpm(),
            alpha.reservePpm(),
            SLOW_BOOK_MILLIS,
            alpha.coolDownSeconds(),
            alpha.timeoutMillis()),
        from.funding());
  }

  private static SignalSettings with(
      SignalSettings from, SignalSettings.Alpha alpha, SignalSettings.Funding funding) {
    return new SignalSettings(
        from.version(),
        from.viewDelayMillis(),
        from.maxInstruments(),
        from.venues(),
        from.assets(),
        from.quotes(),
        from.chains(),
        from.routing(),
        alpha,
        funding,
        from.reduce());
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
