package io.hedgerow.operators.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Margin in its operator, one statement a second: what is said, and when it is withdrawn. */
@Tag("NET-3")
class MarginPartKindTest {

  private static final String KEY = "SIM-BRAVO|main";
  private static final long T0 = 1_704_067_200_000_000L;
  private static final long CONFLATION_MILLIS = 90;
  private static final long STALE_SECONDS = 10;
  private static final long SILENT_MILLIS = 5_000;
  private static final ViewTiming TIMING =
      new ViewTiming(
          Duration.ofMillis(CONFLATION_MILLIS),
          Duration.ofSeconds(STALE_SECONDS),
          Duration.ofMillis(SILENT_MILLIS),
          Duration.ofHours(24));

  private OperatorHarness<String, KeyedRecord, OutputRecord> operator = open();
  private long nowMillis;
  private long offset;

  private static OperatorHarness<String, KeyedRecord, OutputRecord> open() {
    try {
      return OperatorHarness.operator(() -> new NetworkPartOperator<>(new MarginPartKind(), TIMING))
          .keyedBy(KeyedRecord::key, Types.STRING)
          .on(OperatorHarness.Backend.ROCKSDB)
          .open();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  @Test
  void shouldSayEachStatementWithinTheInterval() throws Exception {
    push(KEY, 1, 1);
    assertThat(views()).isEmpty();
    pass(CONFLATION_MILLIS + 10);
    push(KEY, 2, 2);
    pass(CONFLATION_MILLIS + 10);

    assertThat(views())
        .containsExactly(
            "SIM-BRAVO|main 2 LIVE v1 99901 ppm 1 position",
            "SIM-BRAVO|main 4 LIVE v2 99801 ppm 1 position");
  }

  @Test
  void shouldSayNothingForRepeatedAndLateStatements() throws Exception {
    push(KEY, 5, 5);
    pass(CONFLATION_MILLIS + 10);
    views();

    push(KEY, 5, 5);
    push(KEY, 4, 4);
    push(KEY, 3, 6);
    pass(CONFLATION_MILLIS * 5);

    assertThat(views()).isEmpty();
  }

  @Test
  @Tag("NET-7")
  void shouldWithdrawAnAccountThatFallsSilentWhileTicksAndOthersGoOn() throws Exception {
    push(KEY, 1, 0);
    push("SIM-ALPHA|main", 1, 0);
    for (long second = 1; second <= STALE_SECONDS; second++) {
      push("SIM-ALPHA|main", 1 + second, second);
      operator.watermark(millis(second));
      pass(200);
    }
    assertThat(views()).filteredOn(view -> view.startsWith(KEY)).hasSize(1);

    operator.watermark(millis(STALE_SECONDS) + 1);
    pass(200);

    assertThat(views()).containsExactly("SIM-BRAVO|main 3 STALE v1 no figures");
    push(KEY, 2, STALE_SECONDS + 1);
    assertThat(views())
        .as("it comes back at once")
        .containsExactly("SIM-BRAVO|main 26 LIVE v2 99801 ppm 1 position");
  }

  @Test
  @Tag("NET-7")
  void shouldWithdrawItByOurOwnClockWhenEverythingStops() throws Exception {
    push(KEY, 1, 0);
    operator.watermark(millis(0));
    pass(SILENT_MILLIS);
    assertThat(views()).hasSize(1);

    pass(300);

    assertThat(views()).containsExactly("SIM-BRAVO|main 3 STALE v1 no figures");
  }

  @Test
  @Tag("NET-7")
  void shouldStayWithdrawnWhileOnlyOldStatementsCome() throws Exception {
    push(KEY, 50, 50);
    operator.watermark(millis(61));
    pass(300);
    views();

    for (long second = 62; second < 90; second++) {
      push(KEY, second - 40, second, second - 40);
      operator.watermark(millis(second));
      pass(100);
    }

    assertThat(views()).isEmpty();
  }

  @Test
  @Tag("NET-7")
  void shouldNeverSayThatAStatementIsLiveWhichArrivesPastItsLimit() throws Exception {
    operator.watermark(millis(STALE_SECONDS + 1));
    push(KEY, 1, 0);
    pass(CONFLATION_MILLIS + 10);

    assertThat(views()).containsExactly("SIM-BRAVO|main 3 STALE v1 no figures");
  }

  @Test
  void shouldGoOnFromACheckpointWithTheSameViews() throws Exception {
    push(KEY, 1, 1);
    push(KEY, 2, 2);
    OperatorSnapshot checkpoint = operator.snapshot();
    views();
    long offsetThen = offset;
    push(KEY, 3, 3);
    pass(CONFLATION_MILLIS + 10);
    List<String> undisturbed = views();

    operator = operator.restartFrom(checkpoint);
    offset = offsetThen;
    push(KEY, 1, 1);
    push(KEY, 3, 3);
    operator.snapshot();

    assertThat(undisturbed).containsExactly("SIM-BRAVO|main 6 LIVE v3 99701 ppm 1 position");
    assertThat(views())
        .as("the repeated one counts for nothing")
        .containsExactly("SIM-BRAVO|main 8 LIVE v3 99701 ppm 1 position");
  }

  @Test
  void shouldForgetAnAccountLongGoneAndLeaveNoStateAndNoTimer() throws Exception {
    push(KEY, 1, 0);
    operator.snapshot();
    assertThat(operator.keyCount("pages")).isEqualTo(1);

    operator.watermark(millis(0) + Duration.ofHours(24).toMillis() + 1);
    pass(300);
    operator.snapshot();

    assertThat(operator.outputs().get(1).value).as("a tombstone").isNull();
    assertThat(operator.keyCount("pages")).isZero();
    assertThat(operator.eventTimeTimers()).isZero();
    assertThat(operator.processingTimeTimers()).isZero();
  }

  private void pass(long millis) throws Exception {
    long end = nowMillis + millis;
    while (nowMillis < end) {
      nowMillis = Math.min(end, nowMillis + 10);
      operator.processingTime(nowMillis);
    }
  }

  private static long millis(long second) {
    return T0 / 1_000 + second * 1_000;
  }

  private void push(String key, long version, long second) throws Exception {
    push(key, version, second, second);
  }

  private void push(String key, long version, long second, long venueSecond) throws Exception {
    VenueAccount statement =
        VenueAccount.newBuilder()
            .setVenue(key.substring(0, key.indexOf('|')))
            .setAccount("main")
            .setVenueClass(VenueClass.PROGRAMME)
            .setVersion(version)
            .setMarginAsset("USDT")
            .setEquityE8((1_000 + version) * E8.ONE)
            .setInitialMarginE8(200 * E8.ONE)
            .setMaintenanceMarginE8(100 * E8.ONE)
            .setBalances(List.of())
            .setPositions(
                List.of(new Position("BTC-PERP", -E8.ONE, E8.ONE, E8.ONE, 0L, E8.ONE, E8.ONE)))
            .setTransfers(List.of())
            .setFundingPayments(List.of())
            .setReceivedAtMicros(T0 + second * 1_000_000)
            .setVenueTimeMicros(T0 + venueSecond * 1_000_000)
            .setEventId(EventIds.of("VenueAccount", key, version))
            .build();
    operator.push(new KeyedRecord(key, RecordCodec.encode(statement), 0, ++offset));
  }

  /** {@code key version freshness vSTATEMENT ratio positions}. */
  private List<String> views() {
    return operator.outputs().stream().map(MarginPartKindTest::line).toList();
  }

  private static String line(OutputRecord output) {
    try {
      MarginView view = (MarginView) RecordCodec.decode(output.value);
      String figures =
          view.getMarginRatioPpm() == null
              ? "no figures"
              : view.getMarginRatioPpm() + " ppm " + view.getPositions().size() + " position";
      return output.key
          + " "
          + view.getVersion()
          + " "
          + view.getFreshness()
          + " v"
          + view.getStatementVersion()
          + " "
          + figures;
    } catch (UnreadableRecordException e) {
      throw new AssertionError("a view is no record: " + e.getMessage(), e);
    }
  }
}
