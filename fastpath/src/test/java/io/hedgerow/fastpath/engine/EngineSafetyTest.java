package io.hedgerow.fastpath.engine;

import static io.hedgerow.fastpath.engine.EngineRig.ALPHA;
import static io.hedgerow.fastpath.engine.EngineRig.BRAVO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.gate.GateReason;
import io.hedgerow.state.pair.PairSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What closes the engine, and what opens it again. */
@Tag("GATE-1")
class EngineSafetyTest {

  @TempDir private Path folder;
  private EngineRig rig;

  @BeforeEach
  void start() {
    rig = new EngineRig(folder.resolve("journal"));
    rig.knowEverything();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  @Tag("RISK-6")
  void shouldObeyTheScopeOfItsOwnModule() {
    rig.risk(WireScope.MODULE, 0, GateCode.STATE_DMM, GateCode.EXPOSURE_FROZEN);
    rig.signal("S1", 30_200);
    rig.risk(WireScope.MODULE, 0, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    rig.risk(WireScope.MODULE, -1, GateCode.STATE_DMM, GateCode.EXPOSURE_FROZEN);
    rig.signal("S2", 30_200);

    assertThat(verdicts()).containsExactly(List.of(GateReason.SYSTEM_RESTRICTED), List.of());
  }

  @Test
  @Tag("RISK-6")
  void shouldCloseAScopeWhoseStateCannotBeReadUntilItCan() {
    rig.unreadableRisk(WireScope.VENUE, BRAVO);
    rig.signal("S1", 30_200);
    rig.riskOfVersion(1, WireScope.VENUE, BRAVO, GateCode.STATE_NORMAL);
    rig.signal("S2", 30_201);
    rig.unreadableRisk(WireScope.SYSTEM, -1);
    rig.signal("S3", 30_202);
    rig.riskOfVersion(1, WireScope.SYSTEM, -1, GateCode.STATE_NORMAL);
    rig.signal("S4", 30_203);
    rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    rig.signal("S5", 30_204);

    assertThat(verdicts())
        .containsExactly(
            List.of(GateReason.SYSTEM_RESTRICTED),
            List.of(),
            List.of(GateReason.SYSTEM_RESTRICTED),
            List.of(GateReason.SYSTEM_RESTRICTED),
            List.of());
  }

  @Test
  @Tag("RISK-6")
  @Tag("GATE-1")
  void shouldTakeNoSignOfLifeFromAStateThatItDoesNotBelieve() {
    for (int second = 0; second < 20; second++) {
      rig.nowMicros += 1_000_000;
      rig.books();
      rig.riskOfVersion(1, WireScope.SYSTEM, -1, GateCode.STATE_DMM);
    }
    int before = rig.requests.size();
    rig.signal("S1", 30_200);

    assertThat(HaltCause.of(rig.engine().haltCauses())).containsExactly(HaltCause.BLIND);
    assertThat(rig.requests).hasSize(before);
  }

  @Test
  @Tag("RISK-6")
  @Tag("GATE-1")
  void shouldBelieveNoSignOfLifeFromATimeToCome() {
    rig.riskAsOf(rig.nowMicros + 60_000_000);

    assertThat(HaltCause.of(rig.engine().haltCauses())).containsExactly(HaltCause.BLIND);
  }

  @Test
  @Tag("IDEM-1")
  void shouldSayThatItCannotTellWhetherAnOldSignalCameBefore() throws IOException {
    rig.kill();
    Path small = Files.createDirectory(folder.resolve("small"));
    EngineSettings all = EngineRig.settings(rig.registry);
    EngineSettings few =
        new EngineSettings(
            all.pairs(),
            all.repeatWindowMicros(),
            all.contentWindowMicros(),
            16,
            all.blindAfterMicros());
    rig = new EngineRig(small, few);
    rig.knowEverything();
    for (int i = 0; i < 40; i++) {
      rig.nowMicros += 10_000;
      rig.signal("A" + i, 1_000 + i);
    }
    rig.signal("B", 30_200, rig.nowMicros - 500_000);
    rig.nowMicros += 300_000;
    rig.signal("C", 30_201);

    List<List<GateReason>> verdicts = verdicts(small);
    assertThat(verdicts.get(40)).containsExactly(GateReason.DUPLICATES_UNKNOWN);
    assertThat(verdicts.get(41)).isEmpty();
  }

  @Test
  @Tag("GATE-1")
  void shouldRejectWhereEveryPlaceOfAPairIsTakenAndNotCountThat() throws IOException {
    rig.kill();
    Path small = Files.createDirectory(folder.resolve("small"));
    rig = new EngineRig(small, withPairs(2));
    rig.knowEverything();
    rig.policy(EngineRig.limitsWithRepeats(50, 4));
    for (int i = 0; i < 8; i++) {
      rig.signal("A" + i, 1_000 + i);
    }
    rig.command(LocalCommand.HALT);
    for (Request order : List.copyOf(rig.requests.subList(0, 4))) {
      rig.report(order.venue(), order.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    }
    rig.nowMicros += EngineRig.settings(rig.registry).pairs().retentionMicros();
    rig.command(LocalCommand.RESUME, WireScope.SYSTEM, -1);
    rig.knowEverything();
    rig.policy(EngineRig.limitsWithRepeats(51, 4));
    rig.signal("B", 2_000);

    List<List<GateReason>> verdicts = verdicts(small);
    assertThat(verdicts.subList(0, 2)).containsOnly(List.of());
    assertThat(verdicts.subList(2, 8)).containsOnly(List.of(GateReason.ENGINE_FULL));
    assertThat(verdicts.get(8)).isEmpty();
  }

  @Test
  void shouldHaveRoomForAThousandPairsASecond() {
    PairSettings pairs = EngineRig.settings(rig.registry).pairs();
    long openMicros = 2_000_000;

    assertThat((long) pairs.maxPairs())
        .isGreaterThanOrEqualTo((pairs.retentionMicros() + openMicros) / 1_000);
  }

  @Test
  @Tag("FAIL-1")
  void shouldNotStartOnAJournalThatIsFarAheadOfTheClock() {
    rig.kill();
    long endedMicros = rig.nowMicros;
    rig.nowMicros = endedMicros - 10_000_001;
    assertThatThrownBy(rig::start).hasMessageContaining("ahead of this machine's clock");

    rig.kill();
    rig.nowMicros = endedMicros - 10_000_000;
    rig.start();
  }

  private EngineSettings withPairs(int most) {
    EngineSettings all = EngineRig.settings(rig.registry);
    PairSettings pairs = all.pairs();
    return new EngineSettings(
        new PairSettings(
            most,
            pairs.venues(),
            pairs.instruments(),
            pairs.maxResiduals(),
            pairs.keptOffsets(),
            pairs.maxOffsets(),
            pairs.cancelTimeoutMicros(),
            pairs.verifyEveryMicros(),
            pairs.unknownDeadlineMicros(),
            pairs.offsetTimeoutMicros(),
            pairs.retryEveryMicros(),
            pairs.maxPauseMicros(),
            pairs.nakedLimitMicros(),
            pairs.retentionMicros()),
        all.repeatWindowMicros(),
        all.contentWindowMicros(),
        all.signalPlaces(),
        all.blindAfterMicros());
  }

  @Test
  void shouldBeBlindWhenNoBookIsLive() {
    for (int i = 0; i < 6; i++) {
      rig.nowMicros += 1_000_000;
      rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
      rig.book("ALPHA", "60390", "60400", GateCode.BOOK_STALE);
      rig.book("BRAVO", "60600", "60610", GateCode.BOOK_GAP);
    }
    assertThat(rig.engine().pairs().isHalted()).isTrue();

    rig.books();
    assertThat(rig.engine().pairs().isHalted()).isFalse();
  }

  @Test
  void shouldBeBlindWhenEveryBookIsOld() {
    long booked = rig.nowMicros;
    rig.nowMicros += 5_500_000;
    rig.risk(WireScope.SYSTEM, -1, GateCode.STATE_NORMAL, GateCode.EXPOSURE_MANAGED);
    long now = rig.nowMicros;
    rig.nowMicros = booked;
    rig.books();
    rig.nowMicros = now;
    rig.tick();

    assertThat(rig.engine().pairs().isHalted()).isTrue();
  }

  @Test
  void shouldKeepARouteClosedThatWasExecutedTooOftenUntilAPersonOpensIt() {
    rig.policy(withRepeats(1));
    rig.signal("S1", 30_200);
    rig.signal("S2", 30_201);
    rig.signal("S3", 30_202);
    minutesLater(5);
    rig.signal("S4", 30_203);
    rig.command(LocalCommand.RESUME);
    rig.signal("S5", 30_204);

    assertThat(verdicts())
        .containsExactly(
            List.of(),
            List.of(),
            List.of(GateReason.REPEATED_EXECUTION),
            List.of(GateReason.REPEATED_EXECUTION),
            List.of());
  }

  @Test
  void shouldOpenOneRouteAndLeaveAHaltInForce() {
    rig.policy(withRepeats(0));
    rig.signal("S1", 30_200);
    rig.signal("S2", 30_201);
    rig.command(LocalCommand.RESUME, WireScope.ROUTE, 2);
    rig.signal("S3", 30_202);
    rig.command(LocalCommand.RESUME, WireScope.ROUTE, BRAVO);
    rig.signal("S4", 30_203);
    rig.command(LocalCommand.HALT);
    rig.command(LocalCommand.RESUME, WireScope.ROUTE, ALPHA);

    assertThat(verdicts())
        .containsExactly(
            List.of(),
            List.of(GateReason.REPEATED_EXECUTION),
            List.of(GateReason.REPEATED_EXECUTION),
            List.of());
    assertThat(rig.engine().pairs().isHalted()).isTrue();
  }

  @Test
  @Tag("HEDGE-4")
  void shouldTradeARestOnceTheBookMakesItTradeable() {
    rig.signal("S1", 30_200);
    Request buy = rig.requests.get(0);
    Request sell = rig.requests.get(1);
    long rest = E8.parse("0.0001");
    rig.book("ALPHA", "39990", "40000");
    rig.report(ALPHA, buy.number(), ReportKind.CANCELED, ReportStatus.CANCELED, rest, 0);
    rig.report(BRAVO, sell.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    rig.requests.clear();
    assertThat(rig.engine().pairs().residualE8(buy.venue())).isEqualTo(rest);

    rig.book("ALPHA", "60390", "60400");

    assertThat(rig.requests).hasSize(1);
    assertThat(rig.requests.get(0).side()).isEqualTo("SELL");
  }

  private void minutesLater(int minutes) {
    rig.nowMicros += minutes * 60_000_000L;
    rig.knowEverything();
    rig.policy(withRepeats(1));
  }

  private GateLimits withRepeats(int most) {
    return EngineRig.limitsWithRepeats(rig.nowMicros, most);
  }

  private List<List<GateReason>> verdicts() {
    return verdicts(rig.folder());
  }

  private static List<List<GateReason>> verdicts(Path journal) {
    return JournalContents.verdicts(journal);
  }
}
