package io.hedgerow.state.network;

import static io.hedgerow.schemas.codec.DeadLetterReason.IMPOSSIBLE_TIME;
import static io.hedgerow.schemas.codec.DeadLetterReason.INVALID_FIELD;
import static io.hedgerow.schemas.codec.DeadLetterReason.OUT_OF_RANGE;
import static io.hedgerow.schemas.codec.DeadLetterReason.PRICE_NOT_POSITIVE;
import static io.hedgerow.schemas.codec.DeadLetterReason.QUANTITY_NEGATIVE;
import static io.hedgerow.schemas.codec.DeadLetterReason.WRONG_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.Aggressor;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordChecksTest {

  private static final long NOW = 1_704_067_200_000_000L;
  private static final String ID = EventIds.of("any", "key", 1);
  private static final String KEY = "OKX|BTC-USDT-SWAP";

  private static DeadLetterReason funding(Consumer<FundingUpdate> change, String key) {
    FundingUpdate update =
        FundingUpdate.newBuilder()
            .setVenue("OKX")
            .setInstrument("BTC-USDT-SWAP")
            .setAsset("BTC")
            .setKind(FundingKind.CURRENT)
            .setRateE8(10_000)
            .setFundingTimeMicros(NOW + 3_600_000_000L)
            .setReceivedAtMicros(NOW)
            .setVenueTimeMicros(-1)
            .setEventId(ID)
            .build();
    change.accept(update);
    return RecordChecks.refuse(update, key, NOW);
  }

  private static DeadLetterReason venue(Consumer<VenueSample> change) {
    VenueSample sample =
        VenueSample.newBuilder()
            .setVenue("OKX")
            .setEndpoint("GET /api/v5/public/time")
            .setChannel(Channel.MARKET_DATA)
            .setOutcome(Outcome.OK)
            .setLatencyMicros(1)
            .setStatus(VenueStatus.ONLINE)
            .setTransfers(List.of())
            .setReceivedAtMicros(NOW)
            .setVenueTimeMicros(-1)
            .setEventId(ID)
            .build();
    change.accept(sample);
    return RecordChecks.refuse(sample, "OKX", NOW);
  }

  private static DeadLetterReason chain(Consumer<ChainSample> change) {
    ChainSample sample =
        ChainSample.newBuilder()
            .setChain("SOLANA")
            .setFamily(ChainFamily.SVM)
            .setBlockNumber(1)
            .setBlockTimeMicros(NOW)
            .setReceivedAtMicros(NOW)
            .setEventId(ID)
            .build();
    change.accept(sample);
    return RecordChecks.refuse(sample, "SOLANA", NOW);
  }

  private static DeadLetterReason trade(Consumer<Trade> change) {
    Trade trade =
        Trade.newBuilder()
            .setVenue("OKX")
            .setInstrument("BTC-USDT-SWAP")
            .setTradeId("")
            .setPriceE8(1)
            .setQuantityE8(1)
            .setAggressor(Aggressor.BUY)
            .setReceivedAtMicros(NOW)
            .setVenueTimeMicros(-1)
            .setEventId(ID)
            .build();
    change.accept(trade);
    return RecordChecks.refuse(trade, KEY, NOW);
  }

  private static DeadLetterReason reference(Consumer<ReferencePrice> change, String key) {
    ReferencePrice price =
        new ReferencePrice("XAU", "GOLD-FIX", ReferenceKind.GOLD, 1L, NOW, -1L, ID);
    change.accept(price);
    return RecordChecks.refuse(price, key, NOW);
  }

  @Test
  void shouldRefuseFundingThatCannotBe() {
    assertThat(funding(u -> {}, KEY)).isNull();
    assertThat(funding(u -> u.setFundingTimeMicros(-1), KEY)).isNull();
    assertThat(funding(u -> {}, "OKX|BTC")).isEqualTo(WRONG_KEY);
    assertThat(funding(u -> {}, null)).isEqualTo(WRONG_KEY);
    assertThat(funding(u -> u.setVenue("okx"), "okx|BTC-USDT-SWAP")).isEqualTo(INVALID_FIELD);
    assertThat(funding(u -> u.setInstrument("A|B"), "OKX|A|B")).isEqualTo(INVALID_FIELD);
    assertThat(funding(u -> u.setEventId("1"), KEY)).isEqualTo(INVALID_FIELD);
    assertThat(funding(u -> u.setReceivedAtMicros(NOW + 5_000_000), KEY)).isNull();
    assertThat(funding(u -> u.setReceivedAtMicros(NOW + 5_000_001), KEY))
        .isEqualTo(IMPOSSIBLE_TIME);
    assertThat(funding(u -> u.setReceivedAtMicros(1), KEY)).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(funding(u -> u.setReceivedAtMicros(Long.MIN_VALUE), KEY)).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(funding(u -> u.setFundingTimeMicros(Long.MAX_VALUE), KEY))
        .isEqualTo(IMPOSSIBLE_TIME);
    assertThat(funding(u -> u.setKind(FundingKind.SETTLED), KEY)).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(funding(u -> u.setRateE8(Long.MIN_VALUE), KEY)).isEqualTo(OUT_OF_RANGE);
    assertThat(funding(u -> u.setPredictedRateE8(Long.MAX_VALUE), KEY)).isEqualTo(OUT_OF_RANGE);
    assertThat(funding(u -> u.setDeclaredIntervalMicros(0L), KEY)).isEqualTo(INVALID_FIELD);
    assertThat(funding(u -> u.setMarkPriceE8(0L), KEY)).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(funding(u -> u.setIndexPriceE8(Long.MAX_VALUE), KEY)).isEqualTo(OUT_OF_RANGE);
  }

  @Test
  void shouldRefuseVenueSamplesThatCannotBe() {
    assertThat(venue(s -> {})).isNull();
    assertThat(venue(s -> s.setVenue("BYBIT"))).isEqualTo(WRONG_KEY);
    assertThat(venue(s -> s.setEndpoint(" "))).isEqualTo(INVALID_FIELD);
    assertThat(venue(s -> s.setLatencyMicros(-1))).isEqualTo(INVALID_FIELD);
    assertThat(venue(s -> s.setRateLimitUsedPpm(-1))).isEqualTo(INVALID_FIELD);
    assertThat(venue(s -> s.setRateLimitUsedPpm(Integer.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(venue(s -> s.setTransfers(List.of(new TransferSwitch("", "N", true, true)))))
        .isEqualTo(INVALID_FIELD);
    assertThat(venue(s -> s.setReceivedAtMicros(NOW + 6_000_000))).isEqualTo(IMPOSSIBLE_TIME);
  }

  @Test
  void shouldRefuseChainSamplesThatCannotBe() {
    assertThat(chain(s -> {})).isNull();
    assertThat(chain(s -> s.setChain("BITCOIN"))).isEqualTo(WRONG_KEY);
    assertThat(chain(s -> s.setBlockNumber(-1))).isEqualTo(INVALID_FIELD);
    assertThat(chain(s -> s.setConfirmationDelayMicros(-1L))).isEqualTo(INVALID_FIELD);
    assertThat(chain(s -> s.setComputeUnitPriceMicroLamports(-1L))).isEqualTo(OUT_OF_RANGE);
    assertThat(chain(s -> s.setBlockTimeMicros(NOW + 8_000_000_000L))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(chain(s -> s.setReceivedAtMicros(0))).isEqualTo(IMPOSSIBLE_TIME);
  }

  @Test
  void shouldRefuseTradesAndReferencePricesThatCannotBe() {
    assertThat(trade(t -> {})).isNull();
    assertThat(trade(t -> t.setPriceE8(0))).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(trade(t -> t.setQuantityE8(-1))).isEqualTo(QUANTITY_NEGATIVE);
    assertThat(trade(t -> t.setQuantityE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(trade(t -> t.setVenue("BYBIT"))).isEqualTo(WRONG_KEY);
    assertThat(trade(t -> t.setTradeId("1".repeat(65)))).isEqualTo(INVALID_FIELD);

    assertThat(reference(p -> p.setPriceE8(-1), "XAU")).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(reference(p -> {}, "PAXG")).isEqualTo(WRONG_KEY);
    for (String source : List.of("", "|", "OKX|", "|BTC-USDT", "OKX|BTC|USDT", "okx|BTC-USDT")) {
      assertThat(reference(p -> p.setSource(source), "XAU")).as(source).isEqualTo(INVALID_FIELD);
    }
  }

  @Test
  void shouldPassTradesAndReferencePricesAsTheFeedsMakeThem() {
    assertThat(trade(t -> t.setTradeId("20f43950-d8dd-5b31-9112-a178eb6023af"))).isNull();
    assertThat(trade(t -> t.setAggressor(Aggressor.UNKNOWN))).isNull();
    assertThat(trade(t -> t.setQuantityE8(0))).isNull();
    assertThat(trade(t -> t.setVenueTimeMicros(NOW - 1))).isNull();

    assertThat(reference(p -> {}, "XAU")).isNull();
    assertThat(reference(p -> p.setSource("BINANCE-USDM|BTC-USDT-PERP"), "XAU")).isNull();
    assertThat(reference(p -> p.setVenueTimeMicros(NOW - 1), "XAU")).isNull();
  }
}
