package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * What a venue's market data loses on its way while everything else is fine: {@link
 * FaultKind#DROPPED_FRAMES} and {@link FaultKind#STALE_FEED}. The venue itself trades on. For one
 * thread.
 */
public final class FrameFaults {

  private static final String ANY_ACCOUNT = "";
  private static final String ANY_INSTRUMENT = "";

  private final ActiveFaults faults;
  private final Map<String, BookUpdate> newest = new TreeMap<>();
  private long repeats;

  /** Those of one venue. */
  public FrameFaults(VenueFaults faults, String venue) {
    this.faults = new ActiveFaults(faults, venue);
  }

  /** What a reader of the feed gets in place of a record of this venue; null: nothing. */
  public SpecificRecord inPlaceOf(SpecificRecord record, long nowMicros) {
    if (record instanceof BookUpdate book) {
      return book(book, nowMicros);
    }
    if (record instanceof Trade trade) {
      return arrives(trade.getInstrument(), nowMicros) ? record : null;
    }
    if (record instanceof FundingUpdate funding) {
      return arrives(funding.getInstrument(), nowMicros) ? record : null;
    }
    return record;
  }

  private SpecificRecord book(BookUpdate book, long nowMicros) {
    String instrument = book.getInstrument();
    if (isStale(instrument, nowMicros)) {
      BookUpdate known = newest.get(instrument);
      return known == null ? null : again(known, nowMicros);
    }
    if (isDropped(instrument, nowMicros)) {
      return null;
    }
    newest.put(instrument, book);
    return book;
  }

  /** What was known, as if it were new; the venue's own time tells. */
  private BookUpdate again(BookUpdate known, long nowMicros) {
    return BookUpdate.newBuilder(known)
        .setReceivedAtMicros(nowMicros)
        .setEventId(EventIds.of("BookUpdate again", known.getEventId(), ++repeats))
        .build();
  }

  private boolean arrives(String instrument, long nowMicros) {
    return !isStale(instrument, nowMicros) && !isDropped(instrument, nowMicros);
  }

  private boolean isStale(String instrument, long nowMicros) {
    return faults
        .active(FaultKind.STALE_FEED, FaultParameter.INSTRUMENT, instrument, nowMicros)
        .isPresent();
  }

  private boolean isDropped(String instrument, long nowMicros) {
    return faults.strikes(FaultKind.DROPPED_FRAMES, ANY_ACCOUNT, instrument, nowMicros).isPresent();
  }

  /** Whether all of the feed stands still, as its server must be told. */
  public boolean isAllStale(long nowMicros) {
    return faults
        .active(FaultKind.STALE_FEED, FaultParameter.INSTRUMENT, ANY_INSTRUMENT, nowMicros)
        .isPresent();
  }

  /** How often a frame of the whole feed is lost, as its server must be told; 0: never. */
  public int dropChancePpm(long nowMicros) {
    return faults
        .active(FaultKind.DROPPED_FRAMES, FaultParameter.INSTRUMENT, ANY_INSTRUMENT, nowMicros)
        .map(fault -> (int) fault.number(FaultParameter.CHANCE_PPM))
        .orElse(0);
  }
}
