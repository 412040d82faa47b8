package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.random.RandomGenerator;

/**
 * What a gateway sees of the venue's interface: twice a second a request, in turn of the account
 * and of order entry (NET-6). For one thread.
 */
final class HealthReports implements Scheduled {

  private static final long PERIOD_MICROS = 500_000;
  private static final int FASTEST_MICROS = 5_000;
  private static final int SLOWEST_MICROS = 50_000;
  private static final long TIMEOUT_MICROS = 2_000_000;

  private final VenueRules rules;
  private final ActiveFaults faults;
  private final Transfers transfers;
  private final RateLimits limits;
  private final LongUnaryOperator venueTime;
  private final RandomGenerator random;
  private final Consumer<? super VenueSample> out;
  private long nextAtMicros;
  private long samples;

  HealthReports(
      VenueRules rules,
      ActiveFaults faults,
      Transfers transfers,
      RateLimits limits,
      LongUnaryOperator venueTime,
      RandomGenerator random,
      long startMicros,
      Consumer<? super VenueSample> out) {
    this.rules = rules;
    this.faults = faults;
    this.transfers = transfers;
    this.limits = limits;
    this.venueTime = venueTime;
    this.random = random;
    this.nextAtMicros = startMicros + PERIOD_MICROS;
    this.out = out;
  }

  /** What the venue says it is doing. */
  VenueStatus status(long nowMicros) {
    if (faults.active(FaultKind.RESTART, nowMicros).isPresent()) {
      return VenueStatus.OFFLINE;
    }
    return faults
        .active(FaultKind.MAINTENANCE, nowMicros)
        .map(fault -> MaintenanceMode.of(fault.text(FaultParameter.MODE)).status())
        .orElse(VenueStatus.ONLINE);
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void run() {
    boolean account = samples++ % 2 == 0;
    long latency = random.nextInt(FASTEST_MICROS, SLOWEST_MICROS);
    Outcome outcome = outcome(account);
    if (!account) {
      latency += lateAnswer();
    }
    boolean answered = outcome != Outcome.TIMEOUT;
    boolean stated = account && answered;
    out.accept(
        VenueSample.newBuilder()
            .setVenue(rules.venue())
            .setEndpoint(account ? "GET /account" : "FIX NewOrderSingle")
            .setChannel(account ? Channel.ACCOUNT : Channel.ORDER)
            .setOutcome(outcome)
            .setLatencyMicros(answered ? latency : TIMEOUT_MICROS)
            .setRateLimitUsedPpm(answered ? usedPpm(outcome) : null)
            .setStatus(stated ? status(nextAtMicros) : VenueStatus.UNSTATED)
            .setTransfers(stated ? switches() : List.of())
            .setReceivedAtMicros(nextAtMicros)
            .setVenueTimeMicros(answered ? venueTime.applyAsLong(nextAtMicros) : -1)
            .setEventId(EventIds.of("VenueSample of the venue", rules.venue(), samples))
            .build());
    nextAtMicros += PERIOD_MICROS;
  }

  private Outcome outcome(boolean account) {
    if (isActive(FaultKind.DISCONNECT) || isActive(FaultKind.RESTART)) {
      return Outcome.TIMEOUT;
    }
    if (strikes(FaultKind.RATE_LIMITING)) {
      return Outcome.RATE_LIMITED;
    }
    if (account) {
      return Outcome.OK;
    }
    if (strikes(FaultKind.LOST_ACK)) {
      return Outcome.TIMEOUT;
    }
    return isActive(FaultKind.MAINTENANCE) ? Outcome.REJECTED : Outcome.OK;
  }

  private long lateAnswer() {
    Optional<VenueFault> late = faults.strikesSample(FaultKind.LATE_ACK, nextAtMicros);
    return late.map(fault -> fault.number(FaultParameter.DELAY)).orElse(0L);
  }

  private int usedPpm(Outcome outcome) {
    return outcome == Outcome.RATE_LIMITED ? InstrumentRules.MILLION : limits.usedPpm(nextAtMicros);
  }

  private boolean strikes(FaultKind kind) {
    return faults.strikesSample(kind, nextAtMicros).isPresent();
  }

  private boolean isActive(FaultKind kind) {
    return faults.active(kind, nextAtMicros).isPresent();
  }

  private List<TransferSwitch> switches() {
    TreeSet<String> assets = new TreeSet<>();
    for (InstrumentRules each : rules.instruments().values()) {
      assets.add(each.baseAsset());
      assets.add(each.quoteAsset());
    }
    return assets.stream().map(this::transferSwitch).toList();
  }

  private TransferSwitch transferSwitch(String asset) {
    Optional<VenueFault> halt = transfers.halt(asset, nextAtMicros);
    boolean withdrawals = halt.filter(Transfers::stopsWithdrawals).isEmpty();
    return new TransferSwitch(asset, Networks.of(asset), halt.isEmpty(), withdrawals);
  }
}
