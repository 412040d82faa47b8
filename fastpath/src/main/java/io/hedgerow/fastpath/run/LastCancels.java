package io.hedgerow.fastpath.run;

import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.pair.ClientOrderIds;
import io.hedgerow.state.pair.OrderRole;
import io.hedgerow.state.pair.Pair;
import io.hedgerow.state.pair.PairBook;
import io.hedgerow.state.pair.PairOrder;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * The last thing that an engine does: every order that may rest is cancelled, and what the venues
 * answer is noted, before the sessions are cut (FAIL-1). It needs no journal: a cancel cannot add
 * risk, and the next start asks for every order that has no final answer there. That a venue does
 * not know an order is believed the second time, a second later. What is left unhedged is named
 * (ORD-4). For the engine's thread.
 */
final class LastCancels {

  private static final int NAMED = 5;

  private static final long VERIFY_MICROS = 1_000_000;
  private static final long NEVER = Long.MAX_VALUE;

  private static final class Resting {
    private final int venue;
    private final int instrument;
    private final OrderSide side;
    private final long pair;
    private final boolean addsToFirst;
    private long filledE8;
    private boolean cancelSent;
    private boolean askSent = true;
    private long notFoundAtMicros = NEVER;
    private long verifiedAtMicros = NEVER;

    Resting(PairOrder order) {
      venue = order.venue();
      instrument = order.instrument();
      side = order.side();
      pair = order.correlationNumber();
      addsToFirst = (order.leg() == 0) == (order.role() == OrderRole.LEG);
      filledE8 = order.filledE8();
    }
  }

  /** What the first leg of a pair holds more than the second. */
  private static final class Imbalance {
    private final int[] venues = new int[2];
    private final int[] instruments = new int[2];
    private final OrderSide[] sides = new OrderSide[2];
    private long netE8;

    Imbalance(Pair pair) {
      for (int leg = 0; leg < pair.legs(); leg++) {
        venues[leg] = pair.leg(leg).venue();
        instruments[leg] = pair.leg(leg).instrument();
        sides[leg] = pair.leg(leg).side();
      }
      netE8 = pair.imbalanceE8();
    }
  }

  private final PairBook pairs;
  private final FixLinks links;
  private final Map<Long, Resting> resting = new TreeMap<>();
  private final Map<Long, Imbalance> imbalances = new TreeMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final VenueReportDecoder report = new VenueReportDecoder();

  /** Of every order that is not final, and every pair that has not ended. */
  LastCancels(PairBook pairs, FixLinks links) {
    this.pairs = pairs;
    this.links = links;
    pairs.eachOpenOrder(order -> resting.put(order.number(), new Resting(order)));
    pairs.eachOpenPair(
        pair -> {
          if (pair.legs() == 2) {
            imbalances.put(pair.correlationNumber(), new Imbalance(pair));
          }
        });
  }

  /** Every order has ended, as its venue said. */
  boolean areConfirmed() {
    return resting.isEmpty();
  }

  /** Sends what was not sent yet or has to be sent again. */
  void send(long nowMicros) {
    for (Map.Entry<Long, Resting> each : resting.entrySet()) {
      long number = each.getKey();
      Resting order = each.getValue();
      if (!order.cancelSent) {
        long request = ClientOrderIds.lastCancelOf(number);
        order.cancelSent =
            links.cancel(number, request, order.venue, order.instrument, order.side)
                == SendResult.SENT;
      }
      boolean verifies =
          order.notFoundAtMicros != NEVER
              && order.verifiedAtMicros == NEVER
              && nowMicros - order.notFoundAtMicros >= VERIFY_MICROS;
      if (!order.askSent || verifies) {
        order.askSent =
            links.ask(number, order.venue, order.instrument, order.side) == SendResult.SENT;
        order.verifiedAtMicros = verifies && order.askSent ? nowMicros : NEVER;
      }
    }
  }

