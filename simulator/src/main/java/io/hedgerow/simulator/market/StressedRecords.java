package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.simulator.market.ChainSource.Chain;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What an episode makes of single records: a changed copy, nothing, or the record itself if it does
 * not concern it. Prices and books it changes elsewhere, see {@link Stress}.
 */
final class StressedRecords {

  private static final int FUNDING_FACTOR = -30;
  private static final int DELAY_FACTOR = 10;
  private static final long DEPEGGED_E8 = 97 * E8.ONE / 100;
  private static final long BUFFER_LEFT_E8 = 5 * E8.ONE / 100;
  private static final long UNRECONCILED_E8 = 5 * E8.ONE;
  private static final String SHORT_ACCOUNT =
      InstrumentKey.of(SimulatedVenue.SIM_BRAVO.id(), ObservationSource.ACCOUNT);
  private static final List<String> COSTLY_ROUTES = ObservationSource.routes().subList(0, 2);

  private StressedRecords() {}

  /** What is sent in place of a record received inside the stretch; null: nothing. */
  static SpecificRecord inPlaceOf(SpecificRecord record, StressEpisode episode, long fromMicros) {
    return switch (episode) {
      case FUNDING_SHOCK -> record instanceof FundingUpdate update ? funding(update) : record;
      case VENUE_OUTAGE -> outage(record);
      case DEPEG, GOLD_DISLOCATION ->
          record instanceof ReferencePrice price ? reference(price, episode) : record;
      case TRANSFER_HALT -> record instanceof VenueSample sample ? halted(sample) : record;
      case CHAIN_CONGESTION ->
          record instanceof ChainSample sample ? congested(sample, fromMicros) : record;
      case MARGIN_CALL, LEDGER_BREAK, COST_INVERSION ->
          record instanceof RiskObservation fact ? fact(fact, episode) : record;
      case PRICE_CRASH, STALE_PRICE, THIN_BOOKS -> record;
    };
  }

  private static FundingUpdate funding(FundingUpdate update) {
    boolean concerned =
        update.getVenue().equals(SimulatedVenue.SIM_ALPHA.id()) && update.getAsset().equals("BTC");
    return concerned
        ? FundingUpdate.newBuilder(update).setRateE8(FUNDING_FACTOR * update.getRateE8()).build()
        : update;
  }

  private static SpecificRecord outage(SpecificRecord record) {
    String away = SimulatedVenue.SIM_ALPHA.id();
    if (record instanceof VenueSample sample && sample.getVenue().equals(away)) {
      return HealthSource.timedOut(sample);
    }
    boolean silent =
        (record instanceof BookUpdate update && update.getVenue().equals(away))
            || (record instanceof Trade trade && trade.getVenue().equals(away))
            || (record instanceof FundingUpdate funding && funding.getVenue().equals(away));
    return silent ? null : record;
  }

  private static ReferencePrice reference(ReferencePrice price, StressEpisode episode) {
    if (episode == StressEpisode.DEPEG && price.getKind() == ReferenceKind.STABLECOIN) {
      return ReferencePrice.newBuilder(price).setPriceE8(DEPEGGED_E8).build();
    }
    if (episode == StressEpisode.GOLD_DISLOCATION && price.getKind() == ReferenceKind.GOLD) {
      long risenE8 = E8.mulDivFloor(price.getPriceE8(), 100, 97);
      return ReferencePrice.newBuilder(price).setPriceE8(risenE8).build();
    }
    return price;
  }

  private static VenueSample halted(VenueSample sample) {
    if (!sample.getVenue().equals(SimulatedVenue.SIM_CHARLIE.id())) {
      return sample;
    }
    List<TransferSwitch> switches =
        sample.getTransfers().stream()
            .map(
                open ->
                    open.getAsset().equals("BTC")
                        ? new TransferSwitch(open.getAsset(), open.getNetwork(), false, false)
                        : open)
            .toList();
    return VenueSample.newBuilder(sample).setTransfers(switches).build();
  }

  /** The newest block stays the one that was there when it began. */
  private static ChainSample congested(ChainSample sample, long fromMicros) {
    if (!sample.getChain().equals(Chain.ETHEREUM.name())) {
      return sample;
    }
    long blockMicros = Chain.ETHEREUM.blockMicros();
    long sinceMicros = sample.getBlockTimeMicros() - fromMicros;
    long missing = Math.max(0, -Math.floorDiv(-sinceMicros, blockMicros));
    return ChainSample.newBuilder(sample)
        .setBlockNumber(sample.getBlockNumber() - missing)
        .setBlockTimeMicros(sample.getBlockTimeMicros() - missing * blockMicros)
        .setConfirmationDelayMicros(DELAY_FACTOR * sample.getConfirmationDelayMicros())
        .build();
  }

  private static RiskObservation fact(RiskObservation fact, StressEpisode episode) {
    ObservationKind kind = fact.getKind();
    return switch (episode) {
      case MARGIN_CALL ->
          kind == ObservationKind.MARGIN && fact.getSubject().equals(SHORT_ACCOUNT)
              ? withValue(fact, BUFFER_LEFT_E8)
              : fact;
      case LEDGER_BREAK ->
          kind == ObservationKind.RECONCILIATION && fact.getSubject().equals(SHORT_ACCOUNT)
              ? withValue(fact, UNRECONCILED_E8)
              : fact;
      case COST_INVERSION ->
          kind == ObservationKind.EXECUTION_COST
                  && fact.getSubject().equals("ETH")
                  && COSTLY_ROUTES.contains(fact.getComponent())
              ? withValue(fact, fact.getReferenceE8() + fact.getValueE8())
              : fact;
      default -> fact;
    };
  }

  private static RiskObservation withValue(RiskObservation fact, long valueE8) {
    return RiskObservation.newBuilder(fact).setValueE8(valueE8).build();
  }
}
