package io.hedgerow.fastpath.engine;

import static io.hedgerow.fastpath.engine.EngineRig.ALPHA;
import static io.hedgerow.fastpath.engine.EngineRig.BRAVO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.SignalReceivedEncoder;
import io.hedgerow.fastpath.wire.WirePurpose;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.WireSource;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.gate.GateReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is counted against the limits of exposure, inventory and margin, and how old it may be. */
@Tag("GATE-4")
@Tag("GATE-5")
@Tag("GATE-6")
class ExposureTest {

  private static final long SECOND = 1_000_000;
  private static final long PRICE = 60_500;

  @TempDir private Path folder;
  private EngineRig rig;

  @BeforeEach
  void start() {
    rig = new EngineRig(folder);
    rig.knowEverything();
    carryBooks();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  @Tag("REC-7")
  void shouldCountAFillUntilAStatementMustContainIt() {
    rig.signal("S1", 60_500);
    long filledE8 = fillAll();
    rig.nowMicros += 25 * SECOND;
    allButAccounts();

    rig.signal("S2", 30_250);

    RecordedDecision second = decision();
    assertThat(second.accepted()).isTrue();
    long worstE8 = 100 * E8.ONE + filledE8 + second.quantityE8();
    assertThat(second.value(GateInput.ASSET_EXPOSURE, 0)).isEqualTo(worstE8 * PRICE);
    assertThat(second.value(GateInput.VENUE_EXPOSURE, 0))
        .isGreaterThanOrEqualTo((50 * E8.ONE + filledE8) * PRICE);
    assertThat(second.value(GateInput.INVENTORY_AVAILABLE, 0))
        .isLessThanOrEqualTo(10_000_000 * E8.ONE - filledE8 * PRICE);
    assertThat(second.value(GateInput.INVENTORY_AVAILABLE, 1)).isEqualTo(50 * E8.ONE - filledE8);
  }

  @Test
  @Tag("REC-7")
  void shouldForgetAFillThatEveryStatementMustContain() {
    rig.signal("S1", 60_500);
    fillAll();
    rig.nowMicros += 25 * SECOND;
    allButAccounts();
    accounts();

    rig.signal("S2", 30_250);

    RecordedDecision second = decision();
    assertThat(second.value(GateInput.ASSET_EXPOSURE, 0))
        .isEqualTo((100 * E8.ONE + second.quantityE8()) * PRICE);
  }

  @Test
  @Tag("NET-7")
  void shouldNotKnowWhatWasFilledSinceAStatementFromBeforeItsMemory() {
    rig.policy(limits(300 * SECOND, null));
    rig.nowMicros += 290 * SECOND;
    allButAccounts();

    rig.signal("S1", 30_250);

    assertThat(decision().reason(GateCheck.VENUE_ALLOCATION))
        .isEqualTo(GateReason.VENUE_EXPOSURE_UNKNOWN);
    assertThat(decision().reason(GateCheck.ASSET_EXPOSURE))
        .isEqualTo(GateReason.ASSET_EXPOSURE_UNKNOWN);
  }

  @Test
  @Tag("NET-7")
  void shouldNotCountAnAccountOfAnotherVenueThatIsTooOld() {
    long stated = rig.nowMicros;
    rig.nowMicros += 31 * SECOND;
    allButAccounts();
    rig.balances(BRAVO, "10000000", "50");
    rig.margin(BRAVO);

    rig.signal("S1", 30_250, this::carryAtBravo);

    RecordedDecision decision = decision();
    assertThat(decision.firstFailure()).isEqualTo(GateReason.ASSET_EXPOSURE_STALE);
    assertThat(decision.atMicros(GateInput.ASSET_EXPOSURE, 0)).isEqualTo(stated);
    assertThat(decision.atMicros(GateInput.VENUE_EXPOSURE, 0)).isEqualTo(rig.nowMicros);
  }

  @Test
  @Tag("NET-7")
  void shouldNotCountMarginThatIsTooOldForASpotLegAtItsVenue() {
    rig.nowMicros += 31 * SECOND;
    allButAccounts();
    rig.balances(ALPHA, "10000000", "50");
    rig.margin(ALPHA);
    rig.balances(BRAVO, "10000000", "50");

    rig.signal("S1", 30_250);

    assertThat(decision().firstFailure()).isEqualTo(GateReason.VENUE_EXPOSURE_STALE);
  }

  @Test
  void shouldAskForThePositionsThatASpotLegIsSummedWith() {
    rig.kill();
    rig = new EngineRig(folder.resolve("other"));
    rig.knowEverythingBut(BRAVO);
    carryBooks();

    rig.signal("S1", 30_250);

    assertThat(decision().firstFailure()).isEqualTo(GateReason.VENUE_EXPOSURE_UNKNOWN);
  }

  @Test
  void shouldJudgeBothLegsAtOneVenueTogether() {
    rig.signal("S1", 60_500, this::carryAtBravo);

    RecordedDecision decision = decision();
    assertThat(decision.accepted()).isTrue();
    long buyE8 = decision.value(GateInput.ORDER_VALUE, 0);
    long sellE8 = decision.value(GateInput.ORDER_VALUE, 1);
    long heldE8 = 50 * E8.ONE * PRICE;
    long budget = 1_000_000 - 100_000;
    for (int leg = 0; leg < 2; leg++) {
      assertThat(decision.value(GateInput.VENUE_EXPOSURE, leg)).isEqualTo(heldE8 + buyE8 + sellE8);
      assertThat(decision.value(GateInput.MESSAGES_LEFT, leg)).isEqualTo(budget - 1);
      assertThat(decision.value(GateInput.INVENTORY_NEEDED, leg))
          .isEqualTo(buyE8 + buyE8 / 1_000 + sellE8 / 10);
    }
    long equityE8 = 1_000_000 * E8.ONE - buyE8;
    long maintenanceE8 = sellE8 / 20;
    assertThat(decision.value(GateInput.MARGIN_BUFFER, 1))
        .isLessThan(E8.mulDivFloor(equityE8 - maintenanceE8, 1_000_000, maintenanceE8));
  }

  @Test
  void shouldSizeBothLegsAtOneVenueByWhatTheyShare() {
    rig.margin(BRAVO, "66000");

    rig.signal("S1", 1_000_000, this::carryAtBravo);

    RecordedDecision decision = decision();
    assertThat(decision.quantityE8()).isBetween(E8.parse("0.9"), E8.parse("0.995"));
    assertThat(decision.value(GateInput.INVENTORY_NEEDED, 1))
        .isLessThanOrEqualTo(decision.value(GateInput.INVENTORY_AVAILABLE, 1));
  }

  @Test
  void shouldHoldTheVenueCapAgainstBothLegs() {
    long one = 50 * PRICE + 70_000;
    rig.policy(
        limits(30 * SECOND, new GateLimits.Caps(one * E8.ONE, 1L << 60, 1L << 60, 1L << 60)));

    rig.signal("S1", 60_500, this::carryAtBravo);

    assertThat(decision().firstFailure()).isEqualTo(GateReason.VENUE_CONCENTRATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "-5"})
  void shouldCountPositionsLongAndShort(String position) {
    rig.margin(BRAVO, "1000000", position);

    rig.signal("S1", 30_250);

    RecordedDecision decision = decision();
    long netE8 = 100 * E8.ONE + E8.parse(position) + decision.quantityE8();
    assertThat(decision.value(GateInput.ASSET_EXPOSURE, 0)).isEqualTo(netE8 * PRICE);
    assertThat(decision.value(GateInput.VENUE_EXPOSURE, 1))
        .isEqualTo(55 * E8.ONE * PRICE + decision.value(GateInput.ORDER_VALUE, 1));
  }

  @Test
  void shouldNotTradeBesideAPositionThatNobodyKnows() {
    rig.foreignPosition(BRAVO);

    rig.signal("S1", 30_250);

    assertThat(decision().reason(GateCheck.VENUE_ALLOCATION))
        .isEqualTo(GateReason.VENUE_EXPOSURE_UNKNOWN);
    assertThat(decision().reason(GateCheck.ASSET_EXPOSURE))
        .isEqualTo(GateReason.ASSET_EXPOSURE_UNKNOWN);
  }

  @Test
  void shouldNotTakeNegativeEquityForMargin() {
    rig.margin(BRAVO, "-1000000");

    rig.signal("S1", 30_250, this::carryAtBravo);

    assertThat(decision().accepted()).isFalse();
    assertThat(decision().reason(GateCheck.MARGIN)).isNotEqualTo(GateReason.PASSED);
  }

  @Test
  @Tag("GATE-8")
  void shouldTakeNoGainFromCostsThatAreNegative() {
    rig.signal("S1", 30_250, signal -> signal.networkPpm(-50_000));
    assertThat(decision().reason(GateCheck.EDGE)).isEqualTo(GateReason.EDGE_UNKNOWN);

    rig.signal("S2", 30_260, signal -> signal.borrowPpm(-1));
    assertThat(decision().reason(GateCheck.EDGE)).isEqualTo(GateReason.EDGE_UNKNOWN);
  }

  @Test
  @Tag("GATE-8")
  void shouldNotWrapAnEdge() {
    rig.signal(
        "S1", 30_250, signal -> signal.source(WireSource.FUNDING).slippagePpm(Long.MAX_VALUE));
    assertThat(decision().reason(GateCheck.EDGE)).isEqualTo(GateReason.EDGE_UNKNOWN);

    rig.signal("S2", 30_260, signal -> signal.networkPpm(Long.MAX_VALUE).borrowPpm(1L << 62));
    assertThat(decision().reason(GateCheck.EDGE)).isEqualTo(GateReason.EDGE_UNKNOWN);
  }

  @Test
  @Tag("GATE-8")
  void shouldTakeTheFeesOffACarryThatItsSignalDidNot() {
    rig.signal(
        "S1",
        30_250,
        signal -> signal.source(WireSource.FUNDING).expectedEdgePpm(1_000).feesPpm(0));

    assertThat(decision().value(GateInput.EDGE, 0)).isLessThan(1_000 - 4 * 1_000);
    assertThat(decision().reason(GateCheck.EDGE)).isEqualTo(GateReason.EDGE);
  }

  @Test
  @Tag("SIG-3")
  void shouldNotGuessASideOrAPurpose() {
    rig.signal("S1", 30_250, signal -> signal.firstSide(WireSide.NULL_VAL));
    assertThat(decision().accepted()).isFalse();

    rig.signal("S2", 30_260, signal -> signal.purpose(WirePurpose.NULL_VAL));
    assertThat(decision().reason(GateCheck.MARKET_DATA)).isEqualTo(GateReason.SIGNAL_UNKNOWN);
  }

  @Test
  @Tag("SIG-3")
  void shouldNotOpenForLongerThanAPairMayTake() {
    rig.signal("S1", 30_250, signal -> signal.timeoutMicros(Long.MAX_VALUE));

    assertThat(decision().reason(GateCheck.MARKET_DATA)).isEqualTo(GateReason.SIGNAL_UNKNOWN);
  }

  @Test
  @Tag("RISK-4")
  void shouldReduceOnlyWhatIsSurelyThere() {
    rig.margin(BRAVO, "1000000", "2");
    rig.signal("S1", 30_250, this::reduce);
    long firstE8 = decision().quantityE8();
    fillAll();

    rig.nowMicros += 25 * SECOND;
    allButAccounts();
    rig.signal("S2", 1_000_000, this::reduce);

    assertThat(decision().value(GateInput.POSITION, 0)).isEqualTo(2 * E8.ONE - firstE8);
    assertThat(decision().atMicros(GateInput.POSITION, 0)).isEqualTo(rig.nowMicros - 25 * SECOND);
  }

  /** What a leg that sells costs at most is not its limit: it may be filled at the best bid. */
  @Test
  void shouldValueALegThatSellsAtTheBestItMayGet() {
    rig.signal("S1", 60_500);

    RecordedDecision decision = decision();
    assertThat(decision.value(GateInput.ORDER_VALUE, 1))
        .isEqualTo(E8.multiplyDown(decision.quantityE8(), E8.parse("60600")));
  }

  private void reduce(SignalReceivedEncoder signal) {
    signal
        .source(WireSource.RISK)
        .purpose(WirePurpose.REDUCE)
        .firstSide(WireSide.SELL)
        .firstInstrument((short) rig.registry.instrument("BRAVO", EngineRig.PERPETUAL))
        .secondInstrument((short) -1)
        .legs((short) 1);
  }

  /** Buys spot and sells the perpetual at the same venue. */
  private void carryAtBravo(SignalReceivedEncoder signal) {
    signal
        .firstInstrument((short) rig.registry.instrument("BRAVO", EngineRig.BTC))
        .secondInstrument((short) rig.registry.instrument("BRAVO", EngineRig.PERPETUAL));
  }

  private void carryBooks() {
    rig.books();
    rig.book("BRAVO", EngineRig.PERPETUAL, "60900", "60910");
  }

  private void accounts() {
    for (int venue = 0; venue < 2; venue++) {
      rig.balances(venue, "10000000", "50");
      rig.margin(venue);
    }
  }

  private void allButAccounts() {
    rig.tick();
    rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    rig.reference("60500");
    for (int venue = 0; venue < 2; venue++) {
      rig.venue(venue);
      rig.reconciled(venue, true);
    }
    carryBooks();
    rig.command(LocalCommand.RESUME);
  }

  private long fillAll() {
    List<Request> sent = List.copyOf(rig.requests);
    rig.requests.clear();
    for (Request order : sent) {
      rig.report(
          order.venue(),
          order.number(),
          ReportKind.FILLED,
          ReportStatus.FILLED,
          order.quantityE8(),
          order.quantityE8());
    }
    return sent.get(0).quantityE8();
  }

  private static GateLimits limits(long accountMicros, GateLimits.Caps caps) {
    GateLimits like = EngineRig.limits(1_000);
    GateLimits.Ages ages = like.ages();
    return new GateLimits(
        like.version(),
        new GateLimits.Ages(
            ages.bookMicros(),
            ages.referenceMicros(),
            ages.venueMicros(),
            accountMicros,
            ages.riskFeedMicros(),
            ages.signalMicros(),
            ages.reconciliationMicros(),
            ages.aheadMicros()),
        like.engine(),
        like.market(),
        like.venue(),
        caps == null ? like.caps() : caps,
        like.costs());
  }

  private RecordedDecision decision() {
    return RecordedDecision.newest(rig.folder());
  }
}
