package io.hedgerow.fastpath.engine;

import static io.hedgerow.fastpath.engine.EngineRig.ALPHA;
import static io.hedgerow.fastpath.engine.EngineRig.BRAVO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.SessionChange;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateReason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("ORD-1")
@Tag("SIG-3")
class EngineTest {

  private static final long HALF = E8.parse("0.5");

  @TempDir private Path folder;
  private EngineRig rig;

  @BeforeEach
  void start() {
    rig = new EngineRig(folder);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  @Tag("GATE-1")
  void shouldRejectEverythingBeforeAnythingIsKnown() {
    rig.signal("S1", 30_000);

    assertThat(rig.requests).isEmpty();
    assertThat(verdicts()).containsExactly(List.of(GateReason.NO_POLICY));
  }

  @Test
  @Tag("ORD-4")
  void shouldSendBothLegsBackToBack() {
    rig.knowEverything();

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of());
    assertThat(rig.requests).hasSize(2);
    Request buy = rig.requests.get(0);
    Request sell = rig.requests.get(1);
    assertThat(buy.kind() + buy.venue() + buy.side()).isEqualTo("ORDER0BUY");
    assertThat(sell.kind() + sell.venue() + sell.side()).isEqualTo("ORDER1SELL");
    assertThat(buy.quantityE8()).isEqualTo(sell.quantityE8()).isPositive();
    assertThat(buy.quantityE8() % 10_000).isZero();
    assertThat(buy.priceE8()).isLessThanOrEqualTo(E8.parse("60576.19"));
    assertThat(sell.priceE8()).isGreaterThanOrEqualTo(E8.parse("60423.18"));
  }

  @Test
  @Tag("HEDGE-6")
  void shouldEndAPairWhoseLegsAreFilled() {
    rig.knowEverything();
    rig.signal("S1", 30_200);
    long quantity = rig.requests.get(0).quantityE8();

    fill(rig.requests.get(0), quantity);
    assertThat(rig.engine().pairs().openPairs()).isOne();
    fill(rig.requests.get(1), quantity);

    assertThat(rig.engine().pairs().openPairs()).isZero();
    assertThat(rig.engine().pairs().isFlat()).isTrue();
    assertThat(rig.requests).hasSize(2);
  }

  @Test
  @Tag("ORD-4")
  @Tag("HEDGE-4")
  void shouldCancelAndOffsetWhenTheOtherLegIsRefused() {
    rig.knowEverything();
    rig.signal("S1", 30_200);
    Request buy = rig.requests.get(0);
    Request sell = rig.requests.get(1);

    rig.report(
        ALPHA, buy.number(), ReportKind.FILLED, ReportStatus.PARTIALLY_FILLED, HALF / 2, HALF / 2);
    rig.report(BRAVO, sell.number(), ReportKind.REJECTED, ReportStatus.REJECTED, 0, 0);
    assertThat(rig.requests.get(2).kind()).isEqualTo("CANCEL");
    rig.report(ALPHA, buy.number(), ReportKind.CANCELED, ReportStatus.CANCELED, HALF / 2, 0);

    Request offset = rig.requests.get(3);
    assertThat(offset.kind() + offset.venue() + offset.side()).isEqualTo("ORDER0SELL");
    assertThat(offset.quantityE8()).isEqualTo(HALF / 2);
    fill(offset, HALF / 2);
    assertThat(rig.engine().pairs().isFlat()).isTrue();
  }

