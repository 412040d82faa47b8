package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.benchmarks.study.RiskStudy;
import io.hedgerow.benchmarks.study.RiskStudy.Raised;
import io.hedgerow.testkit.RecordedData;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A stretch of {@code hedgerow bench study}: real funding through the risk job on a broker. */
@Tag("TRIG-3")
class RiskStudyIT {

  @Test
  void shouldBeQuietInAQuietMonthAndFindTheWeekOfFtx() throws Exception {
    RiskStudy study = new RiskStudy(RecordedData.folderOrSkip(), System.out::println);

    List<Raised> raised =
        study.fundingRaised(LocalDate.parse("2022-10-01"), LocalDate.parse("2022-11-14"));

    // Nothing from 8 October, when the histories are long enough, to 7 November.
    assertThat(raised)
        .containsExactlyInAnyOrder(
            raised("2022-11-08", "funding-distance", "DYDX|BTC-USD-PERP"),
            raised("2022-11-09", "funding-distance", "DYDX|BTC-USD-PERP"),
            raised("2022-11-09", "funding-dispersion", "BTC"),
            raised("2022-11-09", "funding-distance", "KUCOIN|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "BYBIT|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "MEXC|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "GATE|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "BINANCE|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-inversion", "KUCOIN|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "HTX|BTC-USDT-PERP"),
            raised("2022-11-10", "funding-distance", "KUCOIN|BTC-USDT-PERP"),
            raised("2022-11-13", "funding-inversion", "BYBIT|BTC-USDT-PERP"));
  }

  private static Raised raised(String day, String measure, String subject) {
    return new Raised(LocalDate.parse(day), measure, subject);
  }
}
