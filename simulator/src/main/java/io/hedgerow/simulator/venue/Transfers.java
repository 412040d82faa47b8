package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.Transfer;
import io.hedgerow.schemas.venue.TransferKind;
import io.hedgerow.schemas.venue.TransferStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Money on its way: deposits and withdrawals, each with the time that it takes (SETTLE-2, FAIL-5).
 * Nothing moves between accounts of one venue. Asked for by the outside world alone, never by order
 * entry (TRUTH-4). For one thread.
 */
final class Transfers implements Scheduled {

  /** A withdrawal waits at the venue for one in so many parts of its time. */
  private static final int PENDING_ONE_IN = 10;

  private static final long UNDER_WAY = -1;

  private final Accounts accounts;
  private final ActiveFaults faults;
  private final List<Moving> moving = new ArrayList<>();
  private long transferIds;

  /** What is to be moved; {@code sender} or {@code receiver} is the outside. */
  record Order(
      TransferKind kind,
      Account sender,
      Account receiver,
      String asset,
      String network,
      long quantityE8,
      long takesMicros) {}

  private static final class Moving {

    private final String id;
    private final Order order;
    private final long requestedAtMicros;
    private TransferStatus status;
    private long nextAtMicros;
    private long finalAtMicros = UNDER_WAY;
    private boolean said;

    Moving(String id, Order order, long requestedAtMicros) {
      this.id = id;
      this.order = order;
      this.requestedAtMicros = requestedAtMicros;
    }

    boolean isFinal() {
      return finalAtMicros != UNDER_WAY;
    }

    void end(TransferStatus last, long atMicros) {
      status = last;
      finalAtMicros = atMicros;
      nextAtMicros = Long.MAX_VALUE;
    }

    Transfer toRecord() {
      return Transfer.newBuilder()
          .setTransferId(id)
          .setKind(order.kind())
          .setAsset(order.asset())
          .setNetwork(order.network())
          .setQuantityE8(order.quantityE8())
          .setStatus(status)
          .setRequestedAtMicros(requestedAtMicros)
          .setFinalAtMicros(finalAtMicros)
          .build();
    }
  }

  Transfers(Accounts accounts, ActiveFaults faults) {
    this.accounts = accounts;
    this.faults = faults;
  }

  /**
   * Begins a transfer. What leaves a client is held at once; it has failed if there is not so much,
   * or if withdrawals are halted.
   *
   * @param availableE8 what the sender could spare
   * @return its ID
   */
  String begin(Order order, long availableE8, long nowMicros) {
    Moving next = new Moving("T" + ++transferIds, order, nowMicros);
    moving.add(next);
    long takes = order.takesMicros();
    if (order.kind() == TransferKind.DEPOSIT) {
      next.status = TransferStatus.CONFIRMING;
      next.nextAtMicros = nowMicros + takes;
      return next.id;
    }
    boolean halted = halt(order.asset(), nowMicros).filter(Transfers::stopsWithdrawals).isPresent();
    if (halted || order.quantityE8() > availableE8) {
      next.end(TransferStatus.FAILED, nowMicros);
      return next.id;
    }
    order.sender().addLeaving(order.asset(), order.quantityE8());
    next.status = TransferStatus.PENDING;
    next.nextAtMicros = nowMicros + takes / PENDING_ONE_IN;
    return next.id;
  }

  TransferStatus status(String id) {
    return moving.stream()
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("expected a transfer, saw " + id))
        .status;
  }

  /** The halt of an asset's deposits that is going on. */
  Optional<VenueFault> halt(String asset, long nowMicros) {
    return faults.active(FaultKind.DEPOSIT_HALT, FaultParameter.ASSET, asset, nowMicros);
  }

  /** Whether a halt is one of withdrawals, too. */
  static boolean stopsWithdrawals(VenueFault halt) {
    return Boolean.parseBoolean(halt.text(FaultParameter.WITHDRAWALS));
  }

  @Override
  public long nextAtMicros() {
    return moving.stream().mapToLong(each -> each.nextAtMicros).min().orElse(Long.MAX_VALUE);
  }

  @Override
  public void run() {
    long due = nextAtMicros();
    for (Moving each : moving) {
      if (each.nextAtMicros == due) {
        advance(each, due);
      }
    }
  }

  private void advance(Moving each, long nowMicros) {
    Order order = each.order;
    Optional<VenueFault> halt = halt(order.asset(), nowMicros);
    if (order.kind() == TransferKind.DEPOSIT && halt.isPresent()) {
      each.nextAtMicros = halt.get().toMicros();
      return;
    }
    if (each.status == TransferStatus.PENDING) {
      each.status = TransferStatus.CONFIRMING;
      each.nextAtMicros = each.requestedAtMicros + order.takesMicros();
      return;
    }
    if (order.kind() != TransferKind.DEPOSIT) {
      order.sender().addLeaving(order.asset(), -order.quantityE8());
      if (order.sender().totalE8(order.asset()) < order.quantityE8()) {
        each.end(TransferStatus.FAILED, nowMicros);
        return;
      }
    }
    accounts.move(order.asset(), order.quantityE8(), order.sender(), order.receiver());
    each.end(TransferStatus.COMPLETED, nowMicros);
  }

  /** Those of an account that are under way, and those that became final since the last call. */
  List<Transfer> state(Account account) {
    List<Transfer> state = new ArrayList<>();
    for (Moving each : moving) {
      if (each.order.sender() == account || each.order.receiver() == account) {
        state.add(each.toRecord());
        each.said = each.isFinal();
      }
    }
    moving.removeIf(each -> each.said);
    return state;
  }
}
