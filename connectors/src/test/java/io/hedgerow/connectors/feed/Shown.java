package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Writes a result as lines with every field but the ID and the receipt, for comparison by eye. */
final class Shown {

  private Shown() {}

  static List<String> of(FeedResult result) {
    if (result instanceof FeedResult.Records records) {
      return records.records().stream().map(Shown::of).toList();
    }
    if (result instanceof FeedResult.Ignored ignored) {
      return List.of("ignored: " + ignored.reason());
    }
    FeedResult.Rejected rejected = (FeedResult.Rejected) result;
    return List.of("rejected: " + rejected.reason() + ": " + rejected.message());
  }

  private static String of(SpecificRecord record) {
    if (record instanceof BookUpdate book) {
      return "%s|%s %s %s %d..%d after %d at %d%s depth %d%s bids %s asks %s"
          .formatted(
              book.getVenue(),
              book.getInstrument(),
              book.getKind(),
              book.getSequencing(),
              book.getFirstSequence(),
              book.getLastSequence(),
              book.getPreviousSequence(),
              book.getVenueTimeMicros(),
              unit(book),
              book.getDepthLimit(),
              checksum(book),
              levels(book.getBids()),
              levels(book.getAsks()));
    }
    if (record instanceof Trade trade) {
      return "%s|%s trade %s %s %sx%s at %d"
          .formatted(
              trade.getVenue(),
              trade.getInstrument(),
              trade.getTradeId(),
              trade.getAggressor(),
              E8.toDecimal(trade.getPriceE8()),
              E8.toDecimal(trade.getQuantityE8()),
              trade.getVenueTimeMicros());
    }
    if (record instanceof FundingUpdate funding) {
      return "%s|%s %s %s rate %s predicted %s due %d interval %s mark %s index %s at %d"
          .formatted(
              funding.getVenue(),
              funding.getInstrument(),
              funding.getAsset(),
              funding.getKind(),
              E8.toDecimal(funding.getRateE8()),
              decimal(funding.getPredictedRateE8()),
              funding.getFundingTimeMicros(),
              funding.getDeclaredIntervalMicros(),
              decimal(funding.getMarkPriceE8()),
              decimal(funding.getIndexPriceE8()),
              funding.getVenueTimeMicros());
    }
    ReferencePrice price = (ReferencePrice) record;
    return "%s of %s %s %s at %d"
        .formatted(
            price.getKind(),
            price.getAsset(),
            price.getSource(),
            E8.toDecimal(price.getPriceE8()),
            price.getVenueTimeMicros());
  }

  private static String unit(BookUpdate book) {
    boolean plain = book.getContract() == Contract.LINEAR && book.getContractSizeE8() == E8.ONE;
    return plain ? "" : " " + book.getContract() + " " + E8.toDecimal(book.getContractSizeE8());
  }

  private static String checksum(BookUpdate book) {
    return book.getChecksum() < 0
        ? ""
        : " checksum %d (%d, %d)"
            .formatted(book.getChecksum(), book.getPriceDecimals(), book.getQuantityDecimals());
  }

  private static String decimal(Long valueE8) {
    return valueE8 == null ? "-" : E8.toDecimal(valueE8);
  }

  private static String levels(List<BookLevel> levels) {
    return levels.stream()
        .map(l -> E8.toDecimal(l.getPriceE8()) + "x" + E8.toDecimal(l.getQuantityE8()))
        .collect(Collectors.joining(" ", "[", "]"));
  }
}
