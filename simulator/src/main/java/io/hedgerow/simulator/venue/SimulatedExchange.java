package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.ExecutionKind;
import io.hedgerow.schemas.venue.TransferKind;
import io.hedgerow.schemas.venue.TransferStatus;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * A venue to trade against: rules, books, accounts, limits and faults. The same calls with the same
 * seed give the same reports and records, byte for byte; it knows no clock but the times it is
 * given, which never run back.
 *
 * <p>Reports are what clients are told, faults included. The records ({@code VenueExecution},
 * {@code VenueAccount}, {@code VenueSample}) are what is true. For one thread.
 */
public final class SimulatedExchange implements OrderEntry {

  private final VenueRules rules;
  private final ActiveFaults faults;
  private final Accounts accounts = new Accounts();
  private final Marks marks;
  private final Margin margin;
  private final OrderEngine engine;
  private final Admission admission;
  private final Liquidation liquidation;
  private final ReportChannel channel;
  private final DropCopy dropCopy;
  private final Transfers transfers;
  private final HealthReports health;
  private final List<Scheduled> schedule;
  private long nowMicros;
  private Consumer<OrderReport> out = report -> {};

  /**
   * A venue that opens without accounts and with empty books.
   *
   * @param faults of this and other venues
   * @param startMicros our clock, µs since the epoch
   * @param records gets what belongs to {@code venue.executions}, {@code venue.accounts} and {@code
   *     venue.health}
   */
  public SimulatedExchange(
      VenueRules rules, VenueFaults faults, long startMicros, Consumer<SpecificRecord> records) {
    this.rules = rules;
    this.faults = new ActiveFaults(faults, rules.venue());
    this.nowMicros = startMicros;
    this.marks = new Marks(this::book);
    this.margin = new Margin(rules.marginAsset(), marks::markE8);
    RateLimits limits = new RateLimits(rules.rateLimits());
    this.channel = new ReportChannel(this.faults, () -> nowMicros, report -> out.accept(report));
    this.dropCopy = new DropCopy(rules, records);
    this.engine =
        new OrderEngine(
            rules,
            accounts,
            margin,
            limits,
            this.faults,
            new ToldAndRecorded(),
            () -> nowMicros,
            new Reports(() -> venueTimeMicros(nowMicros)));
    this.liquidation = new Liquidation(rules, accounts, margin, engine);
    this.transfers = new Transfers(accounts, this.faults);
    Statements statements =
        new Statements(
            rules,
            accounts,
            margin,
            transfers,
            this.faults,
            this::venueTimeMicros,
            startMicros,
            records);
    Funding funding = new Funding(rules, accounts, marks, startMicros, statements::paid);
    this.health =
        new HealthReports(
            rules,
            this.faults,
            transfers,
            limits,
            this::venueTimeMicros,
            ActiveFaults.random(faults.seed(), "health " + rules.venue()),
            startMicros,
            records);
    this.admission = new Admission(this.faults, limits, engine, health);
    this.schedule =
        List.of(new FaultEdges(startMicros), channel, transfers, funding, statements, health);
  }

  /** Brings what happens to the drop copy, and to the client. */
  private final class ToldAndRecorded implements OrderEngine.Events {

    @Override
    public void happened(OrderReport report, ExecutionKind kind) {
      if (kind != null) {
        recorded(report, kind);
      }
      told(report);
    }

    @Override
    public void recorded(OrderReport report, ExecutionKind kind) {
      dropCopy.write(report, kind, nowMicros);
    }

    @Override
    public void told(OrderReport report) {
      channel.send(report);
    }

    @Override
    public void withholdFill(String orderId, long delayMicros) {
      channel.withholdFill(orderId, delayMicros);
    }
  }

  /** What happens at the moments at which faults begin and end. */
  private final class FaultEdges implements Scheduled {

    private long nextAtMicros;

    FaultEdges(long startMicros) {
      nextAtMicros = faults.nextEdgeMicros(startMicros - 1);
    }

    @Override
    public long nextAtMicros() {
      return nextAtMicros;
    }

    @Override
    public void run() {
      long at = nextAtMicros;
      nextAtMicros = faults.nextEdgeMicros(at);
      if (faults.begins(FaultKind.RESTART, at)) {
        engine.forgetOrders();
      }
      boolean closed = status(at) == VenueStatus.MAINTENANCE || status(at) == VenueStatus.OFFLINE;
      rules.instruments().keySet().forEach(instrument -> book(instrument).suspend(closed));
    }
  }

  /** How the venue works. */
  public VenueRules rules() {
    return rules;
  }

  /** Credits an account at once, from outside; opens it if need be. */
  public void credit(String account, String asset, long quantityE8) {
    accounts.move(asset, quantityE8, accounts.outside(), accounts.open(account));
  }

