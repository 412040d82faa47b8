package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.ExecutionReport;
import io.hedgerow.connectors.fix.OrderEvents;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.NotSentEncoder;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.SentRequest;
import io.hedgerow.fastpath.wire.SessionChange;
import io.hedgerow.fastpath.wire.SessionChangedEncoder;
import io.hedgerow.fastpath.wire.VenueReportEncoder;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.pair.ClientOrderIds;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one venue says, as inputs of the engine. They wait in a queue until the session has been
 * polled, so that the engine does not send from inside a session's call. For the engine's thread;
 * allocates nothing.
 */
final class VenueInbox implements OrderEvents {

  private static final int MAX_TEXT = 256;
  private static final int MAX_REPORT_BYTES = 2_048;

  private final Registry registry;
  private final int venue;
  private final InputQueue queue;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_REPORT_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final VenueReportEncoder report = new VenueReportEncoder();
  private final SessionChangedEncoder session = new SessionChangedEncoder();
  private final NotSentEncoder notSent = new NotSentEncoder();
  private final byte[] text = new byte[MAX_TEXT];
  private volatile String down = "";

  VenueInbox(Registry registry, int venue, InputQueue queue) {
    this.registry = registry;
    this.venue = venue;
    this.queue = queue;
  }

  @Override
  public void loggedOn() {
    down = "";
    session(SessionChange.UP);
  }

  /** Why the session ended last; empty while it is up or was never down. Safe from any thread. */
  String down() {
    return down;
  }

  @Override
  public void loggedOff(String reason, boolean sequencesDisagree) {
    down =
        sequencesDisagree
            ? reason + " (the two sides disagree about sequence numbers: ask the venue to reset)"
            : reason;
    session(SessionChange.DOWN);
  }

  private void session(SessionChange change) {
    session.wrapAndApplyHeader(buffer, 0, header).venue((short) venue).change(change);
    queue.add(
        SessionChangedEncoder.TEMPLATE_ID,
        buffer,
        MessageHeaderEncoder.ENCODED_LENGTH + session.encodedLength());
  }

  void notSent(long orderNumber, SentRequest request, SendResult result) {
    notSent
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .orderNumber(orderNumber)
        .request(request)
        .reason((short) numberOf(result));
    queue.add(
        NotSentEncoder.TEMPLATE_ID,
        buffer,
        MessageHeaderEncoder.ENCODED_LENGTH + notSent.encodedLength());
  }

  @Override
  public void execution(ExecutionReport from) {
    CharSequence original = from.originalClientOrderId();
    CharSequence id = original.length() > 0 ? original : from.clientOrderId();
    int instrument = instrument(from.instrument());
    if (instrument == Registry.UNKNOWN && !from.unknownOrder()) {
      // Nobody knows what its quantities count: base asset or contracts.
      begin(ClientOrderIds.parse(id), ReportKind.UNREADABLE)
          .venueTimeMicros(from.venueTimeMicros())
          .executionHash(hash(from.executionId()));
      end(from.executionId(), from.tradeId(), from.feeAsset(), "instrument unknown");
      return;
    }
    begin(ClientOrderIds.parse(id), kind(from.kind()))
        .status(status(from.status()))
        .side(from.side() == OrderSide.BUY ? WireSide.BUY : WireSide.SELL)
        .instrument((short) instrument)
        .cumulativeE8(baseE8(instrument, from.cumulativeQuantityE8()))
        .leavesE8(baseE8(instrument, from.leavesQuantityE8()))
        .fillQuantityE8(baseE8(instrument, from.fillQuantityE8()))
        .fillPriceE8(from.fillPriceE8())
        .feeE8(from.feeE8())
        .venueTimeMicros(from.venueTimeMicros())
        .maker(from.maker() ? YesNo.YES : YesNo.NO)
        .notFound(from.unknownOrder() ? YesNo.YES : YesNo.NO)
        .maybeRepeated(from.possiblyDuplicate() ? YesNo.YES : YesNo.NO)
        .executionHash(hash(from.executionId()));
    end(from.executionId(), from.tradeId(), from.feeAsset(), from.text());
  }

  @Override
  public void cancelRejected(
      CharSequence clientOrderId,
      CharSequence originalClientOrderId,
      boolean replacement,
      int reason,
      CharSequence words) {
    begin(ClientOrderIds.parse(originalClientOrderId), ReportKind.CANCEL_REFUSED);
    end("", "", "", words);
  }

