package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.pair.ClientOrderIds;
import io.hedgerow.state.pair.PairBook;
import io.hedgerow.state.pair.PairOrder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * The last thing that an engine does: every order that may rest is cancelled, and what the venues
 * answer is noted, before the sessions are cut. It needs no journal: a cancel cannot add risk, and
 * the next start asks for every order that has no final answer there. For the engine's thread.
 */
final class LastCancels {

  private static final int NAMED = 5;

  private static final class Resting {
    private final int venue;
    private final int instrument;
    private final OrderSide side;
    private boolean cancelSent;
    private boolean askSent = true;

    Resting(PairOrder order) {
      venue = order.venue();
      instrument = order.instrument();
      side = order.side();
    }
  }

  private final FixLinks links;
  private final Map<Long, Resting> resting = new TreeMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final VenueReportDecoder report = new VenueReportDecoder();

  /** Of every order that is not final. */
  LastCancels(PairBook pairs, FixLinks links) {
    this.links = links;
    pairs.eachOpenOrder(order -> resting.put(order.number(), new Resting(order)));
  }

  /** Every order has ended, as its venue said. */
  boolean areConfirmed() {
    return resting.isEmpty();
  }

  /** Sends what was not sent yet or has to be sent again. */
  void send() {
    for (Map.Entry<Long, Resting> each : resting.entrySet()) {
      long number = each.getKey();
      Resting order = each.getValue();
      if (!order.cancelSent) {
        long request = ClientOrderIds.lastCancelOf(number);
        order.cancelSent =
            links.cancel(number, request, order.venue, order.instrument, order.side)
                == SendResult.SENT;
      }
      if (!order.askSent) {
        order.askSent =
            links.ask(number, order.venue, order.instrument, order.side) == SendResult.SENT;
      }
    }
  }

  /** What a venue says, as the input of the engine that it is. */
  void take(int templateId, DirectBuffer buffer, int offset) {
    if (templateId != VenueReportDecoder.TEMPLATE_ID) {
      return;
    }
    report.wrapAndApplyHeader(buffer, offset, header);
    Resting order = resting.get(report.orderNumber());
    if (order == null || order.venue != report.venue()) {
      return;
    }
    ReportKind kind = report.kind();
    if (isFinal(kind, report.status())) {
      resting.remove(report.orderNumber());
    } else if (kind == ReportKind.STATUS && report.status() != ReportStatus.PENDING) {
      order.cancelSent = false;
    } else if (kind == ReportKind.CANCEL_REFUSED
        || kind == ReportKind.MESSAGE_REFUSED
        || kind == ReportKind.UNREADABLE) {
      order.askSent = false;
    }
  }

  private boolean isFinal(ReportKind kind, ReportStatus status) {
    return switch (kind) {
      case CANCELED, EXPIRED, REJECTED -> true;
      case FILLED -> status == ReportStatus.FILLED;
      case STATUS -> report.notFound() == YesNo.YES || isFinal(status);
      default -> false;
    };
  }

  private static boolean isFinal(ReportStatus status) {
    return switch (status) {
      case FILLED, CANCELED, REJECTED, EXPIRED -> true;
      default -> false;
    };
  }

  /** Which orders may still rest, and whether their venue has said that it cancels them. */
  String leftText() {
    Map<Integer, StringBuilder> texts = new TreeMap<>();
    Map<Integer, Integer> counts = new TreeMap<>();
    StringBuilder id = new StringBuilder(ClientOrderIds.LENGTH);
    for (Map.Entry<Long, Resting> each : resting.entrySet()) {
      int venue = each.getValue().venue;
      StringBuilder text = texts.computeIfAbsent(venue, v -> new StringBuilder());
      if (counts.merge(venue, 1, Integer::sum) <= NAMED) {
        ClientOrderIds.write(each.getKey(), id);
        text.append(text.length() == 0 ? "" : ", ").append(id);
      }
    }
    StringBuilder all = new StringBuilder();
    texts.forEach(
        (venue, ids) ->
            all.append(all.length() == 0 ? "" : "; ")
                .append(links.nameOf(venue))
                .append(": ")
                .append(counts.get(venue))
                .append(" may still rest (")
                .append(ids)
                .append(counts.get(venue) > NAMED ? ", …" : "")
                .append(
                    links.cancelsOnDisconnect(venue)
                        ? "), the venue said that it cancels them"
                        : "), NOBODY CANCELS THEM: cancel them at the venue"));
    return all.toString();
  }
}
