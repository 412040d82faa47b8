package io.hedgerow.simulator.market;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/**
 * Funding of one perpetual: at the start the two newest settlements, as a venue's history has them,
 * then the current rate each second, and each settlement when it is due (NET-4).
 */
final class FundingSource implements RecordSource {

  private static final long PERIOD_MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** 0.01 % of the notional each interval is where rates start from. */
  private static final long START_RATE_E8 = 10_000;

  private static final long LARGEST_STEP_E8 = 200;

  private final MarketFaults faults;
  private final SimulatedInstrument instrument;
  private final RandomGenerator random;
  private final VenueClock clock;
  private final PricePath path;
  private final long intervalMicros;
  private long nextAtMicros;
  private long fundingTimeMicros;
  private long rateE8 = START_RATE_E8;
  private boolean history = true;

  FundingSource(
      MarketSettings settings,
      SimulatedInstrument instrument,
      RandomGenerator random,
      PricePath path) {
    long startMicros = settings.startMicros();
    this.faults = settings.faults();
    this.instrument = instrument;
    this.random = random;
    this.clock = new VenueClock(instrument.venue(), random);
    this.path = path;
    this.intervalMicros = instrument.venue().fundingInterval().toNanos() / NANOS_PER_MICRO;
    this.nextAtMicros = startMicros + random.nextLong(PERIOD_MICROS);
    this.fundingTimeMicros = (startMicros / intervalMicros + 1) * intervalMicros;
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    if (history) {
      out.accept(update(FundingKind.SETTLED, fundingTimeMicros - 2 * intervalMicros));
      out.accept(update(FundingKind.SETTLED, fundingTimeMicros - intervalMicros));
      history = false;
    }
    if (nextAtMicros >= fundingTimeMicros) {
      out.accept(update(FundingKind.SETTLED, fundingTimeMicros));
      fundingTimeMicros += intervalMicros;
    }
    rateE8 += random.nextLong(-LARGEST_STEP_E8, LARGEST_STEP_E8 + 1);
    out.accept(update(FundingKind.CURRENT, fundingTimeMicros));
    nextAtMicros += PERIOD_MICROS;
  }

  private FundingUpdate update(FundingKind kind, long paidAtMicros) {
    long indexE8 = path.priceE8At(nextAtMicros);
    long markTicks = instrument.basisTicks() + faults.jumpTicks(instrument, nextAtMicros);
    boolean current = kind == FundingKind.CURRENT;
    return FundingUpdate.newBuilder()
        .setVenue(instrument.venue().id())
        .setInstrument(instrument.name())
        .setAsset(instrument.asset().symbol())
        .setKind(kind)
        .setRateE8(rateE8)
        .setPredictedRateE8(null)
        .setFundingTimeMicros(paidAtMicros)
        .setDeclaredIntervalMicros(instrument.venue().funding().declared() ? intervalMicros : null)
        .setMarkPriceE8(current ? indexE8 + markTicks * instrument.asset().tickE8() : null)
        .setIndexPriceE8(current ? indexE8 : null)
        .setReceivedAtMicros(nextAtMicros)
        .setVenueTimeMicros(clock.venueTimeMicros(nextAtMicros))
        .setEventId(
            EventIds.of("FundingUpdate " + kind, instrument.key(), paidAtMicros, nextAtMicros))
        .build();
  }
}
