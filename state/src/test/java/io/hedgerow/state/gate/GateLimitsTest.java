package io.hedgerow.state.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GateLimitsTest {

  private static final long HOUR = 3_600_000_000L;

  /** A limit, the least and the most that it may be. */
  private record Range(String name, long least, long most, LongConsumer make) {}

  private static GateLimits.Ages ages(int place, long value) {
    long[] all = {1, 1, 1, 1, 1, 1, 1, 1};
    all[place] = value;
    return new GateLimits.Ages(all[0], all[1], all[2], all[3], all[4], all[5], all[6], all[7]);
  }

  private static GateLimits.Market market(int place, long value) {
    long[] all = {1, 1, 1, 1, 1, 1};
    all[place] = value;
    return new GateLimits.Market(all[0], all[1], all[2], (int) all[3], (int) all[4], (int) all[5]);
  }

  private static final List<Range> RANGES =
      List.of(
          new Range("bookMicros", 1, HOUR, value -> ages(0, value)),
          new Range("referenceMicros", 1, HOUR, value -> ages(1, value)),
          new Range("venueMicros", 1, HOUR, value -> ages(2, value)),
          new Range("accountMicros", 1, HOUR, value -> ages(3, value)),
          new Range("riskFeedMicros", 1, HOUR, value -> ages(4, value)),
          new Range("signalMicros", 1, HOUR, value -> ages(5, value)),
          new Range("reconciliationMicros", 1, HOUR, value -> ages(6, value)),
          new Range("aheadMicros", 0, HOUR, value -> ages(7, value)),
          new Range("leastJournalRoomPpm", 1, 1_000_000, v -> new GateLimits.Engine((int) v, 1)),
          new Range("maxRepeats", 0, Integer.MAX_VALUE, v -> new GateLimits.Engine(1, (int) v)),
          new Range("maxBooksApartMicros", 0, HOUR, value -> market(0, value)),
          new Range("maxClockOffsetMicros", 0, HOUR, value -> market(1, value)),
          new Range("leastTimeLeftMicros", 1, HOUR, value -> market(2, value)),
          new Range("collarPpm", 1, 999_999, value -> market(3, value)),
          new Range("maxReferencesApartPpm", 0, 999_999, value -> market(4, value)),
          new Range("maxSameContent", 0, Integer.MAX_VALUE, value -> market(5, value)),
          new Range("maxLatencyMicros", 1, HOUR, v -> new GateLimits.Venue(v, 1, 1, 1)),
          new Range("maxErrorPpm", 0, 999_999, v -> new GateLimits.Venue(1, (int) v, 1, 1)),
          new Range(
              "leastReliabilityPpm", 1, 1_000_000, v -> new GateLimits.Venue(1, 1, (int) v, 1)),
          new Range(
              "leastMessages", 1, Integer.MAX_VALUE, v -> new GateLimits.Venue(1, 1, 1, (int) v)),
          new Range("venueE8", 0, Long.MAX_VALUE - 1, v -> new GateLimits.Caps(v, 1, 1, 1)),
          new Range("assetE8", 0, Long.MAX_VALUE - 1, v -> new GateLimits.Caps(1, v, 1, 1)),
          new Range("orderValueE8", 0, Long.MAX_VALUE - 1, v -> new GateLimits.Caps(1, 1, v, 1)),
          new Range("orderQuantityE8", 0, Long.MAX_VALUE - 1, v -> new GateLimits.Caps(1, 1, 1, v)),
          new Range(
              "leastMarginBufferPpm",
              1,
              Integer.MAX_VALUE,
              v -> new GateLimits.Costs((int) v, 1, 1)),
          new Range("maxImpactPpm", 0, 3_000, v -> new GateLimits.Costs(1, (int) v, 1)),
          new Range("leastEdgePpm", 1, 1_000_000, v -> new GateLimits.Costs(1, 1, (int) v)));

  @Test
  @Tag("ORD-3")
  @Tag("GATE-7")
  void shouldOnlyTightenTheCeiling() {
    assertThat(new GateLimits.Costs(1, 3_000, 1).maxImpactPpm()).isEqualTo(GateLimits.CEILING_PPM);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new GateLimits.Costs(1, 3_001, 1))
        .withMessage("gate limit maxImpactPpm is out of range: 3001");
  }

  @Test
  @Tag("GATE-8")
  void shouldTakeBothEndsOfEachRangeAndNothingBeyond() {
    for (Range range : RANGES) {
      range.make.accept(range.least);
      range.make.accept(range.most);
      assertThatThrownBy(() -> range.make.accept(range.least - 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("gate limit " + range.name + " is out of range: " + (range.least - 1));
      if (range.most != Integer.MAX_VALUE) {
        assertThatThrownBy(() -> range.make.accept(range.most + 1))
            .hasMessage("gate limit " + range.name + " is out of range: " + (range.most + 1));
      }
    }
  }

  @Test
  @Tag("GATE-1")
  void shouldRefuseANegativeVersion() {
    GateLimits limits = AcceptedOrder.LIMITS;

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new GateLimits(
                    -1,
                    limits.ages(),
                    limits.engine(),
                    limits.market(),
                    limits.venue(),
                    limits.caps(),
                    limits.costs()))
        .withMessage("gate limit version is out of range: -1");
  }
}
