package io.hedgerow.fastpath.engine;

import static io.hedgerow.fastpath.engine.EngineRig.ALPHA;
import static io.hedgerow.fastpath.engine.EngineRig.BRAVO;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig.Request;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.ReportKind;
import io.hedgerow.fastpath.wire.ReportStatus;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.schemas.E8;
import io.hedgerow.state.pair.ClientOrderIds;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Venues say what is not true, or not theirs to say. */
@Tag("TRUTH-3")
@Tag("GATE-9")
class EngineReportsTest {

  private static final long MANY = 500 * E8.ONE;

  /** Of an earlier start, and not in the journal: its tail was lost. */
  private static final long LOST = 1L << 40 | 900_000;

  @TempDir private Path folder;
  private EngineRig rig;
  private Request buy;
  private Request sell;

  @BeforeEach
  void start() {
    rig = new EngineRig(folder);
    rig.knowEverything();
    rig.signal("S1", 30_200);
    buy = rig.requests.get(0);
    sell = rig.requests.get(1);
    rig.requests.clear();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void shouldNotLetAVenueEndFillOrLoseTheOrderOfAnother() {
    rig.report(BRAVO, buy.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    rig.report(BRAVO, buy.number(), ReportKind.FILLED, ReportStatus.FILLED, 10_000, 10_000);
    rig.report(BRAVO, buy.number(), ReportKind.STATUS, ReportStatus.NONE, 0, 0);
    rig.report(BRAVO, sell.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);

    assertThat(rig.engine().pairs().isFlat(ALPHA)).isFalse();
    assertThat(rig.requests).extracting(Request::kind).containsExactly("CANCEL");
    assertThat(escalations())
        .containsExactly("FOREIGN_REPORT 1", "FOREIGN_REPORT 1", "FOREIGN_REPORT 1");
    assertThat(isOpenForNew()).isFalse();
  }

  @Test
  void shouldAskAVenueThatStatesAnotherSide() {
    long quantity = buy.quantityE8();
    rig.report(
        ALPHA,
        buy.number(),
        ReportKind.FILLED,
        ReportStatus.FILLED,
        quantity,
        quantity,
        ALPHA,
        WireSide.SELL);

    assertThat(rig.requests).extracting(Request::kind).containsExactly("STATUS");
    assertThat(rig.engine().pairs().unknownOrders(ALPHA)).isOne();
    assertThat(escalations()).containsExactly("IMPOSSIBLE_REPORT 0");
  }

  @Test
  void shouldNotMindWhatIsStatedOfAnOrderThatIsNotFound() {
    rig.report(
        ALPHA, buy.number(), ReportKind.STATUS, ReportStatus.NONE, 0, 0, BRAVO, WireSide.SELL);

    assertThat(rig.engine().pairs().unknownOrders(ALPHA)).isOne();
    assertThat(escalations()).isEmpty();
  }

  @Test
  @Tag("HEDGE-4")
  void shouldNeverHedgeMoreThanWasOrdered() {
    long thousandfold = 1_000 * buy.quantityE8();
    rig.report(
        ALPHA, buy.number(), ReportKind.FILLED, ReportStatus.FILLED, thousandfold, thousandfold);
    rig.report(BRAVO, sell.number(), ReportKind.REJECTED, ReportStatus.REJECTED, 0, 0);

    assertThat(rig.requests).hasSize(1);
    assertThat(rig.requests.get(0).quantityE8()).isEqualTo(buy.quantityE8());
    assertThat(escalations()).containsExactly("OVERFILL 0");
    assertThat(isOpenForNew()).isFalse();
  }

  @Test
  @Tag("FAIL-1")
  void shouldLockCountAndCancelWhatItDoesNotKeep() {
    stranger(LOST, ReportKind.FILLED, ReportStatus.PARTIALLY_FILLED, MANY);
    stranger(LOST, ReportKind.FILLED, ReportStatus.PARTIALLY_FILLED, MANY);

    assertThat(rig.requests).extracting(Request::kind).containsExactly("CANCEL");
    assertThat(rig.requests.get(0).number()).isEqualTo(LOST);
    assertThat(rig.requests.get(0).venue()).isEqualTo(ALPHA);
    assertThat(isOpenForNew()).isFalse();

    end();
    rig.command(LocalCommand.RESUME);
    assertThat(isOpenForNew()).as("500 BTC are more than the caps allow").isFalse();
  }

  @Test
  @Tag("FAIL-1")
  void shouldGoOnAfterAPersonHasLookedAtAnOrderThatFilledNothing() {
    stranger(LOST, ReportKind.ACCEPTED, ReportStatus.OPEN, 0);
    assertThat(rig.requests).extracting(Request::kind).containsExactly("CANCEL");
    assertThat(isOpenForNew()).isFalse();

    end();
    rig.command(LocalCommand.RESUME);
    assertThat(isOpenForNew()).isTrue();
  }

  @Test
  @Tag("FAIL-1")
  void shouldOnlyLockForAnOrderThatNobodyCanName() {
    stranger(ClientOrderIds.FOREIGN, ReportKind.ACCEPTED, ReportStatus.OPEN, 0);
    rig.report(BRAVO, LOST, ReportKind.FILLED, ReportStatus.PARTIALLY_FILLED, MANY, MANY);

    assertThat(rig.requests).isEmpty();
    assertThat(escalations()).containsExactly("FOREIGN_ORDER 0", "FORGOTTEN_ORDER 1");
    assertThat(isOpenForNew()).isFalse();
  }

  @Test
  void shouldNotLockForAnOrderThatEndedEmpty() {
    stranger(LOST, ReportKind.CANCELED, ReportStatus.CANCELED, 0);

    assertThat(escalations()).containsExactly("FORGOTTEN_ORDER -1");
    assertThat(isOpenForNew()).isTrue();
  }

  private void stranger(long number, ReportKind kind, ReportStatus status, long cumulativeE8) {
    rig.report(ALPHA, number, kind, status, cumulativeE8, cumulativeE8, ALPHA, WireSide.BUY);
  }

  private void end() {
    rig.report(ALPHA, buy.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
    rig.report(BRAVO, sell.number(), ReportKind.CANCELED, ReportStatus.CANCELED, 0, 0);
  }

  private boolean isOpenForNew() {
    rig.nowMicros += 1_000;
    rig.signal("S" + rig.nowMicros, 30_000);
    var verdicts = JournalContents.verdicts(folder);
    return verdicts.get(verdicts.size() - 1).isEmpty();
  }

  private List<String> escalations() {
    return JournalContents.escalations(folder);
  }
}
