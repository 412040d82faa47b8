package io.hedgerow.state.risk.statistic;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each statistic makes of a few facts; the window is 60 s. */
class StatisticTest {

  private static final long T0 = 1_704_067_200_000_000L;
  private static final long SECOND = 1_000_000L;
  private static final long HOUR = 3_600 * SECOND;

  private final List<String> readings = new ArrayList<>();
  private long windowMicros = 60 * SECOND;
  private Statistic statistic;

  private void measure(Measure measure) {
    statistic = Statistic.of(measure);
    readings.clear();
  }

  private void observe(String component, long valueE8, long referenceE8, long atMicros) {
    Observation observation =
        new Observation(
            Measure.DISPLAY_UNIT,
            "any",
            component,
            valueE8,
            referenceE8,
            atMicros,
            Topic.STATE_DEPTH,
            0,
            0);
    MeasurePolicy policy = new MeasurePolicy(0, 0, 0, 1, 1, 0, 0, windowMicros, 0);
    statistic.observe(observation, policy, (of, value) -> readings.add(of + "=" + value));
  }

  private void price(String component, long price, long second) {
    observe(component, price * E8.ONE, 0, T0 + second * SECOND);
  }

  @Test
  @Tag("TRIG-1")
  void shouldReadVolatilityOnceAStepFromHalfAWindowOn() {
    measure(Measure.REALIZED_VOLATILITY);
    for (int second = 0; second < 30; second++) {
      price("A", 100, second);
    }
    assertThat(readings).isEmpty();

    price("A", 100, 30);
    price("A", 110, 30);
    assertThat(readings).containsExactly("=0");

    price("A", 100, 31);
    price("A", 100, 32);
    assertThat(readings).containsExactly("=0", "=95310", "=134788");
  }

  @Test
  @Tag("TRIG-1")
  void shouldForgetReturnsThatLeaveTheWindow() {
    measure(Measure.REALIZED_VOLATILITY);
    for (int second = 0; second < 130; second++) {
      price("A", second < 40 ? 100 : 110, second);
    }

    assertThat(readings.subList(0, 11)).containsOnly("=0");
    assertThat(readings.subList(11, 71)).containsOnly("=95310");
    assertThat(readings.subList(71, 100)).containsOnly("=0");
  }

  @Test
  @Tag("TRIG-1")
  void shouldTakeTheLowerMedianOfFreshComponents() {
    measure(Measure.REALIZED_VOLATILITY);
    for (int second = 0; second < 60; second++) {
      price("A", second % 2 == 0 ? 100 : 110, second);
      price("B", 100, second);
      price("C", second % 2 == 0 ? 100 : 101, second);
    }
    String ofThree = readings.get(readings.size() - 1);
    for (int second = 60; second < 80; second++) {
      price("A", second % 2 == 0 ? 100 : 110, second);
      price("C", second % 2 == 0 ? 100 : 101, second);
    }
    String withoutSilentB = readings.get(readings.size() - 1);

    assertThat(ofThree).as("C, 58 returns of 9950 ppm").isEqualTo("=75779");
    assertThat(withoutSilentB).as("C, 60 of them").isEqualTo("=77074");
  }

  @Test
  @Tag("TRIG-1")
  void shouldBeginAnewAfterSilenceAndUnderAnotherWindow() {
    measure(Measure.REALIZED_VOLATILITY);
    for (int second = 0; second < 40; second++) {
      price("A", 100, second);
    }
    readings.clear();
    price("A", 200, 101);
    price("A", 200, 102);
    assertThat(readings).isEmpty();

    windowMicros = 2 * SECOND;
    price("A", 200, 103);
    price("A", 200, 104);
    assertThat(readings).containsExactly("=0");
  }

  @Test
  @Tag("TRIG-1")
  void shouldForgetTheComponentThatIsSilentForLongest() {
    measure(Measure.REALIZED_VOLATILITY);
    for (int i = 0; i < 40; i++) {
      price("venue-" + i, 100, i);
    }
    PageWriter page = new PageWriter(1);
    statistic.write(page);

    assertThat(page.toPage().length).isLessThan(16 * 64);
  }

  @Test
  @Tag("TRIG-4")
  void shouldReadAWrongPriceOnce() {
    measure(Measure.VENUE_BASIS);
    price("A", 100, 0);
    assertThat(readings).isEmpty();
    price("B", 100, 0);
    price("A", 110, 1);
    price("B", 100, 1);
    price("B", 100, 2);
    price("B", 100, 3);
    price("A", 100, 4);

    assertThat(readings).containsExactly("=0", "=100000", "=0");
  }

  @Test
  @Tag("TRIG-4")
  void shouldLeaveOutPricesThatAreTooOld() {
    measure(Measure.VENUE_BASIS);
    price("A", 200, 0);
    price("B", 100, 59);
    price("C", 101, 60);
    price("B", 100, 61);

    assertThat(readings).as("A against B, then C against B").containsExactly("=1000000", "=10000");
  }

