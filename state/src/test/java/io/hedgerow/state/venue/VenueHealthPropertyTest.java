package io.hedgerow.state.venue;

import static io.hedgerow.state.venue.VenueSamples.SECOND;
import static io.hedgerow.state.venue.VenueSamples.T0;
import static io.hedgerow.state.venue.VenueSamples.VENUE;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.StaleCause;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;

@Tag("NET-6")
class VenueHealthPropertyTest {

  /** Samples of both sources over two and a half windows, with repeats. */
  private static List<Object> inputs(long seed) {
    Random random = new Random(seed);
    List<Object> inputs = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      long at = T0 + (long) (random.nextDouble() * 150 * SECOND);
      if (random.nextBoolean()) {
        inputs.add(new ClockSample(VENUE, at, random.nextInt(2_000_000) - 500_000));
        continue;
      }
      VenueSample sample =
          VenueSamples.sample(
              at,
              Channel.values()[random.nextInt(3)],
              Outcome.values()[random.nextInt(5)],
              (long) Math.exp(random.nextDouble() * 20));
      sample.setStatus(VenueStatus.values()[random.nextInt(6)]);
      sample.setRateLimitUsedPpm(random.nextBoolean() ? random.nextInt(1_000_000) : null);
      sample.setTransfers(
          List.of(
              new TransferSwitch(
                  "A" + random.nextInt(5), "N", random.nextBoolean(), random.nextBoolean())));
      inputs.add(sample);
      if (random.nextInt(10) == 0) {
        inputs.add(sample);
      }
    }
    return inputs;
  }

  private static void give(VenueHealth health, Object input) {
    if (input instanceof ClockSample clock) {
      health.apply(clock);
    } else {
      health.apply((VenueSample) input);
    }
  }

  private static VenueView viewOf(List<Object> inputs) {
    VenueHealth health = new VenueHealth(VENUE);
    inputs.forEach(input -> give(health, input));
    return health.record();
  }

  @Property(tries = 500)
  void shouldEndWithTheSameViewForAnyOrderOfArrival(@ForAll long seed) {
    List<Object> inputs = inputs(seed);
    VenueView expected = viewOf(inputs);

    Collections.shuffle(inputs, new Random(~seed));

    assertThat(viewOf(inputs)).isEqualTo(expected);
  }

  @Property(tries = 300)
  void shouldComeBackEqualFromItsPagesAtAnyPoint(@ForAll long seed) {
    Random random = new Random(seed);
    VenueHealth straight = new VenueHealth(VENUE);
    VenueHealth restored = new VenueHealth(VENUE);
    HeldPages pages = new HeldPages();
    for (Object input : inputs(seed)) {
      give(straight, input);
      give(restored, input);
      if (random.nextInt(10) == 0) {
        straight.goStale(StaleCause.NO_INPUT);
        restored.goStale(StaleCause.NO_INPUT);
      }
      if (random.nextInt(10) == 0) {
        restored.flush(pages);
        restored = VenueHealth.restore(VENUE, pages.entries());
      }
      assertThat(restored.record()).isEqualTo(straight.record());
      assertThat(restored.receivedAtMicros()).isEqualTo(straight.receivedAtMicros());
    }
  }

  @Property(tries = 300)
  void shouldNeverGoBackInVersion(@ForAll long seed) {
    Random random = new Random(seed);
    VenueHealth health = new VenueHealth(VENUE);
    long version = Long.MIN_VALUE;
    for (Object input : inputs(seed)) {
      give(health, input);
      if (random.nextInt(5) == 0) {
        health.goStale(StaleCause.NO_INPUT);
      }
      assertThat(health.record().getVersion()).isGreaterThanOrEqualTo(version);
      version = health.record().getVersion();
    }
  }

  /** Every figure of the view, from the list of all inputs. */
  @Property(tries = 300)
  void shouldEqualANaiveComputation(@ForAll long seed) {
    List<Object> inputs = new ArrayList<>(new java.util.LinkedHashSet<>(inputs(seed)));
    VenueView view = viewOf(inputs);
    long newest = inputs.stream().mapToLong(VenueHealthPropertyTest::timeOf).max().orElseThrow();
    long from = (newest / (10 * SECOND) - 5) * 10 * SECOND;
    List<Object> window = inputs.stream().filter(input -> timeOf(input) >= from).toList();
    List<VenueSample> samples =
        window.stream().filter(VenueSample.class::isInstance).map(VenueSample.class::cast).toList();
    Collection<LongSummaryStatistics> leads =
        window.stream()
            .filter(ClockSample.class::isInstance)
            .map(ClockSample.class::cast)
            .collect(
                Collectors.groupingBy(
                    look -> look.receivedAtMicros() / (10 * SECOND),
                    Collectors.summarizingLong(ClockSample::aheadMicros)))
            .values();
    List<Long> highest = leads.stream().map(LongSummaryStatistics::getMax).sorted().toList();
    List<Long> spreads = leads.stream().map(all -> all.getMax() - all.getMin()).sorted().toList();
    List<Long> latencies =
        samples.stream()
            .filter(s -> s.getOutcome() != Outcome.ERROR && s.getOutcome() != Outcome.TIMEOUT)
            .map(VenueSample::getLatencyMicros)
            .sorted()
            .toList();

    assertThat(view.getVersion()).isEqualTo(2 * newest);
    assertThat(view.getSampleCount()).isEqualTo(samples.size());
    if (!latencies.isEmpty()) {
      long exact = latencies.get((latencies.size() * 99 + 99) / 100 - 1);
      assertThat(view.getLatencyP99Micros()).isBetween(exact, exact + exact / 32);
      long median = latencies.get((latencies.size() + 1) / 2 - 1);
      assertThat(view.getLatencyP50Micros()).isBetween(median, median + median / 32);
    }
    if (!leads.isEmpty()) {
      assertThat(view.getClockOffsetMicros()).isEqualTo(highest.get((highest.size() - 1) / 2));
      assertThat(view.getClockSpreadMicros()).isEqualTo(spreads.get((spreads.size() - 1) / 2));
    }
    if (!samples.isEmpty()) {
      long errors = samples.size() - latencies.size();
      assertThat(view.getErrorRatePpm())
          .isEqualTo((int) ((errors * 1_000_000L + samples.size() - 1) / samples.size()));
    }
  }

  private static long timeOf(Object input) {
    return input instanceof ClockSample clock
        ? clock.receivedAtMicros()
        : ((VenueSample) input).getReceivedAtMicros();
  }

  @Property
  void shouldBeAtMostAThirtySecondTooHigh(
      @ForAll @LongRange(min = 0, max = (1L << 36) - 1) long micros) {
    long edge = LatencyHistogram.upperEdgeMicros(LatencyHistogram.bucketOf(micros));

    assertThat(edge).isBetween(micros, micros + micros / 32);
  }
}
