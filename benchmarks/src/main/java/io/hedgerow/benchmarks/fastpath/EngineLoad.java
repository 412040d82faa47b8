package io.hedgerow.benchmarks.fastpath;

import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.engine.LimitNumbers;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.run.InputQueue;
import io.hedgerow.fastpath.run.JournaledEngine;
import io.hedgerow.fastpath.run.RunNumbers;
import io.hedgerow.fastpath.wire.BalancesChangedEncoder;
import io.hedgerow.fastpath.wire.BookChangedEncoder;
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
import java.nio.file.Path;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One engine with its journal on a disk, two venues with one book of twenty levels a side each, and
 * the whole gate, as the engine is shipped. Each round brings a new book, a signal that is
 * accepted, and the acceptances and fills of both legs. Time is the load's own, so that a round is
 * the same however fast it is played. Allocates nothing per round.
 */
public final class EngineLoad implements AutoCloseable {

  private static final long BEGIN_MICROS = 1_800_000_000_000_000L;
  private static final int SEGMENT_BYTES = 256 << 20;
  private static final int LEVELS = 20;
  private static final int KEEP_ALIVE_ROUNDS = 1_000;

  final StageClock stages = new StageClock();
  private final Registry registry = registry();
  private final Journal journal;
  private final JournaledEngine engine;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1 << 12]);
  private final BookChangedEncoder book = new BookChangedEncoder();
  private final SignalReceivedEncoder signal = new SignalReceivedEncoder();
  private final VenueReportEncoder report = new VenueReportEncoder();
  private final RiskChangedEncoder risk = new RiskChangedEncoder();
  private final ReferenceChangedEncoder reference = new ReferenceChangedEncoder();
  private final VenueChangedEncoder venueChanged = new VenueChangedEncoder();
  private final BalancesChangedEncoder balances = new BalancesChangedEncoder();
  private final MarginChangedEncoder margin = new MarginChangedEncoder();
  private final ReconciliationChangedEncoder reconciled = new ReconciliationChangedEncoder();
  private final TickEncoder tick = new TickEncoder();
  private final InputQueue.Taker fromVenues = this::fromVenue;
  private final byte[] signalId = new byte[16];
  private final int microsPerRound;
  private long nowMicros = BEGIN_MICROS;
  private long version;
  private long rounds;
  private long accepted;
  private boolean restricted;
  private int sessionChanges;

  /**
   * Starts an engine whose state is complete.
   *
   * @param folder of the journal
   * @param journalBytes at most
   * @param microsPerRound by which the load's time goes on each round
   */
  public EngineLoad(Path folder, long journalBytes, int microsPerRound) {
    this.microsPerRound = microsPerRound;
    journal =
        Journal.open(folder, JournalSettings.of(1, "bench").withBytes(SEGMENT_BYTES, journalBytes));
    EngineSettings settings = EngineSettings.of(2, registry.instruments().size());
    engine =
        new JournaledEngine(
            journal,
            folder,
            registry,
            "bench",
            settings,
            stages,
            stages::around,
            RunNumbers.OF_THE_JOURNAL,
            nowMicros);
    know();
  }

  static Registry registry() {
    LegTerms terms = new LegTerms(1_000_000, 10_000, 10_000, 5 * E8.ONE, 1_000, false);
    return new Registry(
        List.of(
            new Registry.VenueEntry("ALPHA", "main", 1_000_000, 100_000),
            new Registry.VenueEntry("BRAVO", "main", 1_000_000, 100_000)),
        List.of(
            new Registry.InstrumentEntry(
                "ALPHA", "BTC-USDT", "BTC-USDT", "BTC", "USDT", terms, 0, 0),
            new Registry.InstrumentEntry(
                "BRAVO", "BTC-USDT", "BTC-USDT", "BTC", "USDT", terms, 0, 0)),
        List.of(new Registry.ReferenceEntry("BTC", "USDT", "INDEX")));
  }

  private static GateLimits limits() {
    return new GateLimits(
        1,
        new GateLimits.Ages(
            2_000_000,
            5_000_000,
            10_000_000,
            30_000_000,
            5_000_000,
            2_000_000,
            60_000_000,
            100_000),
        new GateLimits.Engine(1, Integer.MAX_VALUE),
        new GateLimits.Market(2_000_000, 500_000, 100_000, 10_000, 10_000, Integer.MAX_VALUE),
        new GateLimits.Venue(500_000, 50_000, 900_000, 1),
        new GateLimits.Caps(
            10_000_000_000L * E8.ONE, 10_000_000_000L * E8.ONE, 1_000_000 * E8.ONE, 100 * E8.ONE),
        new GateLimits.Costs(200_000, 3_000, 1));
  }

  private void know() {
    PolicyChangedEncoder policy = new PolicyChangedEncoder();
    policy.wrapAndApplyHeader(buffer, 0, header).version(1).valid(YesNo.YES).effectiveFromMicros(0);
    LimitNumbers.write(limits(), policy);
    input(PolicyChangedEncoder.TEMPLATE_ID, policy.encodedLength());
    SessionChangedEncoder session = new SessionChangedEncoder();
    for (int venue = 0; venue < 2; venue++) {
      session.wrapAndApplyHeader(buffer, 0, header).venue((short) venue).change(SessionChange.UP);
      input(SessionChangedEncoder.TEMPLATE_ID, session.encodedLength());
    }
    keepAlive();
    book(0, 6_039_000_000_000L);
    book(1, 6_060_000_000_000L);
  }

  /** Everything that ages, again. */
  private void keepAlive() {
    tick.wrapAndApplyHeader(buffer, 0, header).journalRoomPpm(journal.roomPpm());
    input(TickEncoder.TEMPLATE_ID, tick.encodedLength());
    if (restricted) {
      risk(GateCode.STATE_BSCB, GateCode.EXPOSURE_REDUCED);
    } else {
      risk(GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    }
    reference
        .wrapAndApplyHeader(buffer, 0, header)
        .market((short) 0)
        .priceE8(6_050_000_000_000L)
        .receivedAtMicros(nowMicros);
    input(ReferenceChangedEncoder.TEMPLATE_ID, reference.encodedLength());
    for (int venue = 0; venue < 2; venue++) {
      account(venue);
    }
  }

  private void risk(long state, long exposure) {
    risk.wrapAndApplyHeader(buffer, 0, header)
        .scopeType(WireScope.SYSTEM)
        .scope((short) -1)
        .version(1)
        .state((short) state)
        .exposure((short) exposure)
        .asOfMicros(nowMicros);
    input(RiskChangedEncoder.TEMPLATE_ID, risk.encodedLength());
  }

  private void account(int venue) {
    version++;
    venueChanged
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(version)
        .live(YesNo.YES)
        .reachable(YesNo.YES)
        .status((short) GateCode.VENUE_ONLINE)
        .latencyP99Micros(20_000)
        .errorPpm(0)
        .reliabilityPpm(990_000)
        .clockOffsetMicros(0)
        .receivedAtMicros(nowMicros);
    input(VenueChangedEncoder.TEMPLATE_ID, venueChanged.encodedLength());
    balances
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(version)
        .asOfMicros(nowMicros);
    BalancesChangedEncoder.BalancesEncoder group = balances.balancesCount(2);
    group.next().asset((short) 0).totalE8(50 * E8.ONE).availableE8(1_000_000 * E8.ONE);
    group.next().asset((short) 1).totalE8(E8.ONE).availableE8(80_000_000_000L * E8.ONE);
    input(BalancesChangedEncoder.TEMPLATE_ID, balances.encodedLength());
    margin
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(version)
        .live(YesNo.YES)
        .equityE8(0)
        .initialE8(0)
        .maintenanceE8(0)
        .asOfMicros(nowMicros)
        .positionsCount(0);
    input(MarginChangedEncoder.TEMPLATE_ID, margin.encodedLength());
    reconciled
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(version)
        .clean(YesNo.YES)
        .completedAtMicros(nowMicros);
    input(ReconciliationChangedEncoder.TEMPLATE_ID, reconciled.encodedLength());
  }

  private void input(int templateId, int encodedLength) {
    engine.input(
        templateId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encodedLength, nowMicros);
  }

  private void fromVenue(int templateId, DirectBuffer message, int offset, int length) {
    sessionChanges += templateId == SessionChangedEncoder.TEMPLATE_ID ? 1 : 0;
    engine.input(templateId, message, offset, length, nowMicros);
  }

  /** Time goes on; now and then everything that ages comes again. */
  public void nextRound() {
    nowMicros += microsPerRound;
    if (rounds++ % KEEP_ALIVE_ROUNDS == 0) {
      keepAlive();
    }
  }

  /** A new book of one venue. */
  public void market() {
    int venue = (int) (rounds & 1);
    book(venue, venue == 0 ? 6_039_000_000_000L : 6_060_000_000_000L);
  }

  private void book(int instrument, long bidE8) {
    book.wrapAndApplyHeader(buffer, 0, header)
        .instrument((short) instrument)
        .validity((short) GateCode.BOOK_LIVE)
        .venueSequence(++version)
        .venueTimeMicros(nowMicros)
        .receivedAtMicros(nowMicros);
    BookChangedEncoder.BidsEncoder bids = book.bidsCount(LEVELS);
    for (int i = 0; i < LEVELS; i++) {
      bids.next().priceE8(bidE8 - i * E8.ONE).quantityE8(2 * E8.ONE + rounds);
    }
    BookChangedEncoder.AsksEncoder asks = book.asksCount(LEVELS);
    for (int i = 0; i < LEVELS; i++) {
      asks.next().priceE8(bidE8 + (10 + i) * E8.ONE).quantityE8(2 * E8.ONE + rounds);
    }
    input(BookChangedEncoder.TEMPLATE_ID, book.encodedLength());
  }

  /** A signal, written but not yet handed to the engine. */
  public int prepareSignal() {
    long number = rounds;
    for (int i = 0; i < signalId.length; i++) {
      signalId[i] = (byte) ('A' + (number & 15));
      number >>>= 4;
    }
    signal
        .wrapAndApplyHeader(buffer, 0, header)
        .source(WireSource.ALPHA)
        .purpose(WirePurpose.OPEN)
        .firstSide(WireSide.BUY)
        .firstInstrument((short) 0)
        .secondInstrument((short) 1)
        .legs((short) 2)
        .notionalE8(30_200L * E8.ONE)
        .maxSlippagePpm(3_000)
        .timeoutMicros(2_000_000)
        .expectedEdgePpm(rounds)
        .feesPpm(2_000)
        .slippagePpm(10)
        .networkPpm(0)
        .borrowPpm(0)
        .createdAtMicros(nowMicros)
        .policyVersion(1)
        .putSignalId(signalId, 0, signalId.length);
    stages.begin();
    return signal.encodedLength();
  }

  /** Hands the signal to the engine: both legs are out when this returns. */
  public void signal(int encodedLength) {
    input(SignalReceivedEncoder.TEMPLATE_ID, encodedLength);
    accepted += stages.sent == 2 ? 1 : 0;
  }

  /** From now on a restriction rejects every signal, or none. */
  public void restrict(boolean restrictions) {
    restricted = restrictions;
    keepAlive();
  }

  /** What venues said over their sessions, as of the load's time. */
  int take(InputQueue queue) {
    return queue.drain(fromVenues);
  }

  /** How often a venue's session came up or went down. */
  int sessionChanges() {
    return sessionChanges;
  }

  /** The venue has the first or second leg in force. */
  public void accept(int leg) {
    report(orderOf(leg), leg, ReportKind.ACCEPTED, ReportStatus.OPEN, 0, 0);
  }

  /** The first or second leg is filled. */
  public void fill(int leg) {
    long quantityE8 = stages.quantityE8;
    report(orderOf(leg), leg, ReportKind.FILLED, ReportStatus.FILLED, quantityE8, quantityE8);
  }

  private long orderOf(int leg) {
    return leg == 0 ? stages.firstOrder : stages.secondOrder;
  }

  private void report(
      long order, int leg, ReportKind kind, ReportStatus status, long cumulativeE8, long fillE8) {
    boolean offset = order != stages.firstOrder && order != stages.secondOrder;
    report
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) leg)
        .orderNumber(order)
        .kind(kind)
        .status(status)
        .side((leg == 0) != offset ? WireSide.BUY : WireSide.SELL)
        .instrument((short) leg)
        .cumulativeE8(cumulativeE8)
        .leavesE8(0)
        .fillQuantityE8(fillE8)
        .fillPriceE8(6_050_000_000_000L)
        .feeE8(0)
        .venueTimeMicros(nowMicros)
        .maker(YesNo.NO)
        .notFound(YesNo.NO)
        .maybeRepeated(YesNo.NO)
        .executionHash(++version)
        .putExecutionId(signalId, 0, signalId.length)
        .putTradeId(signalId, 0, 0)
        .putFeeAsset(signalId, 0, 0)
        .putText(signalId, 0, 0);
    input(VenueReportEncoder.TEMPLATE_ID, report.encodedLength());
  }

  /**
   * A round in which something goes wrong.
   *
   * @param kind 0: half of the first leg is filled and the second refused, so that the first is
   *     cancelled and its half taken back; 1: nobody answers until both legs are cancelled; 2: a
   *     restriction rejects the signal; else both legs are filled
   */
  public void mixedRound(int kind) {
    nextRound();
    market();
    switch (kind) {
      case 0 -> {
        signal(prepareSignal());
        long first = stages.firstOrder;
        long half = stages.quantityE8 / 20_000 * 10_000;
        accept(0);
        report(first, 0, ReportKind.FILLED, ReportStatus.PARTIALLY_FILLED, half, half);
        report(stages.secondOrder, 1, ReportKind.REJECTED, ReportStatus.REJECTED, 0, 0);
        report(first, 0, ReportKind.CANCELED, ReportStatus.CANCELED, half, 0);
        report(stages.newestOrder, 0, ReportKind.FILLED, ReportStatus.FILLED, half, half);
      }
      case 1 -> {
        signal(prepareSignal());
        nowMicros += 2_100_000;
        keepAlive();
        report(stages.firstOrder, 0, ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
        report(stages.secondOrder, 1, ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
        book(0, 6_039_000_000_000L);
        book(1, 6_060_000_000_000L);
      }
      case 2 -> {
        risk(GateCode.STATE_BSCB, GateCode.EXPOSURE_REDUCED);
        signal(prepareSignal());
        risk(GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
      }
      default -> {
        signal(prepareSignal());
        accept(0);
        accept(1);
        fill(0);
        fill(1);
      }
    }
  }

  /** Signals whose both legs left. */
  public long accepted() {
    return accepted;
  }

  /** Pairs that have not ended. */
  public int openPairs() {
    return engine.engine().pairs().openPairs();
  }

  /** Free share of the journal. */
  public int journalRoomPpm() {
    return journal.roomPpm();
  }

  @Override
  public void close() {
    journal.close();
  }
}