  @Test
  @Tag("RISK-6")
  void shouldObeyTheMostRestrictiveScope() {
    rig.knowEverything();
    rig.risk(
        WireScope.ROUTE,
        rig.registry.instrument("BRAVO", EngineRig.BTC),
        GateCode.STATE_BSCB,
        GateCode.EXPOSURE_REDUCED);

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.SYSTEM_RESTRICTED));
    assertThat(rig.requests).isEmpty();
  }

  @Test
  @Tag("RISK-6")
  void shouldNotObeyAnOlderVersionOfAScope() {
    rig.knowEverything();
    int route = rig.registry.instrument("BRAVO", EngineRig.BTC);
    rig.risk(WireScope.ROUTE, route, GateCode.STATE_BSCB, GateCode.EXPOSURE_REDUCED);
    rig.riskOfVersion(1, WireScope.ROUTE, route, GateCode.STATE_NORMAL);

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.SYSTEM_RESTRICTED));
  }

  @Test
  void shouldTakeFlatBackWhenALateFillComes() {
    rig.knowEverything();
    rig.signal("S1", 30_200);
    rig.command(LocalCommand.HALT);
    for (Request order : List.copyOf(rig.requests.subList(0, 2))) {
      rig.report(order.venue(), order.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    }
    fill(rig.requests.get(0), HALF / 2);

    assertThat(flat().subList(flat().size() - 2, flat().size())).containsExactly(true, false);
  }

  @Test
  @Tag("GATE-1")
  void shouldLetAPolicyRuleUntilALaterOneDoes() {
    rig.knowEverything();
    rig.policy(EngineRig.limits(50), rig.nowMicros + 10_000, false);
    rig.policy(EngineRig.limits(51), rig.nowMicros + 3_000_000_000L, true);
    rig.nowMicros += 20_000;

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.NO_POLICY));
  }

  @Test
  @Tag("IDEM-1")
  void shouldRejectASignalThatComesAgain() {
    rig.knowEverything();
    rig.signal("S1", 30_200);
    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(), List.of(GateReason.DUPLICATE_CONTENT));
  }

  @Test
  @Tag("GATE-2")
  void shouldCloseWhenTheStateFeedFallsSilent() {
    rig.knowEverything();
    rig.nowMicros += 5_000_001;
    rig.reference("60500");
    rig.books();

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.STATE_FEED_STALE));
    assertThat(rig.engine().pairs().isHalted()).isTrue();
  }

  @Test
  void shouldCancelWhatRestsWhenItIsHaltedAndOpenNothing() {
    rig.knowEverything();
    rig.signal("S1", 30_200);

    rig.command(LocalCommand.HALT);
    rig.signal("S2", 10_000);

    assertThat(rig.requests.stream().map(Request::kind))
        .containsExactly("ORDER", "ORDER", "CANCEL", "CANCEL");
    assertThat(rig.engine().pairs().isFlat()).isFalse();
    for (Request order : rig.requests.subList(0, 2)) {
      rig.report(order.venue(), order.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    }
    assertThat(rig.engine().pairs().isFlat()).isTrue();
    assertThat(verdicts()).containsExactly(List.of(), List.of(GateReason.ENGINE_HALTED));
  }

  @Test
  @Tag("TRUTH-3")
  @Tag("IDEM-2")
  void shouldAskForWhatWasOpenAfterARestartAndSendNothingTwice() {
    rig.knowEverything();
    rig.signal("S1", 30_200);
    List<Request> sent = List.copyOf(rig.requests);
    rig.requests.clear();

    rig.kill();
    rig.start();
    rig.knowEverything();
    rig.signal("S2", 10_000);

    assertThat(rig.requests.stream().map(Request::kind)).containsExactly("STATUS", "STATUS");
    assertThat(rig.requests.stream().map(Request::number))
        .containsExactlyElementsOf(sent.stream().map(Request::number).toList());
    assertThat(verdicts().get(1)).contains(GateReason.UNRESOLVED_ORDERS);

    for (Request order : sent) {
      rig.report(
          order.venue(),
          order.number(),
          ReportKind.STATUS,
          ReportStatus.FILLED,
          order.quantityE8(),
          0);
    }
    rig.signal("S3", 10_000);
    assertThat(verdicts().get(2)).isEmpty();
  }

  @Test
  @Tag("FAIL-1")
  void shouldNotTradeOverASessionThatIsDown() {
    rig.knowEverything();
    rig.session(BRAVO, SessionChange.DOWN);

    rig.signal("S1", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.SESSION_DOWN));
  }

  private void fill(Request order, long quantity) {
    rig.report(
        order.venue(), order.number(), ReportKind.FILLED, ReportStatus.FILLED, quantity, quantity);
  }

  private List<Boolean> flat() {
    return JournalContents.flat(rig.folder());
  }

  private List<List<GateReason>> verdicts() {
    return JournalContents.verdicts(rig.folder());
  }
}
