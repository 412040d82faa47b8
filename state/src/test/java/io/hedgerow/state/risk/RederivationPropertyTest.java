package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Rederivation.Verdict;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.apache.avro.specific.SpecificRecord;

/** Whatever is published of random records can be derived again from them. */
@Tag("RISK-5")
class RederivationPropertyTest {

  private static final int RECORDS = 200;

  /** Makes a record that is fine or bad. */
  private interface Maker {
    SpecificRecord make(Random random, boolean bad, long atMicros);
  }

  @Property(tries = 30)
  void shouldDeriveMarginsAgain(@ForAll long seed) {
    derive(
        seed,
        new TriggerSeries(Measure.MARGIN_BUFFER, Topic.RISK_OBSERVATIONS),
        (random, bad, at) -> TriggerSeries.margin(bad ? 1_000_000 : 5 * E8.ONE, at));
  }

  @Property(tries = 30)
  void shouldDeriveSpreadingCostsAgain(@ForAll long seed) {
    derive(
        seed,
        new TriggerSeries(Measure.COST_OVER_EDGE, Topic.RISK_OBSERVATIONS),
        (random, bad, at) -> TriggerSeries.cost("route-" + random.nextInt(3), bad, at));
  }

  @Property(tries = 30)
  void shouldDeriveReportsAgain(@ForAll long seed) {
    derive(
        seed,
        new TriggerSeries(Measure.DISPLAY_UNIT, Topic.MARKET_REFERENCE),
        (random, bad, at) -> TriggerSeries.displayUnit(bad, at));
  }

  @Property(tries = 30)
  void shouldDeriveErrorsAgain(@ForAll long seed) {
    derive(
        seed,
        new TriggerSeries(Measure.API_ERRORS, Topic.VENUE_HEALTH),
        (random, bad, at) -> TriggerSeries.venue(bad, true, true, at));
  }

  @Property(tries = 30)
  void shouldDeriveTwoComponentsOfOneRecordAgain(@ForAll long seed) {
    derive(
        seed,
        new TriggerSeries(Measure.TRANSFERS_CLOSED, Topic.VENUE_HEALTH),
        (random, bad, at) ->
            TriggerSeries.venue(
                false, !bad || random.nextInt(4) == 0, bad == random.nextBoolean(), at));
  }

  private static void derive(long seed, TriggerSeries series, Maker maker) {
    Random random = new Random(seed);
    long at = TriggerSeries.T0;
    boolean bad = false;
    series.policy(1, 1, 5, 2);
    for (int i = 0; i < RECORDS; i++) {
      if (random.nextInt(50) == 0) {
        int confirm = 1 + random.nextInt(2);
        series.policy(confirm, confirm + random.nextInt(2), random.nextInt(15), random.nextInt(10));
      }
      at += random.nextLong(3 * TriggerSeries.SECOND);
      bad ^= random.nextInt(8) == 0;
      long lifted = random.nextInt(5) == 0 ? random.nextLong(TriggerSeries.SECOND) : 0;
      series.take(maker.make(random, bad, at - lifted), at);
      if (random.nextInt(4) == 0) {
        series.advanceTo(at + 500_000);
      }
    }
    series.advanceTo(Long.MAX_VALUE);

    assertThat(series.published).isNotEmpty();
    for (RiskTrigger trigger : series.published) {
      assertThat(Rederivation.of(trigger, series::at, series.policies))
          .as("%s", trigger)
          .extracting(Rederivation.Result::verdict, Rederivation.Result::detail)
          .containsExactly(Verdict.SAME, "");
    }
  }
}
