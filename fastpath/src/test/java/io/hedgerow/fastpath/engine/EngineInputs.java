package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BalancesChangedEncoder;
import io.hedgerow.fastpath.wire.BookChangedEncoder;
import io.hedgerow.fastpath.wire.CommandReceivedEncoder;
import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MarginChangedEncoder;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.PolicyChangedEncoder;
import io.hedgerow.fastpath.wire.ReconciliationChangedEncoder;
import io.hedgerow.fastpath.wire.ReferenceChangedEncoder;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.RiskChangedEncoder;
import io.hedgerow.fastpath.wire.SessionChange;
import io.hedgerow.fastpath.wire.SessionChangedEncoder;
import io.hedgerow.fastpath.wire.SignalReceivedEncoder;
import io.hedgerow.fastpath.wire.TickEncoder;
import io.hedgerow.fastpath.wire.VenueChangedEncoder;
import io.hedgerow.fastpath.wire.VenueReportEncoder;
import io.hedgerow.fastpath.wire.WirePurpose;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.WireSource;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.order.LegTerms;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;

/** The inputs of an engine with two venues ALPHA and BRAVO, as records of its journal. */
public abstract class EngineInputs {

  public static final long T0 = 1_800_000_000_000_000L;
  public static final int ALPHA = 0;
  public static final int BRAVO = 1;
  public static final String BTC = "BTC-USDT";
  public static final String PERPETUAL = "BTC-USDT-PERP";

