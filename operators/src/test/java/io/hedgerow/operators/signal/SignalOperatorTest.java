package io.hedgerow.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hedgerow.operators.risk.Policies;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.signal.SignalSettings;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import io.hedgerow.testkit.flink.TwoInputHarness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** BTC at two venues; 2,000 ppm apart is a signal, the cool-down is a minute. */
@Tag("SIG-1")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SignalOperatorTest {

  private static final long SECOND = 1_000_000L;
  private static final long T0 = 1_750_000_000L * SECOND;
  private static final String SPOT = "BTC-USDT";
  private static final String PERP = "BTC-USDT-PERP";

  /** Without reserves, from the first record on. */
  private static final RiskPolicy FIRST = policy(1, 0, 500);

  private static final TwoInputHarness.Builder<String, SignalInput, RiskPolicy, Signal> BUILDER =
      builder(SignalOperator.MAX_WAITING);

  private TwoInputHarness<String, SignalInput, RiskPolicy, Signal> operator;
  private long nextOffset;

  private static TwoInputHarness.Builder<String, SignalInput, RiskPolicy, Signal> builder(
      int maxWaiting) {
    return new TwoInputHarness.Builder<>(
        () -> new SignalOperator(settings(), maxWaiting),
        SignalInput::asset,
        Types.STRING,
        TypeInformation.of(Signal.class));
  }

  @BeforeEach
  void open() throws Exception {
    operator = BUILDER.open();
    operator.broadcast(FIRST);
  }

  @AfterEach
  void close() throws Exception {
    operator.close();
  }

  private void restore(OperatorSnapshot snapshot) throws Exception {
    operator.close();
    operator = BUILDER.restore(snapshot, 1, 0);
  }

  @Test
  void shouldFireOnceTheWatermarkHasPassed() throws Exception {
    operator.push(cheap(T0));
    operator.push(dear(T0));
    watermark(T0 - SECOND);
    assertThat(operator.outputs()).isEmpty();

    watermark(T0);
    assertThat(operator.outputs())
        .extracting(Signal::getSource, Signal::getCreatedAtMicros)
        .containsExactly(tuple(SignalSource.ALPHA, T0));
    assertThat(operator.eventTimeTimers()).isZero();
  }

  @Test
  void shouldAlmostFire() throws Exception {
    operator.push(cheap(T0));
    operator.push(book("B", T0, "1001", "1001.5"));
    watermark(T0 + 10 * SECOND);

    assertThat(operator.outputs()).isEmpty();
    assertThat(operator.eventTimeTimers()).isZero();
  }

  @Test
  @Tag("RISK-5")
  void shouldNotDependOnTheOrderOfArrivalNorOnTheStepsOfTheWatermark() throws Exception {
    List<SignalInput> inputs = manyMoments();
    List<Signal> inOrder = signalsOf(inputs, 20);
    assertThat(inOrder).hasSizeGreaterThan(3);

    for (int seed = 0; seed < 10; seed++) {
      List<SignalInput> shuffled = new ArrayList<>(inputs);
      Collections.shuffle(shuffled, new Random(seed));
      assertThat(signalsOf(shuffled, 1_000_000)).as("seed %s", seed).isEqualTo(inOrder);
    }
    assertThat(signalsOf(inputs, 7_777)).isEqualTo(inOrder);
  }

  @Test
  @Tag("IDEM-1")
  void shouldIgnoreWhatIsDeliveredTwice() throws Exception {
    List<SignalInput> inputs = manyMoments();
    List<SignalInput> twice = new ArrayList<>();
    inputs.forEach(input -> twice.addAll(List.of(input, input)));

    assertThat(signalsOf(twice, 20)).isEqualTo(signalsOf(inputs, 20));
  }

  @Test
  void shouldCoolDown() throws Exception {
    for (int second = 0; second <= 60; second++) {
      operator.push(cheap(T0 + second * SECOND));
      operator.push(dear(T0 + second * SECOND));
    }
    watermark(T0 + 61 * SECOND);

    assertThat(operator.outputs())
        .extracting(Signal::getCreatedAtMicros)
        .containsExactly(T0, T0 + 60 * SECOND);
  }

  @Test
  @Tag("NET-7")
  void shouldLeaveOutWhatIsTooLateButNotThatABookIsUnusable() throws Exception {
    watermark(T0);
    operator.push(cheap(T0 - 2 * SECOND));
    operator.push(dear(T0 + SECOND));
    watermark(T0 + SECOND);
    assertThat(operator.outputs()).isEmpty();

    operator.push(cheap(T0 + 500_000));
    watermark(T0 + 2 * SECOND);
    assertThat(operator.outputs()).hasSize(1);

    DepthView gone =
        DepthView.newBuilder(bookView("A", nextOffset + 1, T0, "999.5", "1000"))
            .setValidity(BookValidity.STALE)
            .setReason(BookReason.NO_INPUT)
            .build();
    operator.push(input(gone, T0 - 100 * SECOND, true));
    watermark(T0 + 3 * SECOND);
    for (int second = 62; second < 70; second++) {
      operator.push(dear(T0 + second * SECOND));
    }
    watermark(T0 + 100 * SECOND);
    assertThat(operator.outputs()).isEmpty();
    assertThat(operator.eventTimeTimers()).isZero();
  }

  @Test
  void shouldLookAtTheFundingOnScheduleAndStopWhenNoRateIsKnown() throws Exception {
    operator.push(funding("A", T0, "0.0008"));
    operator.push(funding("B", T0, "0.00005"));
    long due = (T0 / (300 * SECOND) + 1) * 300 * SECOND;
    operator.push(perpetual("A", due));
    operator.push(perpetual("B", due));
    watermark(due + SECOND);

    assertThat(operator.outputs())
        .extracting(Signal::getSource, Signal::getCreatedAtMicros)
        .containsExactly(tuple(SignalSource.FUNDING, due));
    assertThat(operator.eventTimeTimers()).isEqualTo(1);

    watermark(T0 + 3_600 * SECOND);
    assertThat(operator.outputs()).isEmpty();
    assertThat(operator.eventTimeTimers()).isZero();
  }

  @Test
  @Tag("RISK-5")
  void shouldGoOnFromACheckpoint() throws Exception {
    operator.push(cheap(T0));
    watermark(T0);
    operator.push(dear(T0 + SECOND));
    OperatorSnapshot snapshot = operator.snapshot();
    watermark(T0 + SECOND);
    List<Signal> first = operator.outputs();
    assertThat(first).hasSize(1);

    restore(snapshot);
    watermark(T0 + SECOND);
    assertThat(operator.outputs()).isEqualTo(first);
    assertThat(operator.keyCount("assets")).isEqualTo(1);
  }

  @Test
  @Tag("NET-7")
  void shouldRefuseAndCountWhatHasNoRoomToWait() throws Exception {
    operator.close();
    operator = builder(2).open();
    operator.broadcast(FIRST);
    operator.push(cheap(T0));
    operator.push(dear(T0));
    operator.push(dear(T0 + 1));
    assertThat(operator.counter("refused")).isEqualTo(1);

    DepthView gone =
        DepthView.newBuilder(bookView("A", T0 + 2, T0, "999.5", "1000"))
            .setValidity(BookValidity.STALE)
            .setReason(BookReason.NO_INPUT)
            .build();
    operator.push(input(gone, T0, true));
    operator.push(input(gone, T0, true));
    operator.push(input(gone, T0, true));
    assertThat(operator.counter("refused")).as("what always counts has room again").isEqualTo(2);

    watermark(T0);
    assertThat(operator.outputs()).hasSize(1);
    assertThat(operator.counter("applied")).isEqualTo(3);
    operator.push(cheap(T0 + 10 * SECOND));
    operator.push(dear(T0 + 10 * SECOND));
    assertThat(operator.counter("refused")).as("there is room again").isEqualTo(2);
  }

  @Nested
  class UnderAPolicy {

    @Test
    void shouldKnowAndCountButNotSignalWithoutOne() throws Exception {
      operator.close();
      operator = BUILDER.open();
      operator.push(cheap(T0));
      operator.push(dear(T0));
      watermark(T0);
      assertThat(operator.outputs()).isEmpty();
      assertThat(operator.counter("withoutPolicy")).isEqualTo(2);
      assertThat(operator.counter("applied")).isEqualTo(2);

      operator.broadcast(FIRST);
      operator.push(dear(T0 + SECOND));
      watermark(T0 + SECOND);
      assertThat(operator.outputs()).extracting(Signal::getPolicyVersion).containsExactly(1L);
      assertThat(operator.counter("withoutPolicy")).isEqualTo(2);
    }

    @Test
    void shouldChangeTheThresholdFromThatVeryMomentOn() throws Exception {
      long change = T0 + 100 * SECOND;
      RiskPolicy stricter = policy(2, change, 5_000);
      List<SignalInput> last = List.of(cheap(change - 1), dear(change - 1));
      List<SignalInput> first = List.of(cheap(change), dear(change));

      assertThat(signalsOf(last, 10, List.of(FIRST, stricter), List.of()))
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(change - 1, 1L));
      assertThat(signalsOf(first, 10, List.of(FIRST, stricter), List.of())).isEmpty();

      RiskPolicy none = policy(1, 0, 5_000);
      RiskPolicy looser = policy(2, change, 500);
      assertThat(signalsOf(last, 10, List.of(none, looser), List.of())).isEmpty();
      assertThat(signalsOf(first, 10, List.of(none, looser), List.of()))
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(change, 2L));
    }

    @Test
    @Tag("RISK-5")
    void shouldNotDependOnWhenThePolicyCame() throws Exception {
      List<SignalInput> inputs = manyMoments();
      RiskPolicy second = policy(2, T0 + 200 * SECOND, 5_000);
      RiskPolicy third = policy(3, T0 + 400 * SECOND, 400);
      List<Signal> expected = signalsOf(inputs, 20, List.of(FIRST, second, third), List.of());
      assertThat(expected)
          .extracting(Signal::getPolicyVersion)
          .contains(1L, 3L)
          .doesNotContain(2L)
          .isSorted();

      for (int seed = 0; seed < 5; seed++) {
        List<SignalInput> shuffled = new ArrayList<>(inputs);
        Collections.shuffle(shuffled, new Random(seed));
        assertThat(signalsOf(shuffled, 1_000_000, List.of(FIRST), List.of(second, third)))
            .isEqualTo(expected);
      }
    }

    @Test
    void shouldCloseByAnInvalidOneUntilANewerValidOneTakesEffect() throws Exception {
      RiskPolicy invalid = Policies.live(2, T0 + 10 * SECOND, Map.of("alpha.max-slippage", 3_001L));
      operator.broadcast(invalid);
      operator.broadcast(policy(1, T0 + 20 * SECOND, 500));
      operator.broadcast(
          Policies.of(PolicyMode.SHADOW, 9, T0 + 20 * SECOND, Map.of("alpha.min-edge", 500L)));
      operator.broadcast(policy(3, T0 + 200 * SECOND, 500));
      for (int second = 0; second <= 260; second += 10) {
        operator.push(cheap(T0 + second * SECOND));
        operator.push(dear(T0 + second * SECOND));
      }
      watermark(T0 + 300 * SECOND);

      assertThat(operator.outputs())
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(
              tuple(T0, 1L), tuple(T0 + 200 * SECOND, 3L), tuple(T0 + 260 * SECOND, 3L));
      assertThat(operator.counter("refusedPolicies")).isEqualTo(1);
      assertThat(operator.counter("withoutPolicy")).isEqualTo(2 * 19);
    }

    @Test
    @Tag("RISK-5")
    void shouldKeepWhatIsInForceAndWhatIsToComeOverARestart() throws Exception {
      operator.broadcast(Policies.live(2, T0 + 100 * SECOND, Map.of("alpha.min-edge", 0L)));
      operator.broadcast(policy(3, T0 + 200 * SECOND, 500));
      watermark(T0 - SECOND);
      restore(operator.snapshot());
      operator.broadcast(policy(3, T0, 5_000)); // what is read again changes nothing
      for (long second : new long[] {0, 100, 199, 200}) {
        operator.push(cheap(T0 + second * SECOND));
        operator.push(dear(T0 + second * SECOND));
      }
      watermark(T0 + 300 * SECOND);

      assertThat(operator.outputs())
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(T0, 1L), tuple(T0 + 200 * SECOND, 3L));
    }

    /** The rates were known before; nothing else comes that would wake the asset. */
    @Test
    void shouldLookAtTheFundingWhenThePolicySaysSo() throws Exception {
      long change = T0 + 10 * SECOND;
      long due = (change / (7 * SECOND) + 1) * 7 * SECOND;
      operator.push(funding("A", T0, "0.0008"));
      operator.push(funding("B", T0, "0.00005"));
      operator.push(perpetual("A", due - SECOND));
      operator.push(perpetual("B", due - SECOND));
      watermark(T0);
      operator.broadcast(
          Policies.live(2, change, Map.of("funding-carry.every", 7L, "funding-carry.reserve", 0L)));
      watermark(due - SECOND);
      assertThat(operator.outputs()).isEmpty();
      watermark(due);

      assertThat(operator.outputs())
          .extracting(Signal::getSource, Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(SignalSource.FUNDING, due, 2L));
    }
  }

  /** Ten minutes in which B is now and then 2,000 ppm above A. */
  private List<SignalInput> manyMoments() {
    List<SignalInput> inputs = new ArrayList<>();
    Random random = new Random(5);
    for (int second = 0; second < 600; second++) {
      long at = T0 + second * SECOND + random.nextInt(1_000_000);
      inputs.add(cheap(at));
      inputs.add(random.nextInt(3) == 0 ? dear(at) : book("B", at, "999.5", "1000"));
    }
    return inputs;
  }

  private static List<Signal> signalsOf(List<SignalInput> inputs, int every) throws Exception {
    return signalsOf(inputs, every, List.of(FIRST), List.of());
  }

  /** Policies that come before all inputs, and some that come after them. */
  private static List<Signal> signalsOf(
      List<SignalInput> inputs, int every, List<RiskPolicy> before, List<RiskPolicy> after)
      throws Exception {
    try (TwoInputHarness<String, SignalInput, RiskPolicy, Signal> harness = BUILDER.open()) {
      for (RiskPolicy policy : before) {
        harness.broadcast(policy);
      }
      int count = 0;
      long latest = Long.MIN_VALUE;
      for (SignalInput input : inputs) {
        harness.push(input);
        latest = Math.max(latest, input.atMicros());
        if (++count % every == 0) {
          harness.watermark(Math.floorDiv(latest, 1_000) - 1);
        }
      }
      for (RiskPolicy policy : after) {
        harness.broadcast(policy);
      }
      harness.watermark(Math.floorDiv(latest, 1_000) + 1);
      return harness.outputs();
    }
  }

  private void watermark(long micros) throws Exception {
    operator.watermark(micros / 1_000);
  }

  private SignalInput cheap(long atMicros) {
    return book("A", atMicros, "999.5", "1000");
  }

  private SignalInput dear(long atMicros) {
    return book("B", atMicros, "1002", "1002.5");
  }

  private SignalInput book(String venue, long atMicros, String bid, String ask) {
    DepthView view = bookView(venue, atMicros, atMicros, bid, ask);
    return input(view, atMicros, false);
  }

  private SignalInput perpetual(String venue, long atMicros) {
    DepthView view =
        DepthView.newBuilder(bookView(venue, atMicros, atMicros, "999.99", "1000.01"))
            .setInstrument(PERP)
            .build();
    return input(view, atMicros, false);
  }

  private SignalInput input(SpecificRecord record, long atMicros, boolean always) {
    Topic topic = record instanceof DepthView ? Topic.STATE_DEPTH : Topic.STATE_FUNDING;
    return new SignalInput(
        "BTC", atMicros, always, topic, 0, nextOffset++, RecordCodec.encode(record));
  }

  static DepthView bookView(String venue, long version, long atMicros, String bid, String ask) {
    return DepthView.newBuilder()
        .setVenue(venue)
        .setInstrument(SPOT)
        .setVersion(version)
        .setValidity(BookValidity.LIVE)
        .setReason(BookReason.NONE)
        .setSequence(version)
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setReferencePriceE8((E8.parse(bid) + E8.parse(ask)) / 2)
        .setBoundPpm(3_000)
        .setBestBidPriceE8(E8.parse(bid))
        .setBestBidQuantityE8(10 * E8.ONE)
        .setBestAskPriceE8(E8.parse(ask))
        .setBestAskQuantityE8(10 * E8.ONE)
        .setBidsComplete(true)
        .setAsksComplete(true)
        .setBids(List.of(level(bid)))
        .setAsks(List.of(level(ask)))
        .setEventId(EventIds.of("DepthView", venue, version))
        .build();
  }

  private static DepthLevel level(String price) {
    long priceE8 = E8.parse(price);
    return new DepthLevel(priceE8, 10 * E8.ONE, 10 * priceE8, priceE8);
  }

  private SignalInput funding(String venue, long atMicros, String rate) {
    long hours = venue.equals("A") ? 8 : 1;
    FundingView view =
        FundingView.newBuilder()
            .setVenue(venue)
            .setInstrument(PERP)
            .setAsset("BTC")
            .setVersion(2)
            .setFreshness(Freshness.LIVE)
            .setRateE8(E8.parse(rate))
            .setNextFundingTimeMicros(-1)
            .setIntervalMicros(hours * 3_600 * SECOND)
            .setIntervalStatus(IntervalStatus.OBSERVED)
            .setMinimumRateE8(0)
            .setMaximumRateE8(0)
            .setRangeCount(0)
            .setReceivedAtMicros(atMicros)
            .setVenueTimeMicros(-1)
            .setEventId(EventIds.of("FundingView", venue, 2))
            .build();
    return input(view, atMicros, false);
  }

  private static SignalSettings settings() {
    return new SignalSettings(
        0,
        16,
        List.of(new SignalSettings.Venue("A", 400), new SignalSettings.Venue("B", 400)),
        List.of(new SignalSettings.Inverse("B", "USDC")),
        List.of(new SignalSettings.Asset("BTC", List.of())),
        List.of(new SignalSettings.Quote("USDT", 1_000_000, 10, 100, 1_000_000)),
        List.of());
  }

  private static RiskPolicy policy(long version, long effectiveMicros, long minEdgePpm) {
    return Policies.live(
        version,
        effectiveMicros,
        Map.of("alpha.min-edge", minEdgePpm, "alpha.reserve", 0L, "funding-carry.reserve", 0L));
  }
}
