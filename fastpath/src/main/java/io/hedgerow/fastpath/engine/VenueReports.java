package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.pair.PairBook;
import io.hedgerow.state.pair.VenueWord;

/**
 * What a venue says of an order, in the words of the pairs. Only an order's own venue can change it
 * (TRUTH-3).
 */
final class VenueReports {

  private final Registry registry;
  private final PairBook pairs;

  VenueReports(Registry registry, PairBook pairs) {
    this.registry = registry;
    this.pairs = pairs;
  }

  void take(VenueReportDecoder report, long nowMicros) {
    long number = report.orderNumber();
    long cumulativeE8 = report.cumulativeE8();
    int venue = report.venue();
    if (venue < 0 || venue >= registry.venues().size()) {
      return;
    }
    // Of an order that it does not know a venue can only repeat what it was asked, or guess.
    boolean notFound = report.notFound() == YesNo.YES;
    int instrument = notFound ? Registry.UNKNOWN : instrument(report);
    OrderSide side = notFound ? null : side(report);
    if (pairs.holds(number)) {
      if (!pairs.fits(number, venue, instrument, side, cumulativeE8, nowMicros)) {
        return;
      }
    } else if (mayChangeAPosition(report)) {
      pairs.stranger(
          number, venue, instrument, side, cumulativeE8, lastE8(report), saysOpen(report));
      return;
    }
    switch (report.kind()) {
      case ACCEPTED -> pairs.accepted(number, nowMicros);
      case FILLED ->
          pairs.filled(
              number,
              cumulativeE8,
              report.fillQuantityE8(),
              report.fillPriceE8(),
              report.executionHash(),
              nowMicros);
      case CANCELED -> pairs.canceled(number, cumulativeE8, nowMicros);
      case EXPIRED -> pairs.expired(number, cumulativeE8, nowMicros);
      case REJECTED -> pairs.rejected(number, cumulativeE8, nowMicros);
      case STATUS -> pairs.status(number, word(report), cumulativeE8, nowMicros);
      case CANCEL_REFUSED -> pairs.cancelRejected(number, nowMicros);
      // What they mean for the order is not certain: the venue is asked.
      case MESSAGE_REFUSED, UNREADABLE, TRADE_CORRECTED, REPLACED ->
          pairs.unreadable(number, nowMicros);
      case PENDING, NULL_VAL -> {}
    }
  }

  /** Of an order that is not kept: anything but that it ended empty, or that a request failed. */
  private static boolean mayChangeAPosition(VenueReportDecoder report) {
    return switch (report.kind()) {
      case FILLED, UNREADABLE, TRADE_CORRECTED, REPLACED -> true;
      case ACCEPTED, PENDING, CANCELED, EXPIRED, REJECTED, STATUS ->
          report.notFound() != YesNo.YES && (report.cumulativeE8() != 0 || saysOpen(report));
      case CANCEL_REFUSED, MESSAGE_REFUSED, NULL_VAL -> false;
    };
  }

  private static boolean saysOpen(VenueReportDecoder report) {
    return switch (report.kind()) {
      case ACCEPTED -> true;
      case FILLED, STATUS, REPLACED, TRADE_CORRECTED ->
          report.status() == ReportStatus.OPEN || report.status() == ReportStatus.PARTIALLY_FILLED;
      default -> false;
    };
  }

  private static long lastE8(VenueReportDecoder report) {
    return report.kind() == ReportKind.FILLED ? report.fillQuantityE8() : 0;
  }

  /** One that the registry does not know counts as not stated. */
  private int instrument(VenueReportDecoder report) {
    int instrument = report.instrument();
    return instrument < registry.instruments().size() ? instrument : Registry.UNKNOWN;
  }

  private static OrderSide side(VenueReportDecoder report) {
    return switch (report.side()) {
      case BUY -> OrderSide.BUY;
      case SELL -> OrderSide.SELL;
      case NULL_VAL -> null;
    };
  }

  private static VenueWord word(VenueReportDecoder report) {
    if (report.notFound() == YesNo.YES) {
      return VenueWord.UNKNOWN_ORDER;
    }
    ReportStatus status = report.status();
    return switch (status) {
      case OPEN, PARTIALLY_FILLED -> VenueWord.OPEN;
      case FILLED -> VenueWord.FILLED;
      case CANCELED -> VenueWord.CANCELED;
      case REJECTED -> VenueWord.REJECTED;
      case EXPIRED -> VenueWord.EXPIRED;
      case PENDING, NONE, NULL_VAL -> VenueWord.PENDING;
    };
  }
}
