package io.hedgerow.simulator.world;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.VenuePresets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * The market of the self-custody venue (TRUTH-4): the books and trades of {@code SIM-ALPHA}, as a
 * market maker would quote them there, and its funding, paid each hour. For one thread.
 */
final class SelfCustodyMarket {

  private static final String VENUE = VenuePresets.SELF_CUSTODY;
  private static final String SOURCE = SimulatedVenue.SIM_ALPHA.id();
  private static final long HOUR_MICROS = Duration.ofHours(1).toNanos() / 1_000;
  private static final long HOURS_OF_SOURCE = SimulatedVenue.SIM_ALPHA.fundingInterval().toHours();

  private final Map<String, Long> settledAtMicros = new TreeMap<>();

  /** What the venue says when the market says this; mostly nothing. */
  List<SpecificRecord> following(SpecificRecord record) {
    if (record instanceof BookUpdate book && book.getVenue().equals(SOURCE)) {
      return List.of(
          BookUpdate.newBuilder(book).setVenue(VENUE).setEventId(own(book.getEventId())).build());
    }
    if (record instanceof Trade trade && trade.getVenue().equals(SOURCE)) {
      return List.of(
          Trade.newBuilder(trade).setVenue(VENUE).setEventId(own(trade.getEventId())).build());
    }
    if (record instanceof FundingUpdate funding
        && funding.getVenue().equals(SOURCE)
        && funding.getKind() == FundingKind.CURRENT) {
      return funding(funding);
    }
    return List.of();
  }

  /** The current rate, and before it what was settled since the last one. */
  private List<SpecificRecord> funding(FundingUpdate source) {
    long hour = Math.floorDiv(source.getReceivedAtMicros(), HOUR_MICROS) * HOUR_MICROS;
    long settled = settledAtMicros.getOrDefault(source.getInstrument(), hour - 2 * HOUR_MICROS);
    List<SpecificRecord> records = new ArrayList<>();
    for (long at = settled + HOUR_MICROS; at <= hour; at += HOUR_MICROS) {
      records.add(hourly(source, FundingKind.SETTLED, at));
    }
    settledAtMicros.put(source.getInstrument(), hour);
    records.add(hourly(source, FundingKind.CURRENT, hour + HOUR_MICROS));
    return records;
  }

  private static FundingUpdate hourly(FundingUpdate source, FundingKind kind, long paidAtMicros) {
    boolean current = kind == FundingKind.CURRENT;
    return FundingUpdate.newBuilder(source)
        .setVenue(VENUE)
        .setKind(kind)
        .setRateE8(Math.floorDiv(source.getRateE8(), HOURS_OF_SOURCE))
        .setFundingTimeMicros(paidAtMicros)
        .setDeclaredIntervalMicros(HOUR_MICROS)
        .setMarkPriceE8(current ? source.getMarkPriceE8() : null)
        .setIndexPriceE8(current ? source.getIndexPriceE8() : null)
        .setEventId(
            EventIds.of(
                "FundingUpdate " + kind,
                InstrumentKey.of(VENUE, source.getInstrument()),
                paidAtMicros,
                source.getReceivedAtMicros()))
        .build();
  }

  private static String own(String eventId) {
    return EventIds.of("at " + VENUE, eventId, 0);
  }
}