  @Test
  @Tag("TRIG-7")
  void shouldBlameTheVenueThatIsOffAndNoOther() {
    measure(Measure.PRICE_DIVERGENCE);
    price("A", 100, 0);
    price("B", 100, 0);
    assertThat(readings).isEmpty();
    price("C", 90, 0);
    price("A", 100, 1);
    price("B", 101, 1);
    price("A", 100, 61);

    assertThat(readings).containsExactly("C=100000", "A=0", "B=10000");
  }

  @Test
  @Tag("TRIG-3")
  void shouldReadFundingAgainstItsHistory() {
    measure(Measure.FUNDING_DISTANCE);
    for (int i = 0; i < 20; i++) {
      observe("", 100_000 + 20_000 * (i % 3), T0 + 8 * i * HOUR, T0 + 200 * HOUR);
    }
    observe("", 500_000, 0, T0 + 200 * HOUR);
    assertThat(readings).as("20 settlements").isEmpty();

    observe("", 120_000, T0 - HOUR, T0 + 200 * HOUR);
    observe("", 120_000, T0 - HOUR, T0 + 200 * HOUR);
    observe("", 120_000, 0, T0 + 200 * HOUR);
    observe("", 120_000 + 29_652, 0, T0 + 200 * HOUR);
    observe("", 120_000 - 2 * 29_652, 0, T0 + 200 * HOUR);

    assertThat(readings).as("MAD 20000").containsExactly("=0", "=1000", "=2000");
  }

  @Test
  @Tag("TRIG-3")
  void shouldMeasureASettlementThatIsNewsAgainstThoseBefore() {
    measure(Measure.FUNDING_DISTANCE);
    for (int i = 0; i < 21; i++) {
      observe("", 10_000, T0 + i * HOUR, T0 + 30 * HOUR);
    }
    assertThat(readings).isEmpty();

    observe("", 35_000, T0 + 22 * HOUR, T0 + 30 * HOUR);
    observe("", 35_000, T0 + 22 * HOUR, T0 + 30 * HOUR);
    observe("", 35_000, T0 + 21 * HOUR, T0 + 30 * HOUR);
    observe("", 35_000, T0 + 23 * HOUR, T0 + 32 * HOUR);

    assertThat(readings).as("the least deviation is 5000").containsExactly("=5000");
  }

  @Test
  @Tag("TRIG-3")
  void shouldKeepTheNewestSettlementsInWhateverOrderTheyCome() {
    byte[] forwards = historyPage(true);

    assertThat(historyPage(false)).isEqualTo(forwards);
    assertThat(forwards.length).isLessThan(90 * 12);
  }

  private byte[] historyPage(boolean forwards) {
    measure(Measure.FUNDING_DISTANCE);
    for (int i = 0; i < 120; i++) {
      int at = forwards ? i : 119 - i;
      observe("", at, T0 + at * HOUR, T0 + 900 * HOUR);
    }
    PageWriter page = new PageWriter(1);
    statistic.write(page);
    return page.toPage();
  }

  @Test
  @Tag("TRIG-3")
  void shouldReadASwingOnlyWhereTheSignIsMaterial() {
    measure(Measure.FUNDING_INVERSION);
    observe("", 5_000, 0, T0);
    observe("", 1_000, T0, T0);
    observe("", -1_000, 0, T0);
    observe("", -999, 0, T0);
    observe("", 90_000, 0, T0);
    observe("", -3_000, T0 + HOUR, T0 + HOUR);
    observe("", 7_000, 0, T0 + HOUR);

    assertThat(readings).containsExactly("=20", "=0", "=0", "=40", "=100");
  }

  @Test
  @Tag("TRIG-6")
  void shouldCountASingleFailureAsNone() {
    measure(Measure.API_ERRORS);
    for (int i = 0; i < 8; i++) {
      observe("", i == 1 || i == 6 ? E8.ONE : 0, 0, T0 + i * SECOND);
    }

    assertThat(readings).containsExactly("=0", "=0", "=285714", "=250000");
  }

  @Test
  @Tag("TRIG-6")
  void shouldLeaveOutRequestsThatAreTooOldOrTooMany() {
    measure(Measure.API_REFUSALS);
    for (int i = 0; i < 100; i++) {
      observe("", i < 50 ? E8.ONE : 0, 0, T0 + i);
    }
    assertThat(readings.get(95)).as("14 of 64").isEqualTo("=218750");

    observe("", 0, 0, T0 + 61 * SECOND);
    assertThat(readings).as("one in the window").hasSize(96);
  }

  @Test
  @Tag("TRIG-9")
  void shouldReadTheMeanOfBothSortsOnceAllHaveSpoken() {
    measure(Measure.GOLD_BASIS);
    price("SIM-A|PAXG-USDT", 2_010, 0);
    price("SIM-B|PAXG-USDT", 2_030, 0);
    assertThat(readings).isEmpty();
    price("gold:X", 1_990, 0);
    price("gold:Y", 2_010, 1);
    price("SIM-A|PAXG-USDT", 2_010, 1);
    price("SIM-B|PAXG-USDT", 2_030, 1);
    assertThat(readings).as("2020 to 1990").containsExactly("=15075");
    price("gold:X", 1_990, 2);
    assertThat(readings).as("2020 to 2000").containsExactly("=15075", "=10000");
    price("SIM-A|PAXG-USDT", 2_000, 70);
    assertThat(readings).as("gold is too old").hasSize(2);
  }

