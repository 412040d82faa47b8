package io.hedgerow.benchmarks.fix;

import io.hedgerow.benchmarks.Ports;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Order to acknowledgement over loopback TCP, one order at a time, both ends in this process. Every
 * peer runs in each repeat, one after another, so that what else the machine does meets all of
 * them.
 */
public final class FixBenchmark {

  /**
   * What one peer showed: the median over the repeats of each repeat's percentile.
   *
   * @param peer who
   * @param repeats how many measured runs
   * @param orders in each of them
   */
  public record Figures(
      String peer,
      int repeats,
      int orders,
      double p50Micros,
      double p99Micros,
      double p999Micros,
      double bestP99Micros) {}

  private final int orders;
  private final int repeats;
  private final Consumer<String> progress;

  /**
   * @param orders measured per peer and repeat, after as many for warming up in the first
   */
  public FixBenchmark(int orders, int repeats, Consumer<String> progress) {
    this.orders = orders;
    this.repeats = repeats;
    this.progress = progress;
  }

  /**
   * Measures every peer.
   *
   * @throws Exception if a peer does not start or loses its connection
   */
  public List<Figures> run() throws Exception {
    Map<String, List<Histogram>> measured = new LinkedHashMap<>();
    for (int repeat = 0; repeat <= repeats; repeat++) {
      List<OrderPeer> peers =
          List.of(
              new TcpPingPong(),
              new HedgerowPeer(),
              new PhiladelphiaPeer(),
              new QuickFixPeer(Ports.free()));
      for (OrderPeer peer : peers) {
        progress.accept((repeat == 0 ? "warming up " : "repeat " + repeat + " of ") + peer.name());
        try (peer) {
          peer.open();
          Histogram histogram = measure(peer);
          if (repeat > 0) {
            measured.computeIfAbsent(peer.name(), name -> new ArrayList<>()).add(histogram);
          }
        }
      }
    }
    List<Figures> all = new ArrayList<>();
    measured.forEach((name, histograms) -> all.add(figures(name, histograms)));
    return all;
  }

  private Histogram measure(OrderPeer peer) throws Exception {
    Histogram histogram = new Histogram(3);
    int settling = orders / 5;
    for (long number = 0; number < settling + orders; number++) {
      long startNanos = System.nanoTime();
      peer.roundTrip(number);
      if (number >= settling) {
        histogram.recordValue(System.nanoTime() - startNanos);
      }
    }
    return histogram;
  }

  private Figures figures(String name, List<Histogram> histograms) {
    return new Figures(
        name,
        repeats,
        orders,
        median(histograms, 50),
        median(histograms, 99),
        median(histograms, 99.9),
        histograms.stream().mapToLong(h -> h.getValueAtPercentile(99)).min().orElse(0) / 1e3);
  }

  private static double median(List<Histogram> histograms, double percentile) {
    long[] sorted =
        histograms.stream().mapToLong(h -> h.getValueAtPercentile(percentile)).sorted().toArray();
    return sorted[sorted.length / 2] / 1e3;
  }
}
