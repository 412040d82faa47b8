package io.hedgerow.state.funding;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;

/** Builds funding updates of one perpetual. */
final class FundingUpdates {

  static final String KEY = "BINANCE-USDM|BTC-USDT-PERP";
  static final long HOUR = 3_600_000_000L;

  /** 2024-01-01 00:00 UTC. */
  static final long T0 = 1_704_067_200_000_000L;

  private FundingUpdates() {}

  static FundingUpdate settled(long fundingTimeMicros, long rateE8) {
    return update(FundingKind.SETTLED, fundingTimeMicros, rateE8, fundingTimeMicros + 1_000_000);
  }

  static FundingUpdate current(long fundingTimeMicros, long rateE8, long receivedAtMicros) {
    return update(FundingKind.CURRENT, fundingTimeMicros, rateE8, receivedAtMicros);
  }

  static FundingUpdate update(
      FundingKind kind, long fundingTimeMicros, long rateE8, long receivedAtMicros) {
    return FundingUpdate.newBuilder()
        .setVenue("BINANCE-USDM")
        .setInstrument("BTC-USDT-PERP")
        .setAsset("BTC")
        .setKind(kind)
        .setRateE8(rateE8)
        .setFundingTimeMicros(fundingTimeMicros)
        .setReceivedAtMicros(receivedAtMicros)
        .setVenueTimeMicros(receivedAtMicros - 50_000)
        .setEventId(
            EventIds.of("FundingUpdate", KEY + kind, fundingTimeMicros, rateE8, receivedAtMicros))
        .build();
  }
}
