package io.hedgerow.operators.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NetworkPartOperatorTest {

  private static final long CONFLATION_MILLIS = 100;
  private static final long STALE_MILLIS = 2_000;
  private static final long SILENT_MILLIS = 5_000;
  private static final long FORGET_MILLIS = 60_000;
  private static final ViewTiming TIMING =
      new ViewTiming(
          Duration.ofMillis(CONFLATION_MILLIS),
          Duration.ofMillis(STALE_MILLIS),
          Duration.ofMillis(SILENT_MILLIS),
          Duration.ofMillis(FORGET_MILLIS));

  private OperatorHarness<String, KeyedRecord, OutputRecord> operator = open(TIMING);
  private long now;

  private static OperatorHarness.Builder<String, KeyedRecord, OutputRecord> harness(
      ViewTiming timing) {
    return OperatorHarness.operator(() -> new NetworkPartOperator<>(new TallyPart.Kind(), timing))
        .keyedBy(KeyedRecord::key, Types.STRING)
        .on(OperatorHarness.Backend.ROCKSDB);
  }

  private static OperatorHarness<String, KeyedRecord, OutputRecord> open(ViewTiming timing) {
    try {
      return harness(timing).open();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Nested
  class Publishing {

    @Test
    void shouldPublishABusyKeyOncePerIntervalWithItsNewestValue() throws Exception {
      push("a", 1, 0);
      push("a", 2, 0);
      operator.processingTime(CONFLATION_MILLIS - 20);
      assertThat(views()).isEmpty();

      push("a", 3, 0);
      operator.processingTime(CONFLATION_MILLIS);
      operator.processingTime(CONFLATION_MILLIS * 3);

      assertThat(views()).containsExactly("a LIVE 6");
    }

    @Test
    void shouldPublishAChangeOfValidityAtOnce() throws Exception {
      push("a", 5, 0);
      push("a", -1, 0);

      assertThat(views()).containsExactly("a LIVE 4");
    }

    @Test
    void shouldPublishNothingForAnIgnoredInput() throws Exception {
      push("a", 0, 0);
      operator.processingTime(CONFLATION_MILLIS * 2);

      assertThat(views()).isEmpty();
    }

    @Test
    void shouldPublishEverythingThatWaitsBeforeTheBarrier() throws Exception {
      push("b", 1, 0);
      push("a", 1, 0);

      operator.snapshot();

      assertThat(views()).containsExactly("b LIVE 1", "a LIVE 1");
    }
  }

  /** A hostile or broken source must not make the job say more than it reads. */
  @Nested
  @Tag("NET-7")
  class Flapping {

    private static final int BREAK = -101;
    private static final int MEND = -1;

    @Test
    void shouldWithdrawAtOnceAndConflateWhatFollows() throws Exception {
      push("a", MEND, 0);
      assertThat(views()).containsExactly("a LIVE -1");

      push("a", BREAK, 0);
      assertThat(views()).containsExactly("a BROKEN -102");

      push("a", MEND, 0);
      push("a", BREAK, 0);
      push("a", MEND, 0);
      assertThat(views()).isEmpty();
      pass(CONFLATION_MILLIS);

      assertThat(views()).containsExactly("a LIVE -205");
      push("a", BREAK, 0);
      assertThat(views()).as("the last one said LIVE").containsExactly("a BROKEN -306");
    }

    @Test
    void shouldSayAtMostTwoViewsPerIntervalAndAsManyAlerts() throws Exception {
      int intervals = 20;
      for (long millis = 0; millis < intervals * CONFLATION_MILLIS; millis += 10) {
        push("a", BREAK, 0);
        push("a", MEND, 0);
        pass(10);
      }

      assertThat(views()).hasSizeBetween(intervals / 2, 2 * intervals + 2);
      assertThat(alerts()).hasSizeBetween(intervals / 2, 2 * intervals + 2);
    }

    @Test
    void shouldNotRepeatAnAlertThatStillHolds() throws Exception {
      push("a", BREAK, 0);
      push("a", MEND, 0);
      push("a", BREAK, 0);
      pass(CONFLATION_MILLIS);
      push("a", MEND, 0);
      pass(CONFLATION_MILLIS);

      assertThat(alerts()).containsExactly("broken", "mended");
    }

    @Test
    void shouldDropTheAlertOfARecoveryThatArrivesTooLate() throws Exception {
      push("a", BREAK, 0);
      operator.watermark(STALE_MILLIS + 1);
      push("a", MEND, 0);
      pass(CONFLATION_MILLIS);

      assertThat(views()).containsExactly("a BROKEN -101", "a STALE -102");
      assertThat(alerts()).containsExactly("broken");
    }

    private List<String> alerts() {
      return operator.sideOutputs(NetworkPartOperator.ALERTS).stream().map(Alert::getText).toList();
    }
  }

  @Nested
  @Tag("NET-7")
  class Staleness {

    @Test
    void shouldGoStaleByEventTimeAlthoughOtherKeysGoOn() throws Exception {
      push("a", 1, 0);
      push("b", 1, STALE_MILLIS * 1_000);
      operator.processingTime(CONFLATION_MILLIS);
      views();

      operator.watermark(STALE_MILLIS + 1);
      operator.processingTime(CONFLATION_MILLIS * 3);

      assertThat(views()).containsExactly("a STALE 1");
    }

    @Test
    void shouldStayLiveRightAtTheLimit() throws Exception {
      push("a", 1, 0);
      operator.watermark(STALE_MILLIS);
      operator.processingTime(CONFLATION_MILLIS * 3);

      assertThat(views()).containsExactly("a LIVE 1");
    }

    @Test
    void shouldGoStaleByItselfWhenTheInputAndItsClockStop() throws Exception {
      push("a", 1, 0);
      operator.watermark(0);
      pass(SILENT_MILLIS);
      assertThat(views()).containsExactly("a LIVE 1");

      pass(200);

      assertThat(views()).containsExactly("a STALE 1");
    }

    @Test
    void shouldGoStaleByOurClockAloneWhileEventTimeCrawls() throws Exception {
      push("a", 1, 0);
      for (long millis = 1; millis <= SILENT_MILLIS / 100; millis++) {
        operator.watermark(millis);
        pass(100);
      }
      assertThat(views()).containsExactly("a LIVE 1");

      operator.watermark(SILENT_MILLIS / 100 + 1);
      pass(200);

      assertThat(views()).containsExactly("a STALE 1");
    }

    @Test
    void shouldGiveARareKeyItsStalenessLimitByOurClockToo() throws Exception {
      ViewTiming rare =
          new ViewTiming(
              TIMING.conflation(),
              Duration.ofMillis(4 * SILENT_MILLIS),
              TIMING.silentAfter(),
              TIMING.forgetAfter());
      operator = open(rare);
      push("a", 1, 0);
      for (long millis = 100; millis <= 4 * SILENT_MILLIS; millis += 100) {
        operator.watermark(millis);
        pass(100);
      }

      assertThat(views()).containsExactly("a LIVE 1");
    }

    @Test
    void shouldStayLiveWhileItCatchesUpFarBehindOurClock() throws Exception {
      for (int millis = 0; millis < 4 * SILENT_MILLIS; millis += 100) {
        push("a", 1, millis);
        operator.watermark(millis / 1_000 - 500);
        pass(100);
      }

      assertThat(views()).isNotEmpty().allMatch(view -> view.startsWith("a LIVE"));
    }

    @Test
    void shouldNotTakeAStallOfItsOwnForSilence() throws Exception {
      push("a", 1, 0);
      pass(CONFLATION_MILLIS);
      views();

      now += 10 * SILENT_MILLIS;
      operator.processingTime(now);
      assertThat(views()).as("what waits in the queue was not read yet").isEmpty();
      pass(SILENT_MILLIS);

      assertThat(views()).containsExactly("a STALE 1");
    }

    @Test
    void shouldSayItOnceAndComeBackWithTheNextInput() throws Exception {
      push("a", 1, 0);
      pass(SILENT_MILLIS * 4);
      push("a", 2, 1);
      pass(CONFLATION_MILLIS * 2);

      assertThat(views()).containsExactly("a LIVE 1", "a STALE 1", "a LIVE 3");
    }
  }

  @Nested
  class Restarting {

    @Test
    void shouldGoOnFromTheCheckpointAsIfNothingHadHappened() throws Exception {
      push("a", 1, 0);
      push("b", 10, 0);
      OperatorSnapshot checkpoint = operator.snapshot();
      push("a", 100, 0);

      operator = operator.restartFrom(checkpoint);
      push("a", 2, 0);
      push("b", 20, 0);
      operator.snapshot();

      assertThat(views()).containsExactly("a LIVE 3", "b LIVE 30");
    }

    @Test
    void shouldShareItsKeysOutAtAnotherParallelism() throws Exception {
      int keys = 200;
      for (int key = 0; key < keys; key++) {
        push("key-" + key, key % 100 + 1, 0);
      }
      OperatorSnapshot checkpoint = operator.snapshot();
      List<String> expected = views();

      List<String> shared = new ArrayList<>();
      for (int subtask = 0; subtask < 2; subtask++) {
        operator.close();
        operator = harness(TIMING).restore(checkpoint, 2, subtask);
        List<String> held = operator.keys("pages");
        assertThat(held).hasSizeBetween(keys / 4, keys * 3 / 4);
        for (String key : held) {
          push(key, -1, 1);
        }
        shared.addAll(views());
      }

      List<String> oneLess = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        oneLess.add("key-" + key + " LIVE " + key % 100);
      }
      assertThat(expected).hasSize(keys);
      assertThat(shared).containsExactlyInAnyOrderElementsOf(oneLess);
    }

    @Test
    void shouldLetRestoredKeysGoStaleWithoutNewInput() throws Exception {
      push("a", 1, 0);
      OperatorSnapshot checkpoint = operator.snapshot();

      operator = operator.restartFrom(checkpoint);
      pass(SILENT_MILLIS * 2);

      assertThat(views()).containsExactly("a STALE 1");
    }

    @Test
    void shouldWriteOnlyWhatChangedSinceTheLastCheckpoint() throws Exception {
      for (int key = 0; key < 5_000; key++) {
        push("key-" + key, 1, 0);
      }
      OperatorSnapshot first = operator.snapshot();
      push("key-7", 1, 0);
      OperatorSnapshot second = operator.snapshot();

      assertThat(operator.keyCount("pages")).isEqualTo(5_000);
      assertThat(second.writtenBytes()).isLessThan(first.writtenBytes() - 5_000);
    }
  }

  @Test
  void shouldForgetAKeyLongWithoutInputAndLeaveNoStateAndNoTimer() throws Exception {
    push("a", 1, 0);
    operator.snapshot();
    assertThat(operator.keyCount("pages")).isEqualTo(1);

    operator.watermark(FORGET_MILLIS + 1);
    operator.processingTime(CONFLATION_MILLIS * 3);
    operator.snapshot();

    assertThat(views()).containsExactly("a LIVE 1", "a deleted");
    assertThat(operator.keyCount("pages")).isZero();
    assertThat(operator.eventTimeTimers()).isZero();
    assertThat(operator.processingTimeTimers()).isZero();
  }

  /** Time as a running operator sees it: in small steps. */
  private void pass(long millis) throws Exception {
    long end = now + millis;
    while (now < end) {
      now = Math.min(end, now + 10);
      operator.processingTime(now);
    }
  }

  private void push(String key, int number, long receivedAtMicros) throws Exception {
    operator.push(TallyPart.Kind.input(key, number, receivedAtMicros));
  }

  private List<String> views() {
    return operator.outputs().stream()
        .map(
            view ->
                view.key
                    + " "
                    + (view.value == null
                        ? "deleted"
                        : new String(view.value, StandardCharsets.US_ASCII)))
        .toList();
  }
}
