package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ObservationsTest {

  private static final long AT = MeasureSeries.T0;
  private static final String ID = EventIds.of("any", "key", 1);

  private record Fact(
      Measure measure, String subject, String component, long valueE8, long referenceE8) {}

  private long expectedAtMicros = AT;

  private List<Fact> facts(SpecificRecord record) {
    List<Observation> observations = new ArrayList<>();
    Observations.of(record, Topic.VENUE_HEALTH, 1, 42, observations::add);
    assertThat(observations)
        .allSatisfy(
            o -> {
              assertThat(o.atMicros()).isEqualTo(expectedAtMicros);
              assertThat(o.topic()).isEqualTo(Topic.VENUE_HEALTH);
              assertThat(o.partition()).isEqualTo(1);
              assertThat(o.offset()).isEqualTo(42);
            });
    return observations.stream()
        .map(o -> new Fact(o.measure(), o.subject(), o.component(), o.valueE8(), o.referenceE8()))
        .toList();
  }

  @Test
  @Tag("TRIG-12")
  void shouldReadPricesAndDepthFromALiveBook() {
    expectedAtMicros = AT + 500_000;

    assertThat(facts(DepthViews.live("SIM-ALPHA", "PAXG-USDT-PERP", AT)))
        .containsExactly(
            new Fact(Measure.BOOK_UNUSABLE, "SIM-ALPHA|PAXG-USDT-PERP", "", 0, 0),
            new Fact(Measure.EXECUTABLE_DEPTH, "SIM-ALPHA|PAXG-USDT-PERP", "", 300 * E8.ONE, 0),
            new Fact(
                Measure.REALIZED_VOLATILITY, "PAXG", "SIM-ALPHA|PAXG-USDT-PERP", 100 * E8.ONE, 0),
            new Fact(Measure.VENUE_BASIS, "PAXG-USDT-PERP", "SIM-ALPHA", 100 * E8.ONE, 0),
            new Fact(Measure.PRICE_DIVERGENCE, "PAXG-USDT-PERP", "SIM-ALPHA", 100 * E8.ONE, 0),
            new Fact(Measure.GOLD_BASIS, "PAXG", "SIM-ALPHA|PAXG-USDT-PERP", 100 * E8.ONE, 0));
  }

  @Test
  @Tag("TRIG-12")
  void shouldFindNoDepthAndNoPriceWhereASideIsEmpty() {
    expectedAtMicros = AT + 500_000;
    DepthView view = DepthViews.live("SIM-ALPHA", "BTC-USDT", AT);
    view.setAsks(List.of());
    view.setBestAskPriceE8(0);
    view.setReferencePriceE8(0);

    assertThat(facts(view))
        .containsExactly(
            new Fact(Measure.BOOK_UNUSABLE, "SIM-ALPHA|BTC-USDT", "", 0, 0),
            new Fact(Measure.EXECUTABLE_DEPTH, "SIM-ALPHA|BTC-USDT", "", 0, 0));
  }

  @Test
  @Tag("TRIG-15")
  void shouldReadNothingButThatItIsUnusableFromAnyOtherBook() {
    expectedAtMicros = AT + 500_000;
    for (BookValidity validity : BookValidity.values()) {
      DepthView view = DepthViews.live("SIM-ALPHA", "BTC-USDT", AT);
      view.setValidity(validity);
      if (validity != BookValidity.LIVE) {
        assertThat(facts(view))
            .containsExactly(new Fact(Measure.BOOK_UNUSABLE, "SIM-ALPHA|BTC-USDT", "", E8.ONE, 0));
      }
    }
  }

  @Test
  @Tag("TRIG-9")
  @Tag("TRIG-11")
  void shouldReadReferencePricesByTheirKind() {
    assertThat(facts(reference("BTC", ReferenceKind.INDEX)))
        .containsExactly(new Fact(Measure.REALIZED_VOLATILITY, "BTC", "index:SOURCE", 5, 0));
    assertThat(facts(reference("XAU", ReferenceKind.GOLD)))
        .containsExactly(new Fact(Measure.GOLD_BASIS, "PAXG", "gold:SOURCE", 5, 0));
    assertThat(facts(reference("USDT", ReferenceKind.STABLECOIN)))
        .containsExactly(new Fact(Measure.DISPLAY_UNIT, "USDT", "SOURCE", 5, 0));
    assertThat(facts(reference("USDC", ReferenceKind.STABLECOIN))).isEmpty();
    assertThat(facts(reference("BTC", ReferenceKind.MARK))).isEmpty();
  }

  private static ReferencePrice reference(String asset, ReferenceKind kind) {
    return new ReferencePrice(asset, "SOURCE", kind, 5L, AT, -1L, ID);
  }

  @Test
  @Tag("TRIG-3")
  void shouldBringFundingToEightHours() {
    FundingUpdate update =
        FundingUpdate.newBuilder()
            .setVenue("OKX")
            .setInstrument("BTC-USDT-SWAP")
            .setAsset("BTC")
            .setKind(FundingKind.CURRENT)
            .setRateE8(1_000)
            .setFundingTimeMicros(AT + 5)
            .setDeclaredIntervalMicros(3_600_000_000L)
            .setReceivedAtMicros(AT)
            .setVenueTimeMicros(-1)
            .setEventId(ID)
            .build();
    assertThat(facts(update)).isEqualTo(funding(8_000, 0));

    update.setDeclaredIntervalMicros(null);
    assertThat(facts(update)).isEqualTo(funding(1_000, 0));

    update.setKind(FundingKind.SETTLED);
    assertThat(facts(update)).isEqualTo(funding(1_000, AT + 5));
  }

  private static List<Fact> funding(long rateE8, long settledAt) {
    String route = "OKX|BTC-USDT-SWAP";
    return List.of(
        new Fact(Measure.FUNDING_DISTANCE, route, "", rateE8, settledAt),
        new Fact(Measure.FUNDING_INVERSION, route, "", rateE8, settledAt),
        new Fact(Measure.FUNDING_DISPERSION, "BTC", route, rateE8, 0));
  }

  private static VenueSample sample(Channel channel, Outcome outcome, VenueStatus status) {
    return VenueSample.newBuilder()
        .setVenue("OKX")
        .setEndpoint("GET /time")
        .setChannel(channel)
        .setOutcome(outcome)
        .setLatencyMicros(12_345)
        .setStatus(status)
        .setTransfers(new ArrayList<>())
        .setReceivedAtMicros(AT)
        .setVenueTimeMicros(-1)
        .setEventId(ID)
        .build();
  }

  @Test
  @Tag("TRIG-6")
  void shouldReadLatencyErrorsAndRefusals() {
    Fact latency = new Fact(Measure.API_LATENCY, "OKX", "", 1_234_500_000, 0);
    Fact fine = new Fact(Measure.API_ERRORS, "OKX", "", 0, 0);
    Fact failed = new Fact(Measure.API_ERRORS, "OKX", "", E8.ONE, 0);
    Fact taken = new Fact(Measure.API_REFUSALS, "OKX", "", 0, 0);
    Fact refused = new Fact(Measure.API_REFUSALS, "OKX", "", E8.ONE, 0);

    assertThat(facts(sample(Channel.ACCOUNT, Outcome.OK, VenueStatus.ONLINE)))
        .containsExactly(latency, fine);
    assertThat(facts(sample(Channel.ORDER, Outcome.OK, VenueStatus.UNSTATED)))
        .containsExactly(latency, fine, taken);
    assertThat(facts(sample(Channel.ORDER, Outcome.REJECTED, VenueStatus.ONLINE)))
        .containsExactly(latency, fine, refused);
    assertThat(facts(sample(Channel.ORDER, Outcome.RATE_LIMITED, VenueStatus.ONLINE)))
        .containsExactly(latency, fine, refused);
    assertThat(facts(sample(Channel.MARKET_DATA, Outcome.RATE_LIMITED, VenueStatus.ONLINE)))
        .containsExactly(latency, fine);
    assertThat(facts(sample(Channel.ORDER, Outcome.TIMEOUT, VenueStatus.ONLINE)))
        .containsExactly(failed, taken);
    assertThat(facts(sample(Channel.ACCOUNT, Outcome.ERROR, VenueStatus.ONLINE)))
        .containsExactly(failed);
    assertThat(facts(sample(Channel.ACCOUNT, Outcome.OK, VenueStatus.OFFLINE)))
        .containsExactly(latency, failed);
    assertThat(facts(sample(Channel.ACCOUNT, Outcome.OK, VenueStatus.MAINTENANCE)))
        .containsExactly(latency, failed);
  }

  @Test
  @Tag("TRIG-5")
  void shouldCountClosedTransferSwitches() {
    VenueSample sample = sample(Channel.ACCOUNT, Outcome.ERROR, VenueStatus.ONLINE);
    sample.setTransfers(
        List.of(
            new TransferSwitch("ETH", "ETHEREUM", false, true),
            new TransferSwitch("ETH", "ARBITRUM", false, false),
            new TransferSwitch("BTC", "BITCOIN", true, true)));

    assertThat(facts(sample))
        .containsExactly(
            new Fact(Measure.API_ERRORS, "OKX", "", E8.ONE, 0),
            new Fact(Measure.TRANSFERS_CLOSED, "OKX|ETH", "ETHEREUM", E8.ONE, 0),
            new Fact(Measure.TRANSFERS_CLOSED, "OKX|ETH", "ARBITRUM", 2 * E8.ONE, 0),
            new Fact(Measure.TRANSFERS_CLOSED, "OKX|BTC", "BITCOIN", 0, 0));
  }

  @Test
  @Tag("TRIG-10")
  void shouldReadDelayAndGapOfAChainInSeconds() {
    ChainSample sample =
        ChainSample.newBuilder()
            .setChain("BITCOIN")
            .setFamily(ChainFamily.UTXO)
            .setBlockNumber(800_000)
            .setBlockTimeMicros(AT - 90_000_000)
            .setConfirmationDelayMicros(1_500_000L)
            .setReceivedAtMicros(AT)
            .setEventId(ID)
            .build();
    assertThat(facts(sample))
        .containsExactly(
            new Fact(Measure.CONFIRMATION_DELAY, "BITCOIN", "", 150_000_000, 0),
            new Fact(Measure.BLOCK_GAP, "BITCOIN", "", 90 * E8.ONE, 800_000));

    sample.setConfirmationDelayMicros(null);
    sample.setBlockTimeMicros(AT + 1);
    assertThat(facts(sample))
        .containsExactly(new Fact(Measure.BLOCK_GAP, "BITCOIN", "", 0, 800_000));
  }

  @Test
  void shouldReadReportedFactsByTheirKind() {
    assertThat(facts(fact(ObservationKind.EXECUTION_COST, 9L)))
        .containsExactly(new Fact(Measure.COST_OVER_EDGE, "S", "C", 3, 9));
    assertThat(facts(fact(ObservationKind.SETTLEMENT, 9L)))
        .containsExactly(new Fact(Measure.SETTLEMENT_DELAY, "S", "C", 3, 9));
    assertThat(facts(fact(ObservationKind.MARGIN, null)))
        .containsExactly(new Fact(Measure.MARGIN_BUFFER, "S", "C", 3, 0));
    assertThat(facts(fact(ObservationKind.RECONCILIATION, null)))
        .containsExactly(new Fact(Measure.UNRECONCILED, "S", "C", 3, 0));
    assertThat(facts(fact(ObservationKind.INTEGRITY, null)))
        .containsExactly(new Fact(Measure.INTEGRITY_FAULT, "S", "C", 3, 0));
    assertThat(facts(fact(ObservationKind.CONTROL, null)))
        .containsExactly(new Fact(Measure.CONTROL_OVERDUE, "S", "C", 3, 0));
  }

  private static RiskObservation fact(ObservationKind kind, Long reference) {
    return new RiskObservation(kind, "S", "C", 3L, reference, "test", AT, ID);
  }

  @Test
  void shouldReadNothingFromWhatNoMeasureUses() {
    assertThat(facts(new ClockTick("feeds", AT))).isEmpty();
  }
}