  /** What a venue says, as the input of the engine that it is. */
  void take(int templateId, DirectBuffer buffer, int offset, long nowMicros) {
    if (templateId != VenueReportDecoder.TEMPLATE_ID) {
      return;
    }
    report.wrapAndApplyHeader(buffer, offset, header);
    Resting order = resting.get(report.orderNumber());
    if (order == null || order.venue != report.venue()) {
      return;
    }
    ReportKind kind = report.kind();
    if (kind == ReportKind.STATUS && report.notFound() == YesNo.YES) {
      notFound(order, nowMicros);
      return;
    }
    count(order);
    if (isFinal(kind, report.status())) {
      resting.remove(report.orderNumber());
    } else if (kind == ReportKind.STATUS && report.status() != ReportStatus.PENDING) {
      order.cancelSent = false;
      order.notFoundAtMicros = NEVER;
      order.verifiedAtMicros = NEVER;
    } else if (kind == ReportKind.CANCEL_REFUSED
        || kind == ReportKind.MESSAGE_REFUSED
        || kind == ReportKind.UNREADABLE) {
      order.askSent = false;
    }
  }

  private void notFound(Resting order, long nowMicros) {
    if (order.notFoundAtMicros == NEVER) {
      order.notFoundAtMicros = nowMicros;
    } else if (order.verifiedAtMicros != NEVER) {
      resting.remove(report.orderNumber());
    }
  }

  /** A fill that comes this late has no engine any more that would take it back. */
  private void count(Resting order) {
    long moreE8 = report.cumulativeE8() - order.filledE8;
    Imbalance pair = imbalances.get(order.pair);
    if (moreE8 > 0) {
      order.filledE8 = report.cumulativeE8();
      if (pair != null) {
        pair.netE8 += order.addsToFirst ? moreE8 : -moreE8;
      }
    }
  }

  private boolean isFinal(ReportKind kind, ReportStatus status) {
    return switch (kind) {
      case CANCELED, EXPIRED, REJECTED -> true;
      case FILLED -> status == ReportStatus.FILLED;
      case STATUS -> isFinal(status);
      default -> false;
    };
  }

  private static boolean isFinal(ReportStatus status) {
    return switch (status) {
      case FILLED, CANCELED, REJECTED, EXPIRED -> true;
      default -> false;
    };
  }

  /**
   * Which orders may still rest, whether their venue has said that it cancels them, and what is
   * unhedged; empty: nothing.
   */
  String leftText() {
    StringBuilder all = new StringBuilder();
    ordersText(all);
    for (Map.Entry<Long, Imbalance> each : imbalances.entrySet()) {
      Imbalance pair = each.getValue();
      if (pair.netE8 != 0) {
        int leg = pair.netE8 > 0 ? 0 : 1;
        next(all)
            .append("pair ")
            .append(each.getKey())
            .append(": UNHEDGED ")
            .append(unhedged(pair.netE8, pair.sides[leg], pair.instruments[leg]))
            .append(" at ")
            .append(links.nameOf(pair.venues[leg]));
      }
    }
    for (int instrument = 0; instrument < links.instruments(); instrument++) {
      long netE8 = pairs.residualE8(instrument);
      int venue = links.venueOf(instrument);
      if (netE8 != 0 && !pairs.isFlat(venue)) {
        OrderSide side = netE8 > 0 ? OrderSide.BUY : OrderSide.SELL;
        next(all)
            .append("rests: UNHEDGED ")
            .append(unhedged(netE8, side, instrument))
            .append(" at ")
            .append(links.nameOf(venue));
      }
    }
    return all.toString();
  }

  private String unhedged(long amountE8, OrderSide side, int instrument) {
    return side + " " + E8.toDecimal(Math.abs(amountE8)) + " of " + links.symbol(instrument);
  }

  private static StringBuilder next(StringBuilder text) {
    return text.append(text.length() == 0 ? "" : "; ");
  }

  private void ordersText(StringBuilder all) {
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
    texts.forEach(
        (venue, ids) ->
            next(all)
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
  }
}
