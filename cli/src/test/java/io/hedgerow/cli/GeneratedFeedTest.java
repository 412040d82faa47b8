package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.simulator.market.MarketGenerator;
import io.hedgerow.simulator.market.MarketSettings;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the demo breaks on purpose shows the recovery, and not the restriction. */
class GeneratedFeedTest {

  private static final long SECOND_MICROS = 1_000_000L;

  @Test
  @Tag("TRIG-15")
  void shouldNotRestrictARouteByTheGapsThatItPlants() {
    long betweenGapsMicros =
        GeneratedFeed.LOSE_EACH_NTH_DELTA
            * SECOND_MICROS
            / MarketSettings.usual(7, 0).bookMessagesPerSecond();

    long windowMicros =
        Policy.of(PolicyRecords.standard())
            .of(Measure.BOOK_UNUSABLE, "SIM-ALPHA|BTC-USDT")
            .withinMicros();

    assertThat(2 * betweenGapsMicros)
        .as("from a book's first gap to its third")
        .isGreaterThan(windowMicros);
  }

  @Test
  void shouldPlantAGapInSomeBookEveryFewMinutes() {
    MarketSettings market = MarketSettings.usual(7, 0);
    int books = new MarketGenerator(market).instruments().size();

    long secondsBetween =
        GeneratedFeed.LOSE_EACH_NTH_DELTA / ((long) books * market.bookMessagesPerSecond());

    assertThat(secondsBetween).isBetween(120L, 300L);
  }
}
