package io.hedgerow.state.funding;

import static io.hedgerow.state.funding.FundingUpdates.HOUR;
import static io.hedgerow.state.funding.FundingUpdates.KEY;
import static io.hedgerow.state.funding.FundingUpdates.settled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Years of real funding of seven venues, settlement by settlement. The times of most are in a zone
 * of their own, which distances do not see.
 */
@Tag("NET-4")
class RecordedFundingTest {

  private record Settlement(LocalDateTime at, long rateE8) {
    long atMicros() {
      return at.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + at.getNano() / 1000;
    }
  }

  /** Where the interval was not {@code OBSERVED}: when, and what was shown. */
  private record Doubt(LocalDateTime at, IntervalStatus status, long hours) {}

  private static List<Settlement> settlements(String venue) {
    String data = System.getProperty("hedgerow.data", "");
    Path folder = Path.of(data, "funding");
    assumeTrue(!data.isEmpty() && Files.isDirectory(folder), "no recorded funding in " + folder);
    try (var files = Files.newDirectoryStream(folder, "BTC-USDT_" + venue + "_*.csv.gz")) {
      Path file = files.iterator().next();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
        return lines.lines().skip(1).map(RecordedFundingTest::parse).toList();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Settlement parse(String line) {
    String[] columns = line.split(",");
    return new Settlement(
        LocalDateTime.parse(columns[1].replace(' ', 'T')), E8.parseRounded(columns[2]));
  }

  private static List<Doubt> doubts(List<Settlement> settlements) {
    Funding funding = new Funding(KEY);
    List<Doubt> doubts = new ArrayList<>();
    for (int i = 0; i < settlements.size(); i++) {
      funding.apply(settled(settlements.get(i).atMicros(), settlements.get(i).rateE8()), i);
      FundingView view = funding.record();
      if (i > 0 && view.getIntervalStatus() != IntervalStatus.OBSERVED) {
        doubts.add(
            new Doubt(
                settlements.get(i).at(),
                view.getIntervalStatus(),
                view.getIntervalMicros() / HOUR));
      }
    }
    return doubts;
  }

  @ParameterizedTest
  @CsvSource({"binance, 8", "bybit, 8", "kucoin, 8", "mexc, 8", "dydx, 1"})
  void shouldNeverDoubtASteadyVenue(String venue, int hours) {
    List<Settlement> settlements = settlements(venue);

    assertThat(doubts(settlements)).isEmpty();

    assertFigures(settlements, hours);
  }

  /** A month is missing in the source: doubted until the next settlement, then known as a hole. */
  @Test
  void shouldDoubtTheHoleOfGateForOnePeriod() {
    List<Settlement> settlements = settlements("gate");

    assertThat(doubts(settlements))
        .containsExactly(
            new Doubt(LocalDateTime.parse("2021-01-01T00:00"), IntervalStatus.CHANGED, 752));

    assertFigures(settlements, 8);
  }

  /** Htx lost settlements and paid some late: 24 h is a hole, 10 h then 6 h a late payment. */
  @Test
  void shouldDoubtTheIrregularSettlementsOfHtx() {
    List<Settlement> settlements = settlements("htx");

    assertThat(doubts(settlements))
        .startsWith(
            new Doubt(LocalDateTime.parse("2021-02-20T11:00"), IntervalStatus.CHANGED, 24),
            new Doubt(LocalDateTime.parse("2021-04-07T21:00"), IntervalStatus.CHANGED, 10),
            new Doubt(LocalDateTime.parse("2021-04-08T03:00"), IntervalStatus.CHANGED, 6),
            new Doubt(LocalDateTime.parse("2021-04-08T11:00"), IntervalStatus.CHANGED, 8))
        .hasSizeBetween(15, 30);

    assertFigures(settlements, 8);
  }

  /** The end of the file, computed anew from the text. */
  private static void assertFigures(List<Settlement> settlements, int hours) {
    Funding funding = new Funding(KEY);
    for (int i = 0; i < settlements.size(); i++) {
      funding.apply(settled(settlements.get(i).atMicros(), settlements.get(i).rateE8()), i);
    }
    List<Long> range =
        settlements.subList(settlements.size() - 270, settlements.size()).stream()
            .map(s -> scaled(s.rateE8(), 8, hours))
            .toList();
    FundingView view = funding.record();
    assertThat(view.getIntervalMicros()).isEqualTo(hours * HOUR);
    assertThat(view.getAnnualizedE8())
        .isEqualTo(scaled(settlements.get(settlements.size() - 1).rateE8(), 365 * 24, hours));
    assertThat(view.getRangeCount()).isEqualTo(270);
    assertThat(view.getMinimumRateE8()).isEqualTo(range.stream().min(Long::compare).orElseThrow());
    assertThat(view.getMaximumRateE8()).isEqualTo(range.stream().max(Long::compare).orElseThrow());
  }

  private static long scaled(long rateE8, int times, int by) {
    return BigDecimal.valueOf(rateE8)
        .multiply(BigDecimal.valueOf(times))
        .divide(BigDecimal.valueOf(by), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