  @Test
  @Tag("TRIG-10")
  void shouldNotTakeALastingDelayForTheBaselineAtOnce() {
    windowMicros = 64 * SECOND;
    measure(Measure.CONFIRMATION_DELAY);
    for (int i = 0; i < 16; i++) {
      observe("", 10 * E8.ONE, 0, T0);
    }
    assertThat(readings).isEmpty();
    for (int tenth = 0; tenth < 140; tenth++) {
      observe("", 30 * E8.ONE, 0, T0 + tenth * SECOND / 10);
    }
    assertThat(readings).hasSize(140).containsOnly("=3000");

    for (int second = 14; second < 40; second++) {
      observe("", 30 * E8.ONE, 0, T0 + second * SECOND);
    }
    assertThat(readings.get(readings.size() - 1)).as("half of the values").isEqualTo("=1000");
  }

  @Test
  @Tag("TRIG-10")
  void shouldNotTakeAChainThatStandsStillForTheBaseline() {
    measure(Measure.BLOCK_GAP);
    for (int block = 0; block <= 16; block++) {
      observe("", 2 * E8.ONE, 100 + block, T0);
      observe("", 8 * E8.ONE, 100 + block, T0);
    }
    readings.clear();
    for (int minute = 1; minute <= 200; minute++) {
      observe("", minute * 60 * E8.ONE, 116, T0);
    }
    observe("", E8.ONE, 115, T0);
    observe("", E8.ONE, 117, T0);

    assertThat(readings).hasSize(202);
    assertThat(readings.get(199)).as("12000 s to 8 s").isEqualTo("=1500000");
    assertThat(readings.subList(200, 202)).containsOnly("=125");
  }

  @Test
  void shouldBringPlainValuesToTheirUnits() {
    assertThat(plain(Measure.COST_OVER_EDGE, 50_000, 60_050)).isEqualTo("A=-101");
    assertThat(plain(Measure.SETTLEMENT_DELAY, 90 * E8.ONE, 60 * E8.ONE)).isEqualTo("A=1500");
    assertThat(plain(Measure.SETTLEMENT_DELAY, E8.ONE, 1)).isEqualTo("A=1000");
    assertThat(plain(Measure.MARGIN_BUFFER, -150, 0)).isEqualTo("A=-2");
    assertThat(plain(Measure.UNRECONCILED, 150_000_000, 0)).isEqualTo("A=1500");
    assertThat(plain(Measure.DISPLAY_UNIT, 99_000_000, 0)).isEqualTo("A=10000");
    assertThat(plain(Measure.DISPLAY_UNIT, 101_000_000, 0)).isEqualTo("A=10000");
    assertThat(plain(Measure.EXECUTABLE_DEPTH, 199_999_999, 0)).isEqualTo("A=1");
    assertThat(plain(Measure.API_LATENCY, 250 * E8.ONE, 0)).isEqualTo("A=250");
  }

  private String plain(Measure measure, long valueE8, long referenceE8) {
    measure(measure);
    observe("A", valueE8, referenceE8, T0);
    return readings.get(0);
  }

  @Test
  void shouldNotOverflow() {
    assertThat(Ratio.of(Long.MAX_VALUE, 1, Ratio.PPM)).isEqualTo(Long.MAX_VALUE);
    assertThat(Ratio.of(Long.MAX_VALUE, Long.MAX_VALUE, Ratio.PPM)).isEqualTo(Ratio.PPM);
    assertThat(Ratio.of(0, 1, Ratio.PPM)).isZero();
    assertThat(Ratio.of(1, 3, Ratio.PERMILLE)).isEqualTo(333);

    measure(Measure.REALIZED_VOLATILITY);
    for (int second = 0; second < 200; second++) {
      observe("A", second % 2 == 0 ? 1 : 100_000_000_000_000_000L, 0, T0 + second * SECOND);
    }
    assertThat(readings.get(readings.size() - 1)).as("3 × √60").isEqualTo("=23237900");
  }

  @Test
  void shouldReadBackWhatItWrote() {
    for (Measure measure : Measure.values()) {
      measure(measure);
      for (int second = 0; second < 100; second++) {
        observe("A" + second % 3, (100 + second % 7) * E8.ONE, second, T0 + second * SECOND);
      }
      PageWriter page = new PageWriter(1);
      statistic.write(page);
      Statistic read = Statistic.of(measure);
      read.read(new PageReader("statistic", page.toPage(), 1));
      PageWriter again = new PageWriter(1);
      read.write(again);

      assertThat(again.toPage()).as(measure.text()).isEqualTo(page.toPage());
    }
  }
}