  public final Registry registry = registry();
  public long nowMicros = T0;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 14]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private long version;

  /** Takes an input. */
  protected abstract void input(int templateId, UnsafeBuffer message, int length);

  /** Free share of the journal. */
  protected abstract int journalRoomPpm();

  public static Registry registry() {
    LegTerms spot = new LegTerms(1_000_000, 10_000, 10_000, 5 * E8.ONE, 1_000, false);
    LegTerms perpetual = new LegTerms(10_000_000, 100_000, 100_000, 5 * E8.ONE, 500, true);
    return new Registry(
        List.of(
            new Registry.VenueEntry("ALPHA", "main", 1_000_000, 100_000),
            new Registry.VenueEntry("BRAVO", "main", 1_000_000, 100_000)),
        List.of(
            new Registry.InstrumentEntry("ALPHA", BTC, BTC, "BTC", "USDT", spot, 0, 0),
            new Registry.InstrumentEntry("BRAVO", BTC, BTC, "BTC", "USDT", spot, 0, 0),
            new Registry.InstrumentEntry(
                "BRAVO", PERPETUAL, "BTCPERP", "BTC", "USDT", perpetual, 100_000, 50_000)),
        List.of(new Registry.ReferenceEntry("BTC", "USDT", "INDEX")));
  }

  public static GateLimits limits(long ofVersion) {
    return new GateLimits(
        ofVersion,
        new GateLimits.Ages(
            2_000_000,
            5_000_000,
            10_000_000,
            30_000_000,
            5_000_000,
            2_000_000,
            60_000_000,
            100_000),
        new GateLimits.Engine(10_000, 1_000_000_000),
        new GateLimits.Market(2_000_000, 500_000, 100_000, 10_000, 10_000, 1_000_000_000),
        new GateLimits.Venue(500_000, 50_000, 900_000, 1),
        new GateLimits.Caps(
            10_000_000 * E8.ONE, 10_000_000 * E8.ONE, 1_000_000 * E8.ONE, 100 * E8.ONE),
        new GateLimits.Costs(200_000, 3_000, 1));
  }

  /** The same limits, with the throttle of repeated executions at so many. */
  public static GateLimits limitsWithRepeats(long ofVersion, int most) {
    GateLimits base = limits(ofVersion);
    return new GateLimits(
        ofVersion,
        base.ages(),
        new GateLimits.Engine(base.engine().leastJournalRoomPpm(), most),
        base.market(),
        base.venue(),
        base.caps(),
        base.costs());
  }

  /** Everything that an order from ALPHA to BRAVO needs. */
  public void knowEverything() {
    knowEverythingBut(-1);
  }

  /** The same, without the margin of a venue. */
  public void knowEverythingBut(int withoutMargin) {
    tick();
    policy(limits(++version));
    risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    reference("60500");
    for (int venue = 0; venue < 2; venue++) {
      venue(venue);
      balances(venue, "10000000", "50");
      if (venue != withoutMargin) {
        margin(venue);
      }
      reconciled(venue, true);
      session(venue, SessionChange.UP);
    }
    books();
  }

  /** ALPHA asks less than BRAVO bids. */
  public void books() {
    book("ALPHA", "60390", "60400");
    book("BRAVO", "60600", "60610");
  }

  public void tick() {
    TickEncoder tick = new TickEncoder();
    tick.wrapAndApplyHeader(buffer, 0, header).journalRoomPpm(journalRoomPpm());
    send(TickEncoder.TEMPLATE_ID, tick.encodedLength());
  }

  public void policy(GateLimits limits) {
    policy(limits, 0, true);
  }

  public void policy(GateLimits limits, long fromMicros, boolean valid) {
    PolicyChangedEncoder policy = new PolicyChangedEncoder();
    policy
        .wrapAndApplyHeader(buffer, 0, header)
        .version(limits.version())
        .valid(valid ? YesNo.YES : YesNo.NO)
        .effectiveFromMicros(fromMicros);
    LimitNumbers.write(limits, policy);
    send(PolicyChangedEncoder.TEMPLATE_ID, policy.encodedLength());
  }

  public void riskOfVersion(long of, WireScope type, int scope, long state) {
    long newest = version;
    version = of - 1;
    risk(type, scope, state, GateCode.EXPOSURE_MANAGED);
    version = newest;
  }

  /** A record that could not be read. */
  public void unreadableRisk(WireScope type, int scope) {
    RiskChangedEncoder risk = new RiskChangedEncoder();
    risk.wrapAndApplyHeader(buffer, 0, header)
        .scopeType(type)
        .scope((short) scope)
        .version(Mirror.UNREADABLE)
        .state((short) GateCode.STATE_NORMAL)
        .exposure((short) GateCode.EXPOSURE_MANAGED)
        .asOfMicros(nowMicros);
    send(RiskChangedEncoder.TEMPLATE_ID, risk.encodedLength());
  }

  public void risk(WireScope type, int scope, long state, long exposure) {
    risk(type, scope, state, exposure, nowMicros);
  }

  /** The system as it was, said to be judged up to another time. */
  public void riskAsOf(long micros) {
    risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED, micros);
  }

  private void risk(WireScope type, int scope, long state, long exposure, long asOfMicros) {
    RiskChangedEncoder risk = new RiskChangedEncoder();
    risk.wrapAndApplyHeader(buffer, 0, header)
        .scopeType(type)
        .scope((short) scope)
        .version(++version)
        .state((short) state)
        .exposure((short) exposure)
        .asOfMicros(asOfMicros);
    send(RiskChangedEncoder.TEMPLATE_ID, risk.encodedLength());
  }

  public void reference(String price) {
    ReferenceChangedEncoder reference = new ReferenceChangedEncoder();
    reference
        .wrapAndApplyHeader(buffer, 0, header)
        .market((short) registry.market("BTC", "USDT"))
        .priceE8(E8.parse(price))
        .receivedAtMicros(nowMicros);
    send(ReferenceChangedEncoder.TEMPLATE_ID, reference.encodedLength());
  }

  public void venue(int venue) {
    VenueChangedEncoder changed = new VenueChangedEncoder();
    changed
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(++version)
        .live(YesNo.YES)
        .reachable(YesNo.YES)
        .status((short) GateCode.VENUE_ONLINE)
        .latencyP99Micros(20_000)
        .errorPpm(0)
        .reliabilityPpm(990_000)
        .clockOffsetMicros(-1_000)
        .receivedAtMicros(nowMicros);
    send(VenueChangedEncoder.TEMPLATE_ID, changed.encodedLength());
  }

  public void balances(int venue, String quote, String base) {
    BalancesChangedEncoder balances = new BalancesChangedEncoder();
    balances
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(++version)
        .asOfMicros(nowMicros);
    BalancesChangedEncoder.BalancesEncoder group = balances.balancesCount(2);
    group
        .next()
        .asset((short) registry.asset("USDT"))
        .totalE8(E8.parse(quote))
        .availableE8(E8.parse(quote));
    group
        .next()
        .asset((short) registry.asset("BTC"))
        .totalE8(E8.parse(base))
        .availableE8(E8.parse(base));
    send(BalancesChangedEncoder.TEMPLATE_ID, balances.encodedLength());
  }

  public void margin(int venue) {
    margin(venue, "1000000");
  }

  /**
   * Margin of an account.
   *
   * @param positions of BRAVO's perpetual, none or one
   */
  public void margin(int venue, String equity, String... positions) {
    margin(venue, equity, registry.instrument("BRAVO", PERPETUAL), positions);
  }

  /** A position in an instrument that the registry does not know. */
  public void foreignPosition(int venue) {
    margin(venue, "1000000", Registry.UNKNOWN, "1");
  }

  private void margin(int venue, String equity, int instrument, String... positions) {
    MarginChangedEncoder margin = new MarginChangedEncoder();
    margin
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(++version)
        .live(YesNo.YES)
        .equityE8(E8.parse(equity))
        .initialE8(0)
        .maintenanceE8(0)
        .asOfMicros(nowMicros);
    MarginChangedEncoder.PositionsEncoder group = margin.positionsCount(positions.length);
    for (String position : positions) {
      group
          .next()
          .instrument((short) instrument)
          .quantityE8(E8.parse(position))
          .markPriceE8(E8.parse("60500"));
    }
    send(MarginChangedEncoder.TEMPLATE_ID, margin.encodedLength());
  }

  public void reconciled(int venue, boolean clean) {
    ReconciliationChangedEncoder changed = new ReconciliationChangedEncoder();
    changed
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(++version)
        .clean(clean ? YesNo.YES : YesNo.NO)
        .completedAtMicros(nowMicros);
    send(ReconciliationChangedEncoder.TEMPLATE_ID, changed.encodedLength());
  }

  public void session(int venue, SessionChange change) {
    SessionChangedEncoder session = new SessionChangedEncoder();
    session.wrapAndApplyHeader(buffer, 0, header).venue((short) venue).change(change);
    send(SessionChangedEncoder.TEMPLATE_ID, session.encodedLength());
  }

  public void book(String venue, String bid, String ask) {
    book(venue, BTC, bid, ask, GateCode.BOOK_LIVE);
  }

  public void book(String venue, String bid, String ask, long validity) {
    book(venue, BTC, bid, ask, validity);
  }

  public void book(String venue, String instrument, String bid, String ask) {
    book(venue, instrument, bid, ask, GateCode.BOOK_LIVE);
  }

  private void book(String venue, String instrument, String bid, String ask, long validity) {
    BookChangedEncoder book = new BookChangedEncoder();
    long bidE8 = E8.parse(bid);
    long askE8 = E8.parse(ask);
    book.wrapAndApplyHeader(buffer, 0, header)
        .instrument((short) registry.instrument(venue, instrument))
        .validity((short) validity)
        .venueSequence(++version)
        .venueTimeMicros(nowMicros)
        .receivedAtMicros(nowMicros);
    BookChangedEncoder.BidsEncoder bids = book.bidsCount(20);
    for (int i = 0; i < 20; i++) {
      bids.next().priceE8(bidE8 - i * E8.ONE).quantityE8(2 * E8.ONE);
    }
    BookChangedEncoder.AsksEncoder asks = book.asksCount(20);
    for (int i = 0; i < 20; i++) {
      asks.next().priceE8(askE8 + i * E8.ONE).quantityE8(2 * E8.ONE);
    }
    send(BookChangedEncoder.TEMPLATE_ID, book.encodedLength());
  }

  /** Buy at ALPHA, sell at BRAVO. */
  public void signal(String id, long notional) {
    signal(id, notional, signal -> {});
  }

  public void signal(String id, long notional, long createdAtMicros) {
    signal(id, notional, signal -> signal.createdAtMicros(createdAtMicros));
  }

  /** The same, but for what is said otherwise. */
  public void signal(String id, long notional, Consumer<SignalReceivedEncoder> otherwise) {
    SignalReceivedEncoder signal = new SignalReceivedEncoder();
    signal
        .wrapAndApplyHeader(buffer, 0, header)
        .source(WireSource.ALPHA)
        .purpose(WirePurpose.OPEN)
        .firstSide(WireSide.BUY)
        .firstInstrument((short) registry.instrument("ALPHA", BTC))
        .secondInstrument((short) registry.instrument("BRAVO", BTC))
        .legs((short) 2)
        .notionalE8(notional * E8.ONE)
        .maxSlippagePpm(3_000)
        .timeoutMicros(2_000_000)
        .expectedEdgePpm(1_000)
        .feesPpm(2_000)
        .slippagePpm(10)
        .networkPpm(0)
        .borrowPpm(0)
        .createdAtMicros(nowMicros)
        .policyVersion(1)
        .signalId(id);
    otherwise.accept(signal);
    send(SignalReceivedEncoder.TEMPLATE_ID, signal.encodedLength());
  }

  public void report(
      int venue,
      long number,
      ReportKind kind,
      ReportStatus status,
      long cumulativeE8,
      long lastE8) {
    report(venue, number, kind, status, cumulativeE8, lastE8, Registry.UNKNOWN, WireSide.NULL_VAL);
  }

  /** The same, with the instrument and the side that the venue states. */
  public void report(
      int venue,
      long number,
      ReportKind kind,
      ReportStatus status,
      long cumulativeE8,
      long lastE8,
      int instrument,
      WireSide side) {
    VenueReportEncoder report = new VenueReportEncoder();
    report
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .orderNumber(number)
        .kind(kind)
        .status(status)
        .side(side)
        .instrument((short) instrument)
        .cumulativeE8(cumulativeE8)
        .leavesE8(0)
        .fillQuantityE8(lastE8)
        .fillPriceE8(lastE8 == 0 ? 0 : E8.parse("60500"))
        .feeE8(0)
        .venueTimeMicros(nowMicros)
        .maker(YesNo.NO)
        .notFound(kind == ReportKind.STATUS && status == ReportStatus.NONE ? YesNo.YES : YesNo.NO)
        .maybeRepeated(YesNo.NO)
        .executionHash(++version)
        .executionId("E1")
        .tradeId("")
        .feeAsset("USDT")
        .text("");
    send(VenueReportEncoder.TEMPLATE_ID, report.encodedLength());
  }

  public void command(LocalCommand what) {
    command(what, CommandSource.OPERATORS, WireScope.SYSTEM);
  }

  public void command(LocalCommand what, WireScope type, int scope) {
    command(what, CommandSource.OPERATORS, type, scope);
  }

  public void command(LocalCommand what, CommandSource source, WireScope scope) {
    command(what, source, scope, -1);
  }

  private void command(LocalCommand what, CommandSource source, WireScope type, int scope) {
    CommandReceivedEncoder command = new CommandReceivedEncoder();
    command
        .wrapAndApplyHeader(buffer, 0, header)
        .command(what)
        .scopeType(type)
        .scope((short) scope)
        .source(source)
        .by("test")
        .reason("test");
    send(CommandReceivedEncoder.TEMPLATE_ID, command.encodedLength());
  }

  private void send(int templateId, int encodedLength) {
    input(templateId, buffer, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength);
  }
}
