package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.FundingPayment;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.Transfer;
import io.hedgerow.schemas.venue.VenueAccount;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;

/** States each account once a second (NET-3, TRUTH-1). For one thread. */
final class Statements implements Scheduled {

  private static final long PERIOD_MICROS = 1_000_000;

  private final VenueRules rules;
  private final Accounts accounts;
  private final Margin margin;
  private final Transfers transfers;
  private final ActiveFaults faults;
  private final LongUnaryOperator venueTime;
  private final Consumer<? super VenueAccount> out;
  private final Map<String, Long> versions = new TreeMap<>();
  private final Map<String, List<FundingPayment>> payments = new TreeMap<>();
  private final TreeSet<Late> late =
      new TreeSet<>(Comparator.comparingLong(Late::atMicros).thenComparingLong(Late::number));
  private long numbers;
  private long nextAtMicros;

  private record Late(long atMicros, long number, VenueAccount statement) {}

  Statements(
      VenueRules rules,
      Accounts accounts,
      Margin margin,
      Transfers transfers,
      ActiveFaults faults,
      LongUnaryOperator venueTime,
      long startMicros,
      Consumer<? super VenueAccount> out) {
    this.rules = rules;
    this.accounts = accounts;
    this.margin = margin;
    this.transfers = transfers;
    this.faults = faults;
    this.venueTime = venueTime;
    this.nextAtMicros = startMicros + PERIOD_MICROS;
    this.out = out;
  }

  /** The next statement tells of it. */
  void paid(Account account, FundingPayment payment) {
    payments.computeIfAbsent(account.name(), name -> new ArrayList<>()).add(payment);
  }

  @Override
  public long nextAtMicros() {
    return late.isEmpty() ? nextAtMicros : Math.min(nextAtMicros, late.first().atMicros());
  }

  @Override
  public void run() {
    if (!late.isEmpty() && late.first().atMicros() <= nextAtMicros) {
      Late due = late.pollFirst();
      VenueAccount statement = due.statement();
      statement.setReceivedAtMicros(due.atMicros());
      out.accept(statement);
      return;
    }
    for (Account account : accounts.clients()) {
      VenueAccount statement = statement(account, nextAtMicros);
      Optional<VenueFault> slow =
          faults.active(
              FaultKind.SLOW_BALANCE, FaultParameter.ACCOUNT, account.name(), nextAtMicros);
      if (slow.isPresent()) {
        long delay = slow.get().number(FaultParameter.DELAY);
        late.add(new Late(nextAtMicros + delay, numbers++, statement));
      } else {
        out.accept(statement);
      }
    }
    nextAtMicros += PERIOD_MICROS;
  }

  private VenueAccount statement(Account account, long nowMicros) {
    long version = versions.merge(account.name(), 1L, Long::sum);
    List<Transfer> moved = transfers.state(account);
    List<FundingPayment> paid = payments.remove(account.name());
    return VenueAccount.newBuilder()
        .setVenue(rules.venue())
        .setAccount(account.name())
        .setVenueClass(rules.venueClass())
        .setVersion(version)
        .setMarginAsset(rules.marginAsset())
        .setEquityE8(margin.equityE8(account))
        .setInitialMarginE8(margin.initialE8(account))
        .setMaintenanceMarginE8(margin.maintenanceE8(account))
        .setBalances(balances(account))
        .setPositions(account.positions().values().stream().map(this::position).toList())
        .setTransfers(moved)
        .setFundingPayments(paid == null ? List.of() : paid)
        .setReceivedAtMicros(nowMicros)
        .setVenueTimeMicros(venueTime.applyAsLong(nowMicros))
        .setEventId(
            EventIds.of("VenueAccount", InstrumentKey.of(rules.venue(), account.name()), version))
        .build();
  }

  private List<Balance> balances(Account account) {
    return account.totals().entrySet().stream()
        .map(
            total ->
                Balance.newBuilder()
                    .setAsset(total.getKey())
                    .setTotalE8(total.getValue())
                    .setAvailableE8(Math.max(0, margin.availableE8(account, total.getKey())))
                    .build())
        .toList();
  }

  private Position position(OpenPosition position) {
    long mark = margin.markE8(position);
    return Position.newBuilder()
        .setInstrument(position.rules().instrument())
        .setQuantityE8(position.baseE8())
        .setEntryPriceE8(position.entryPriceE8())
        .setMarkPriceE8(mark)
        .setUnrealizedE8(position.unrealizedE8(mark))
        .setInitialMarginE8(margin.initialE8(position))
        .setMaintenanceMarginE8(margin.maintenanceE8(position))
        .build();
  }
}
