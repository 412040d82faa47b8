package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.state.pair.PairBook;
import io.hedgerow.state.pair.VenueWord;

/** What a venue says of an order, in the words of the pairs. */
final class VenueReports {

  private final PairBook pairs;

  VenueReports(PairBook pairs) {
    this.pairs = pairs;
  }

  void take(VenueReportDecoder report, long nowMicros) {
    long number = report.orderNumber();
    long cumulativeE8 = report.cumulativeE8();
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