  @Override
  public void messageRejected(
      long sequence, CharSequence clientOrderId, boolean business, int reason, CharSequence words) {
    begin(ClientOrderIds.parse(clientOrderId), ReportKind.MESSAGE_REFUSED);
    end("", "", "", words);
  }

  @Override
  public void unreadable(long sequence, CharSequence clientOrderId, String problem) {
    begin(ClientOrderIds.parse(clientOrderId), ReportKind.UNREADABLE);
    end("", "", "", problem);
  }

  private VenueReportEncoder begin(long orderNumber, ReportKind kind) {
    return report
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .orderNumber(orderNumber)
        .kind(kind)
        .status(ReportStatus.NONE)
        .side(WireSide.NULL_VAL)
        .instrument((short) Registry.UNKNOWN)
        .cumulativeE8(0)
        .leavesE8(0)
        .fillQuantityE8(0)
        .fillPriceE8(0)
        .feeE8(0)
        .venueTimeMicros(-1)
        .maker(YesNo.NO)
        .notFound(YesNo.NO)
        .maybeRepeated(YesNo.NO)
        .executionHash(0);
  }

  private void end(
      CharSequence executionId, CharSequence tradeId, CharSequence feeAsset, CharSequence words) {
    report
        .putExecutionId(text, 0, copy(executionId))
        .putTradeId(text, 0, copy(tradeId))
        .putFeeAsset(text, 0, copy(feeAsset))
        .putText(text, 0, copy(words));
    queue.add(
        VenueReportEncoder.TEMPLATE_ID,
        buffer,
        MessageHeaderEncoder.ENCODED_LENGTH + report.encodedLength());
  }

  private int copy(CharSequence from) {
    int length = Math.min(from.length(), MAX_TEXT);
    for (int i = 0; i < length; i++) {
      char c = from.charAt(i);
      text[i] = (byte) (c < 128 ? c : '?');
    }
    return length;
  }

  private int instrument(CharSequence symbol) {
    for (int i = 0; i < registry.instruments().size(); i++) {
      Registry.Instrument instrument = registry.instruments().get(i);
      if (instrument.venue() == venue && instrument.symbol().contentEquals(symbol)) {
        return i;
      }
    }
    return Registry.UNKNOWN;
  }

  /** A venue may say anything: what does not fit is as much as can be; contracts never count. */
  private long baseE8(int instrument, long quantityE8) {
    if (instrument == Registry.UNKNOWN) {
      return 0;
    }
    return quantityE8 <= 0
        ? quantityE8
        : E8.multiplySaturated(quantityE8, registry.instruments().get(instrument).contractE8());
  }

  private static long hash(CharSequence id) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < id.length(); i++) {
      hash = (hash ^ id.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }

  /** As it stands in the journal; never used again for another reason. */
  private static int numberOf(SendResult result) {
    return switch (result) {
      case SENT -> 0;
      case NOT_LOGGED_ON -> 1;
      case RECOVERING -> 2;
      case BACK_PRESSURE -> 3;
      case TOO_MANY_OPEN_ORDERS -> 4;
      case INVALID -> 5;
    };
  }

  private static ReportKind kind(ExecutionReport.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> ReportKind.ACCEPTED;
      case FILLED -> ReportKind.FILLED;
      case CANCELED -> ReportKind.CANCELED;
      case REPLACED -> ReportKind.REPLACED;
      case REJECTED -> ReportKind.REJECTED;
      case EXPIRED -> ReportKind.EXPIRED;
      case STATUS -> ReportKind.STATUS;
      case PENDING -> ReportKind.PENDING;
      case TRADE_CORRECTED -> ReportKind.TRADE_CORRECTED;
    };
  }

  private static ReportStatus status(ExecutionReport.Status status) {
    return switch (status) {
      case OPEN -> ReportStatus.OPEN;
      case PARTIALLY_FILLED -> ReportStatus.PARTIALLY_FILLED;
      case FILLED -> ReportStatus.FILLED;
      case CANCELED -> ReportStatus.CANCELED;
      case REJECTED -> ReportStatus.REJECTED;
      case EXPIRED -> ReportStatus.EXPIRED;
      case PENDING -> ReportStatus.PENDING;
    };
  }
}
