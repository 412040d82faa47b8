package io.hedgerow.cli;

import io.hedgerow.connectors.fix.ExecutionReport;
import io.hedgerow.connectors.fix.OrderEvents;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The demo desk's orders as the venues report them. What was filled is taken from the cumulative
 * quantity, so that a report that is lost, late or told twice changes nothing. Safe from any
 * thread.
 */
final class DeskOrders {

  private static final long OVERDUE_MICROS = 2_000_000;

  /** How long an ended order is still known, for a report that comes late. */
  private static final long KNOWN_MICROS = 60_000_000;

  private final Map<String, State> byId = new TreeMap<>();
  private final Map<String, Long> folded = new TreeMap<>();
  private long sent;
  private long filledOrders;
  private long refused;

  /** An order that was sent. */
  record Order(String id, String venue, String instrument, OrderSide side) {}

  private static final class State {
    private final Order order;
    private long askedAtMicros;
    private long filledE8;
    private final long sentAtMicros;
    private boolean answered;

    State(Order order, long sentAtMicros) {
      this.order = order;
      this.sentAtMicros = sentAtMicros;
      this.askedAtMicros = sentAtMicros;
    }
  }

  /** What a session of this venue tells. */
  OrderEvents at(String venue) {
    return new Session(venue);
  }

  /** Before it is sent: an answer may come at once. */
  synchronized void sending(
      String id, String venue, String instrument, OrderSide side, long nowMicros) {
    byId.put(id, new State(new Order(id, venue, instrument, side), nowMicros));
    sent++;
  }

  synchronized void notSent(String id) {
    byId.remove(id);
    sent--;
  }

  /** Orders whose answer is to be asked for; each again after a while. */
  synchronized List<Order> overdue(long nowMicros) {
    List<Order> overdue = new ArrayList<>();
    for (State state : byId.values()) {
      if (!state.answered && nowMicros - state.askedAtMicros >= OVERDUE_MICROS) {
        state.askedAtMicros = nowMicros;
        overdue.add(state.order);
      }
    }
    forget(nowMicros);
    return overdue;
  }

  private void forget(long nowMicros) {
    byId.values()
        .removeIf(
            state -> {
              boolean old = state.answered && nowMicros - state.sentAtMicros > KNOWN_MICROS;
              if (old) {
                add(folded, state);
              }
              return old;
            });
  }

  private static void add(Map<String, Long> filled, State state) {
    long signed = state.order.side() == OrderSide.BUY ? state.filledE8 : -state.filledE8;
    filled.merge(
        InstrumentKey.of(state.order.venue(), state.order.instrument()), signed, Long::sum);
  }

  private synchronized void take(ExecutionReport report) {
    State state = byId.get(report.clientOrderId().toString());
    if (state == null) {
      return;
    }
    filledOrders += state.filledE8 == 0 && report.cumulativeQuantityE8() > 0 ? 1 : 0;
    state.filledE8 = Math.max(state.filledE8, report.cumulativeQuantityE8());
    if (!state.answered && report.status().isFinal()) {
      state.answered = true;
      refused += report.status() == ExecutionReport.Status.REJECTED ? 1 : 0;
    }
  }

  synchronized long sentCount() {
    return sent;
  }

  /** Orders without a final answer. */
  synchronized long openCount() {
    return byId.values().stream().filter(state -> !state.answered).count();
  }

  synchronized long filledCount() {
    return filledOrders;
  }

  /** Orders that a venue did not take. */
  synchronized long refusedCount() {
    return refused;
  }

  /** Bought less sold, in the instrument's unit; by venue and instrument. */
  synchronized Map<String, Long> filled() {
    Map<String, Long> filled = new TreeMap<>(folded);
    byId.values().forEach(state -> add(filled, state));
    return filled;
  }

  /** What one venue says. What cannot be read, or refuses a message, is asked for when overdue. */
  private final class Session implements OrderEvents {

    private final String venue;

    Session(String venue) {
      this.venue = venue;
    }

    @Override
    public void loggedOn() {}

    @Override
    public void loggedOff(String reason, boolean sequencesDisagree) {}

    @Override
    public void execution(ExecutionReport report) {
      take(report);
    }

    @Override
    public void cancelRejected(
        CharSequence clientOrderId,
        CharSequence originalClientOrderId,
        boolean replacement,
        int reason,
        CharSequence text) {}

    @Override
    public void messageRejected(
        long sequence,
        CharSequence clientOrderId,
        boolean business,
        int reason,
        CharSequence text) {}

    @Override
    public void unreadable(long sequence, CharSequence clientOrderId, String problem) {}

    @Override
    public String toString() {
      return "orders at " + venue;
    }
  }
}