  /**
   * A deposit from outside, credited when it is confirmed.
   *
   * @param takesMicros until then
   * @return its ID, as statements name it
   */
  public String deposit(String account, String asset, long quantityE8, long takesMicros) {
    Account receiver = accounts.open(account);
    return transfers.begin(
        new Transfers.Order(
            TransferKind.DEPOSIT,
            accounts.outside(),
            receiver,
            asset,
            Networks.of(asset),
            quantityE8,
            takesMicros),
        quantityE8,
        nowMicros);
  }

  /** A withdrawal, held at once; FAILED without the balance. As {@link #deposit}. */
  public String withdraw(String account, String asset, long quantityE8, long takesMicros) {
    Account sender = accounts.open(account);
    return transfers.begin(
        new Transfers.Order(
            TransferKind.WITHDRAWAL,
            sender,
            accounts.outside(),
            asset,
            Networks.of(asset),
            quantityE8,
            takesMicros),
        margin.availableE8(sender, asset),
        nowMicros);
  }

  /**
   * How a transfer stands that was just begun.
   *
   * @throws IllegalArgumentException if no transfer under way, and none that the next statements
   *     tell of, has this ID
   */
  public TransferStatus transferStatus(String transferId) {
    return transfers.status(transferId);
  }

  /**
   * Takes what the market does: {@code BookUpdate}, {@code Trade} and {@code FundingUpdate} of this
   * venue's instruments; anything else is passed over.
   */
  public void market(SpecificRecord record, long atMicros, Consumer<OrderReport> reports) {
    advanceTo(atMicros, reports);
    out = reports;
    if (record instanceof BookUpdate book && isOurs(book.getVenue(), book.getInstrument())) {
      engine.update(book);
    } else if (record instanceof Trade trade && isOurs(trade.getVenue(), trade.getInstrument())) {
      engine.traded(trade);
    } else if (record instanceof FundingUpdate funding
        && isOurs(funding.getVenue(), funding.getInstrument())) {
      marks.take(funding);
    }
    settle();
  }

  private boolean isOurs(String venue, String instrument) {
    return venue.equals(rules.venue()) && rules.instruments().containsKey(instrument);
  }

  @Override
  public void submit(OrderRequest request, long atMicros, Consumer<OrderReport> reports) {
    advanceTo(atMicros, reports);
    if (!isConnected(atMicros)) {
      return;
    }
    out = reports;
    Optional<Reason> refusal = admission.refuse(request, nowMicros);
    if (refusal.isPresent()) {
      engine.refuse(request, refusal.get());
    } else {
      engine.handle(request);
      settle();
    }
  }

  @Override
  public boolean cancelsOnDisconnect() {
    return rules.cancelsOnDisconnect();
  }

  @Override
  public void disconnected(String account, long atMicros, Consumer<OrderReport> reports) {
    advanceTo(atMicros, reports);
    Account gone = accounts.client(account);
    if (gone != null && rules.cancelsOnDisconnect()) {
      out = reports;
      engine.cancelAll(gone, Reason.DISCONNECTED);
    }
  }

  @Override
  public void advanceTo(long atMicros, Consumer<OrderReport> reports) {
    if (atMicros < nowMicros) {
      throw new IllegalArgumentException(
          "expected a time at or after " + nowMicros + " µs, saw " + atMicros);
    }
    out = reports;
    for (Scheduled next = next(); next.nextAtMicros() <= atMicros; next = next()) {
      nowMicros = Math.max(nowMicros, next.nextAtMicros());
      next.run();
      settle();
    }
    nowMicros = atMicros;
  }

  /** The earliest; of equal ones the first in the list. */
  private Scheduled next() {
    Scheduled earliest = schedule.get(0);
    for (Scheduled each : schedule) {
      if (each.nextAtMicros() < earliest.nextAtMicros()) {
        earliest = each;
      }
    }
    return earliest;
  }

  /** Whoever cannot carry what is open is liquidated, or loses the orders that it cannot pay. */
  private void settle() {
    VenueStatus status = status(nowMicros);
    if (status != VenueStatus.MAINTENANCE && status != VenueStatus.OFFLINE) {
      engine.trimAll();
      liquidation.check();
    }
  }

  /** Whether the venue can be reached: a wire server drops its connections while it cannot. */
  public boolean isConnected(long atMicros) {
    return !channel.isCut(atMicros);
  }

  /** What the venue says it is doing. */
  public VenueStatus status(long atMicros) {
    return health.status(atMicros);
  }

  @Override
  public long venueTimeMicros(long atMicros) {
    return atMicros + rules.clockOffsetMicros() + clockStepMicros(atMicros);
  }

  /** How far the venue's clock is off, beyond its usual offset. */
  public long clockStepMicros(long atMicros) {
    return faults
        .active(FaultKind.CLOCK_STEP, atMicros)
        .map(fault -> fault.number(FaultParameter.STEP))
        .orElse(0L);
  }

  MatchingBook book(String instrument) {
    return engine.book(instrument);
  }

  /** The ledger, for tests of what must always hold. */
  Accounts accounts() {
    return accounts;
  }

  /** As above. */
  Margin margin() {
    return margin;
  }
}
