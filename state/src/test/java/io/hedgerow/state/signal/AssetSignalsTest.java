package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.SignalSamples.A;
import static io.hedgerow.state.signal.SignalSamples.B;
import static io.hedgerow.state.signal.SignalSamples.HOUR;
import static io.hedgerow.state.signal.SignalSamples.SECOND;
import static io.hedgerow.state.signal.SignalSamples.T0;
import static io.hedgerow.state.signal.SignalSamples.account;
import static io.hedgerow.state.signal.SignalSamples.book;
import static io.hedgerow.state.signal.SignalSamples.evm;
import static io.hedgerow.state.signal.SignalSamples.marginTrigger;
import static io.hedgerow.state.signal.SignalSamples.policies;
import static io.hedgerow.state.signal.SignalSamples.policy;
import static io.hedgerow.state.signal.SignalSamples.policyRecord;
import static io.hedgerow.state.signal.SignalSamples.position;
import static io.hedgerow.state.signal.SignalSamples.price;
import static io.hedgerow.state.signal.SignalSamples.rate;
import static io.hedgerow.state.signal.SignalSamples.settings;
import static io.hedgerow.state.signal.SignalSamples.stale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("SIG-1")
class AssetSignalsTest {

  private static final String SPOT = "BTC-USDT";
  private static final String PERP = "BTC-USDT-PERP";

  private static final String CHARLIE = "SIM-CHARLIE";

  private final List<Signal> out = new ArrayList<>();
  private final List<NoSignal> none = new ArrayList<>();
  private final SignalOutput sink =
      new SignalOutput() {
        @Override
        public void accept(Signal signal) {
          out.add(signal);
        }

        @Override
        public void none(NoSignal why) {
          none.add(why);
        }
      };
  private AssetSignals asset = AssetSignals.empty("BTC", settings());
  private LivePolicies policies = policies();

  @Nested
  class Alpha {

    @Test
    @Tag("SIG-2")
    void shouldSayEverythingThatASignalMustSay() {
      apply(T0, book(A, SPOT, 1, T0, "999.5", "1000"));
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));

      assertThat(out).hasSize(1);
      Signal signal = out.get(0);
      assertThat(signal.getSource()).isEqualTo(SignalSource.ALPHA);
      assertThat(signal.getPurpose()).isEqualTo(SignalPurpose.OPEN);
      assertThat(signal.getDirection()).isEqualTo(Direction.LONG_FIRST);
      assertThat(legs(signal)).isEqualTo("SIM-ALPHA|BTC-USDT>SIM-BRAVO|BTC-USDT");
      assertThat(signal.getQuoteAsset()).isEqualTo("USDT");
      assertThat(signal.getNotionalE8()).isEqualTo(10_000 * E8.ONE);
      assertThat(signal.getMaxSlippagePpm()).isEqualTo(3_000);
      assertThat(signal.getTimeoutMicros()).isEqualTo(2 * SECOND);
      assertThat(signal.getRouteClass()).isEqualTo(RouteClass.NONE);
      assertThat(signal.getExpectedEdgePpm()).isEqualTo(1_199);
      assertThat(signal.getPolicyVersion()).isEqualTo(7);
      assertThat(signal.getCreatedAtMicros()).isEqualTo(T0);
      assertThat(signal.getSignalId()).hasSize(32).isNotEqualTo(signal.getEventId());
    }

    @Test
    void shouldNotSignalJustBelowTheLeastEdge() {
      policies = policies(Map.of("alpha.min-edge", 1_200L));
      apply(T0, book(A, SPOT, 1, T0, "999.5", "1000"));
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));

      assertThat(out).isEmpty();
    }

    @Test
    @Tag("NET-7")
    void shouldNotBelieveABookThatSellsBelowItsBestPrice() {
      DepthView absurd = book(A, SPOT, 1, T0, "999.5", "1000");
      absurd.setAsks(
          List.of(new DepthLevel(E8.parse("1000"), 10 * E8.ONE, 9_000 * E8.ONE, E8.parse("900"))));
      apply(T0, absurd);
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));

      assertThat(out).isEmpty();
    }

    @Test
    void shouldPayThePerpetualsFeesTwiceAndTheWayOut() {
      apply(T0, book(A, PERP, 1, T0, "999.5", "1000"));
      apply(T0, book(B, PERP, 1, T0, "1002", "1002.5"));
      assertThat(out).isEmpty(); // 398 ppm after fees, and 501 ppm to close it again

      apply(T0, book(B, PERP, 2, T0, "1003", "1003.5"));
      assertThat(out).extracting(Signal::getExpectedEdgePpm).containsExactly(896L);
    }

    /** Perpetuals in USDC are inverse at B, and linear at A. */
    @Test
    void shouldNotCompareAnInversePerpetualWithALinearOne() {
      apply(T0, book(A, "BTC-USDC-PERP", 1, T0, "999.5", "1000"));
      apply(T0, book(B, "BTC-USDC-PERP", 1, T0, "1003", "1003.5"));
      assertThat(out).isEmpty();

      apply(T0, book(A, "BTC-USDC", 1, T0, "999.5", "1000"));
      apply(T0, book(B, "BTC-USDC", 1, T0, "1003", "1003.5"));
      assertThat(out).extracting(Signal::getFirstInstrument).containsExactly("BTC-USDC");
    }

    @Test
    void shouldSignalOnceForOneOpportunityAndAgainAfterTheCoolDown() {
      for (int i = 0; i <= 60; i++) {
        long at = T0 + i * SECOND;
        apply(at, book(A, SPOT, 2 * i + 1, at, "999.5", "1000"));
        apply(at, book(B, SPOT, 2 * i + 1, at, "1002", "1002.5"));
      }

      assertThat(out).extracting(Signal::getCreatedAtMicros).containsExactly(T0, T0 + 60 * SECOND);
      assertThat(out).extracting(Signal::getSignalId).doesNotHaveDuplicates();
    }

    @Test
    void shouldIgnoreDuplicatesAndOlderVersions() {
      apply(T0, book(A, SPOT, 5, T0, "999.5", "1000"));

      assertThat(asset.apply(book(A, SPOT, 5, T0, "999.5", "1000"), T0, policies, sink)).isFalse();
      assertThat(asset.apply(book(A, SPOT, 4, T0, "1", "2"), T0, policies, sink)).isFalse();
    }

    @Test
    @Tag("NET-7")
    void shouldNotSignalFromWhatIsStaleOldOrUnknown() {
      apply(T0, stale(book(A, SPOT, 1, T0, "999.5", "1000")));
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));
      apply(T0, book("NOBODY", SPOT, 1, T0, "900", "901"));
      apply(T0, book(A, "BTC-EUR", 1, T0, "900", "901"));
      apply(T0 + 3 * SECOND, book(A, SPOT, 9, T0 + 3 * SECOND, "999.5", "1000"));

      assertThat(out).isEmpty();
    }

    @Test
    @Tag("SETTLE-1")
    void shouldNotSignalWhatCannotBeMoved() {
      asset = AssetSignals.empty("PAXG", settings());
      apply(T0, book(A, "PAXG-USDT", 1, T0, "999.5", "1000"));
      apply(T0, book(B, "PAXG-USDT", 1, T0, "1002", "1002.5"));
      assertThat(out).isEmpty();

      apply(T0, price("ETH", T0, "3000"));
      apply(T0, evm("ETHEREUM", T0, "10", 36, 60));
      apply(T0, book(B, "PAXG-USDT", 2, T0, "1002", "1002.5"));
      assertThat(out).extracting(Signal::getRouteClass).containsExactly(RouteClass.EVM_L1);
      // 1.95 of 10,000 is 195 ppm
      assertThat(out.get(0).getExpectedEdgePpm()).isEqualTo(1_199 - 195);
    }

    @Test
    @Tag("RISK-5")
    void shouldGoOnFromItsPageAsIfNothingHadHappened() {
      apply(T0, book(A, SPOT, 1, T0, "999.5", "1000"));
      apply(T0, rate(A, PERP, 1, T0, "0.0001", 8));
      asset = AssetSignals.read(asset.write(), settings());
      assertThat(asset.nextDueMicros(policies)).isNotEqualTo(AssetSignals.NEVER);
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));
      asset = AssetSignals.read(asset.write(), settings());
      apply(T0 + 1, book(B, SPOT, 2, T0 + 1, "1002", "1002.5"));

      assertThat(out).hasSize(1);
    }

    @Test
    void shouldHoldNoMoreThanItsBound() {
      for (int i = 0; i < 40; i++) {
        apply(T0, rate("V" + i, PERP, 1, T0, "0.0001", 8));
      }
      assertThat(asset.size()).isEqualTo(16);

      long later = T0 + 2 * HOUR;
      apply(later, rate("LATER", PERP, 1, later, "0.0001", 8));
      assertThat(asset.size()).isEqualTo(1);
    }

    @Test
    void shouldHoldNoBookThatIsNeverTraded() {
      apply(T0, book("NOBODY", SPOT, 1, T0, "999.5", "1000"));
      apply(T0, book(A, "BTC-EUR", 1, T0, "999.5", "1000"));

      assertThat(asset.size()).isZero();
    }

    @Test
    @Tag("NET-7")
    void shouldBelieveANewNumberingOnceItIsClearlyLater() {
      apply(T0, book(A, SPOT, 1_000, T0, "999.5", "1000"));
      long soon = T0 + 9 * SECOND;
      long later = T0 + 10 * SECOND;

      assertThat(asset.apply(book(A, SPOT, 1, soon, "1", "2"), soon, policies, sink)).isFalse();
      assertThat(asset.apply(book(A, SPOT, 2, later, "999.5", "1000"), later, policies, sink))
          .isTrue();
    }
  }

  @Nested
  class Funding {

    /** Next multiple of five minutes. */
    private static final long DUE = (T0 / (300 * SECOND) + 1) * 300 * SECOND;

    @Test
    void shouldCompareTheCarryPerHourByTheObservedInterval() {
      // 800 ppm in eight hours are 100 an hour, 50 ppm in one are 50: 50 ppm an hour for 72 hours
      perpetuals("0.0008", 8, "0.00005", 1);
      asset.advanceTo(DUE, policies, sink);

      assertThat(out).hasSize(1);
      Signal signal = out.get(0);
      assertThat(signal.getSource()).isEqualTo(SignalSource.FUNDING);
      assertThat(legs(signal)).isEqualTo("SIM-BRAVO|BTC-USDT-PERP>SIM-ALPHA|BTC-USDT-PERP");
      // 3,600 less fees of 1,600 and twice 2 × 10 ppm to the middle of the books, rounded up
      assertThat(signal.getExpectedEdgePpm()).isBetween(1_950L, 1_960L);
      assertThat(signal.getCreatedAtMicros()).isEqualTo(DUE);
      assertThat(signal.getRouteClass()).isEqualTo(RouteClass.NONE);
    }

    @Test
    void shouldNotSignalWhatTheCostsTake() {
      perpetuals("0.0008", 8, "0.00008", 1);
      asset.advanceTo(DUE, policies, sink);

      assertThat(out).isEmpty();
    }

    @Test
    void shouldTakeSpotAsTheLongLegOnly() {
      apply(T0, rate(A, PERP, 1, T0, "0.0008", 8));
      apply(DUE, book(A, PERP, 1, DUE, "999.99", "1000.01"));
      apply(DUE, book(B, SPOT, 1, DUE, "999.99", "1000.01"));
      asset.advanceTo(DUE, policies, sink);

      assertThat(out)
          .extracting(AssetSignalsTest::legs)
          .containsExactly("SIM-BRAVO|BTC-USDT>SIM-ALPHA|BTC-USDT-PERP");
    }

    @Test
    void shouldNotShortSpotHoweverNegativeTheRate() {
      apply(T0, rate(A, PERP, 1, T0, "-0.008", 8));
      apply(DUE, book(A, PERP, 1, DUE, "999.99", "1000.01"));
      apply(DUE, book(B, SPOT, 1, DUE, "999.99", "1000.01"));
      asset.advanceTo(DUE, policies, sink);

      assertThat(out).isEmpty();
    }

    @Test
    @Tag("NET-7")
    void shouldNotRelyOnAnIntervalThatWasNotSeen() {
      for (IntervalStatus status :
          List.of(IntervalStatus.DECLARED, IntervalStatus.CHANGED, IntervalStatus.UNKNOWN)) {
        asset = AssetSignals.empty("BTC", settings());
        FundingView unsure =
            FundingView.newBuilder(rate(A, PERP, 1, T0, "0.008", 8))
                .setIntervalStatus(status)
                .build();
        apply(T0, unsure);
        apply(T0, rate(B, PERP, 1, T0, "0.0001", 8));
        apply(DUE, book(A, PERP, 1, DUE, "999.99", "1000.01"));
        apply(DUE, book(B, PERP, 1, DUE, "999.99", "1000.01"));
        asset.advanceTo(DUE, policies, sink);
      }

      assertThat(out).isEmpty();
    }

    @Test
    void shouldBeDueOnlyWhileARateIsKnown() {
      assertThat(asset.nextDueMicros(policies)).isEqualTo(AssetSignals.NEVER);
      apply(T0, rate(A, PERP, 1, T0, "0.0001", 8));
      assertThat(asset.nextDueMicros(policies)).isEqualTo(DUE);
      asset.advanceTo(Long.MAX_VALUE, policies, sink);
      assertThat(asset.nextDueMicros(policies)).isEqualTo(AssetSignals.NEVER);
    }

    @Test
    void shouldNotPairAnInversePerpetualWithALinearOne() {
      for (String venue : List.of(A, B)) {
        apply(T0, rate(venue, "BTC-USDC-PERP", 1, T0, venue.equals(A) ? "0.008" : "0.0001", 8));
        apply(DUE, book(venue, "BTC-USDC-PERP", 1, DUE, "999.99", "1000.01"));
      }
      asset.advanceTo(DUE, policies, sink);

      assertThat(out).isEmpty();
    }

    private void perpetuals(String rateA, long hoursA, String rateB, long hoursB) {
      apply(T0, rate(A, PERP, 1, T0, rateA, hoursA));
      apply(T0, rate(B, PERP, 1, T0, rateB, hoursB));
      apply(DUE, book(A, PERP, 1, DUE, "999.99", "1000.01"));
      apply(DUE, book(B, PERP, 1, DUE, "999.99", "1000.01"));
    }
  }

  @Nested
  @Tag("MON-7")
  class Reduce {

    private final Position longPosition = position(PERP, 8, 1_000);
    private final Position shortPosition = position(PERP, -20, 1_000);

    @BeforeEach
    void hearLongEnough() {
      heardBefore();
    }

    @Test
    void shouldAskForAShareOfBothLegsWhenTheBufferIsShort() {
      apply(T0, account(B, 1, T0, 9_000, 1_000, shortPosition));
      apply(T0, account(A, 1, T0, 1_299, 1_000, longPosition));

      assertThat(out).hasSize(1);
      Signal signal = out.get(0);
      assertThat(signal.getSource()).isEqualTo(SignalSource.RISK);
      assertThat(signal.getPurpose()).isEqualTo(SignalPurpose.REDUCE);
      assertThat(signal.getDirection()).isEqualTo(Direction.SHORT_FIRST);
      assertThat(legs(signal)).isEqualTo("SIM-ALPHA|BTC-USDT-PERP>SIM-BRAVO|BTC-USDT-PERP");
      assertThat(signal.getNotionalE8()).isEqualTo(2_000 * E8.ONE);
      assertThat(signal.getExpectedEdgePpm()).isZero();
    }

    @Test
    void shouldNotAskWhileTheBufferIsJustEnough() {
      apply(T0, account(A, 1, T0, 1_300, 1_000, longPosition));

      assertThat(out).isEmpty();
    }

    @Test
    void shouldAskOnceUntilTheAccountHasRecovered() {
      apply(T0, account(A, 1, T0, 1_100, 1_000, longPosition));
      apply(T0 + SECOND, account(A, 2, T0 + SECOND, 1_100, 1_000, longPosition));
      apply(T0 + 2 * SECOND, account(A, 3, T0 + 2 * SECOND, 1_400, 1_000, longPosition));
      apply(T0 + 20 * SECOND, account(A, 4, T0 + 20 * SECOND, 1_100, 1_000, longPosition));

      assertThat(out).extracting(Signal::getCreatedAtMicros).containsExactly(T0, T0 + 20 * SECOND);
      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("", "");
      assertThat(out).extracting(Signal::getSignalId).doesNotHaveDuplicates();
    }

    @Test
    @Tag("IDEM-1")
    void shouldAskForTheSameAgainWhateverTheMomentAtWhichItComes() {
      apply(T0, account(A, 1, T0, 1_100, 1_000, longPosition));
      asset = AssetSignals.empty("BTC", settings());
      heardBefore();
      heard(59, 59);
      apply(T0 + 59 * SECOND, account(A, 1, T0, 1_100, 1_000, longPosition));

      assertThat(out).hasSize(2);
      assertThat(out.get(1)).isEqualTo(out.get(0));
    }

    @Test
    void shouldAskOnceForThePairOfOneAccount() {
      Position spot = position(SPOT, -8, 1_000);
      apply(T0, account(A, 1, T0, 1_100, 1_000, longPosition, spot));

      assertThat(out).hasSize(1);
      assertThat(legs(out.get(0))).isEqualTo("SIM-ALPHA|BTC-USDT-PERP>SIM-ALPHA|BTC-USDT");
    }

    @Test
    void shouldAskWhenATriggerWarns() {
      apply(T0, account(A, 1, T0, 5_000, 1_000, longPosition));
      apply(T0, marginTrigger(TriggerStatus.WARNED, A + "|main", T0));

      assertThat(out).extracting(Signal::getPurpose).containsExactly(SignalPurpose.REDUCE);
      assertThat(out.get(0).getText()).contains("the buffer is small");
    }

    @Test
    @Tag("NET-7")
    void shouldNotActOnAClearedAnOldOrAForeignTrigger() {
      apply(T0, account(A, 1, T0, 5_000, 1_000, longPosition));
      apply(T0, marginTrigger(TriggerStatus.CLEARED, A + "|main", T0));
      apply(T0, marginTrigger(TriggerStatus.RAISED, A + "|main", T0 - 121 * SECOND));
      apply(T0, marginTrigger(TriggerStatus.RAISED, B + "|main", T0));
      apply(T0 + 121 * SECOND, marginTrigger(TriggerStatus.RAISED, A + "|main", T0 + SECOND));

      assertThat(out).isEmpty();
    }
  }

  @Nested
  @Tag("MON-7")
  class Triggers {

    private final Position held = position(PERP, 8, 1_000);

    @BeforeEach
    void hearLongEnough() {
      heardBefore();
    }

    @Test
    void shouldActWithTheNextStatementOfTheAccount() {
      apply(T0, account(A, 1, T0 - 121 * SECOND, 5_000, 1_000, held));
      apply(T0, marginTrigger(TriggerStatus.WARNED, A + "|main", T0));
      assertThat(out).isEmpty();
      asset = AssetSignals.read(asset.write(), settings());

      heard(60, 60);
      for (int second = 61; second < 121; second++) {
        long at = T0 + second * SECOND;
        apply(at, account(A, second, at, 1_100, 1_000, held));
      }
      assertThat(out)
          .as("of the statement, and silent for the cool-down from there on")
          .extracting(Signal::getCreatedAtMicros, Signal::getPurpose)
          .containsExactly(tuple(T0 + 61 * SECOND, SignalPurpose.REDUCE));
      assertThat(out.get(0).getText()).contains("the buffer is small");
    }

    /** A statement may be known before the trigger that is a little newer. */
    @Test
    void shouldActAsOfTheTriggerIfThatIsNewerThanTheStatement() {
      long raisedAt = T0 + SECOND;
      apply(raisedAt, marginTrigger(TriggerStatus.RAISED, A + "|main", raisedAt));
      apply(raisedAt, account(A, 1, T0, 5_000, 1_000, held));

      assertThat(out).extracting(Signal::getCreatedAtMicros).containsExactly(raisedAt);
    }

    @Test
    void shouldForgetATriggerThatIsTooOldOrCleared() {
      apply(T0, marginTrigger(TriggerStatus.RAISED, A + "|main", T0));
      heard(60, 120);
      long later = T0 + 121 * SECOND;
      apply(later, account(A, 1, later, 5_000, 1_000, held));
      apply(later, marginTrigger(TriggerStatus.RAISED, B + "|main", later));
      apply(later, marginTrigger(TriggerStatus.CLEARED, B + "|main", later));
      apply(later + 1, account(B, 1, later + 1, 5_000, 1_000, held));

      assertThat(out).isEmpty();
    }

    @Test
    void shouldRememberNoMoreThanItsBound() {
      for (int i = 0; i < 40; i++) {
        apply(T0, marginTrigger(TriggerStatus.RAISED, "V" + i + "|main", T0));
      }

      assertThat(asset.size()).isEqualTo(16);
      assertThat(none).hasSize(24).containsOnly(NoSignal.CROWDED);
    }

    @Test
    void shouldNotRememberATriggerOfAnAccountThatHoldsNothingOfTheAsset() {
      apply(T0, marginTrigger(TriggerStatus.RAISED, A + "|main", T0));
      apply(T0, account(A, 1, T0, 5_000, 1_000, position("ETH-USDT-PERP", 8, 1_000)));

      assertThat(asset.size()).isZero();
    }

    @Test
    void shouldNotSwallowARaisedTriggerBehindAWarning() {
      apply(T0, account(A, 1, T0, 5_000, 1_000, held));
      apply(T0, marginTrigger(TriggerStatus.WARNED, A + "|main", T0));
      for (int second = 10; second < 12; second++) {
        long at = T0 + second * SECOND;
        apply(at, marginTrigger(TriggerStatus.RAISED, A + "|main", at));
      }
      long last = T0 + 12 * SECOND;
      apply(last, account(A, 2, last, 1_100, 1_000, held));

      assertThat(out).extracting(Signal::getCreatedAtMicros).containsExactly(T0, T0 + 10 * SECOND);
      assertThat(out).extracting(Signal::getSignalId).doesNotHaveDuplicates();
    }

    @Test
    void shouldAskOnceForBothLegsOfAPairThatIsRaisedAtBothEnds() {
      apply(T0, account(A, 1, T0, 5_000, 1_000, held));
      apply(T0, account(B, 1, T0, 5_000, 1_000, position(PERP, -8, 1_000)));
      apply(T0, marginTrigger(TriggerStatus.RAISED, A + "|main", T0));
      apply(T0 + 1, marginTrigger(TriggerStatus.RAISED, B + "|main", T0 + 1));

      assertThat(out).extracting(Signal::getFirstVenue).containsExactly(A);
    }
  }

  @Nested
  @Tag("MON-7")
  class OneLeg {

    private final Position held = position(PERP, 8, 1_000);
    private final Position hedge = position(PERP, -8, 1_000);

    @Test
    void shouldWaitUntilTheAccountsHaveBeenHeardForAsLongAsOneMayBeSilent() {
      for (long second : new long[] {0, 60, 119}) {
        shortAt(second);
      }
      assertThat(out).isEmpty();
      assertThat(none).containsExactly(NoSignal.WAITS, NoSignal.WAITS, NoSignal.WAITS);
      asset = AssetSignals.read(asset.write(), settings());

      shortAt(120);
      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    @Test
    void shouldNotWaitForAPair() {
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      shortAt(0);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly(B);
      assertThat(none).isEmpty();
    }

    @Test
    void shouldWaitWhileAnAccountThatHeldTheHedgeIsSilent() {
      heardBefore();
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      heard(60, 120);
      shortAt(121);
      assertThat(out).isEmpty();
      assertThat(none).containsExactly(NoSignal.WAITS);

      apply(T0 + 122 * SECOND, account(B, 2, T0 + 122 * SECOND, 9_000, 1_000, hedge));
      shortAt(123);
      assertThat(out).extracting(Signal::getSecondVenue).containsExactly(B);
    }

    @Test
    void shouldNotWaitForASilentAccountThatHeldNothingOpposite() {
      heardBefore();
      apply(T0, account(B, 1, T0, 9_000, 1_000, held));
      heard(60, 120);
      shortAt(121);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    @Test
    void shouldWaitNoLongerThanAnHour() {
      heardBefore();
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      heard(60, 3_600);
      shortAt(3_600);
      assertThat(out).isEmpty();
      shortAt(3_601);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    @Test
    void shouldAskAgainWithTheNextStatementForATriggerThatWaits() {
      apply(T0, account(A, 1, T0, 5_000, 1_000, held));
      apply(T0 + SECOND, marginTrigger(TriggerStatus.RAISED, A + "|main", T0 + SECOND));
      assertThat(none).containsExactly(NoSignal.WAITS);
      long later = T0 + 120 * SECOND;
      apply(later, account(A, 2, later, 5_000, 1_000, held));
      shortAt(125);

      assertThat(out).extracting(Signal::getCreatedAtMicros).containsExactly(later);
    }

    /** Nobody spoke for longer than a statement may be old: whoever did before may hedge. */
    @Test
    void shouldBeginToListenAnewAfterAnOutageOfAllAccounts() {
      heardBefore();
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      shortAt(3_700);
      asset = AssetSignals.read(asset.write(), settings());
      shortAt(3_701);
      assertThat(out).isEmpty();
      assertThat(none).containsExactly(NoSignal.WAITS, NoSignal.WAITS);

      heard(3_760, 3_760);
      shortAt(3_820);
      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    @Test
    void shouldNotCountWhatIsHeardWhileThereIsNoPolicy() {
      policies = new LivePolicies();
      heardBefore();
      policies = policies();
      shortAt(1);

      assertThat(out).isEmpty();
      assertThat(none).containsExactly(NoSignal.WAITS);
    }

    @Test
    void shouldReduceNoLegAloneWhileAnAccountIsLeftOut() {
      heardBefore();
      for (int i = 0; i < 15; i++) {
        apply(T0, account("V" + i, 1, T0, 9_000, 1_000, held));
      }
      shortAt(0);
      assertThat(out).hasSize(1);
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      assertThat(none).containsExactly(NoSignal.CROWDED);
      asset = AssetSignals.read(asset.write(), settings());

      shortAt(60);
      assertThat(out).hasSize(1);
      assertThat(none).containsExactly(NoSignal.CROWDED, NoSignal.WAITS);
    }

    @Test
    void shouldHoldNoAccountThatHoldsNothingOfTheAsset() {
      for (int i = 0; i < 40; i++) {
        VenueAccount other = account("V" + i, 1, T0, 9_000, 1_000, position("ETH-USDT", 8, 1_000));
        apply(T0, holding(other, "USDT", 5, 5));
      }
      assertThat(asset.size()).isZero();
      apply(T0, account(A, 1, T0, 9_000, 1_000, held));
      apply(T0, holding(account(B, 1, T0, 9_000, 1_000), "BTC", 1, 0));

      assertThat(asset.size()).isEqualTo(2);
      assertThat(none).isEmpty();
    }

    /** Else what it held last would be believed. */
    @Test
    void shouldSeeThatAnAccountHoldsNothingAnyMore() {
      heardBefore();
      apply(T0, account(B, 1, T0, 9_000, 1_000, hedge));
      apply(T0, account(B, 2, T0, 9_000, 1_000));
      shortAt(0);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    /** A unit at 1,000: less than the least signal of 100 is less than a tenth of it. */
    @Test
    void shouldNotTakeWhatIsWorthLessThanASignalForAHedge() {
      heardBefore();
      Position dust = position(PERP, -1, 1_000);
      dust.setQuantityE8(1 - E8.ONE / 10);
      apply(T0, account(B, 1, T0, 9_000, 1_000, dust));
      shortAt(0);
      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");

      heard(60, 120);
      shortAt(121);
      assertThat(out).as("nor while it is silent").hasSize(2);
      assertThat(none).isEmpty();
    }

    @Test
    void shouldTakeWhatIsWorthASignalForAHedge() {
      heardBefore();
      Position least = position(PERP, -1, 1_000);
      least.setQuantityE8(-E8.ONE / 10);
      apply(T0, account(B, 1, T0, 9_000, 1_000, least));
      shortAt(0);

      assertThat(out)
          .extracting(Signal::getSecondVenue, Signal::getNotionalE8)
          .containsExactly(tuple(B, 100 * E8.ONE));
    }

    @Test
    void shouldCountWhatItCannotJudge() {
      heardBefore();
      Position[] unknown = {position(PERP, 8, 0), position("BTC-EUR-PERP", 8, 1_000)};
      apply(T0, account(A, 1, T0, 1_300, 1_000, unknown));
      assertThat(none).as("nothing is asked for").isEmpty();

      apply(T0 + 1, account(A, 2, T0 + 1, 1_299, 1_000, unknown));
      assertThat(none).containsExactly(NoSignal.UNJUDGED, NoSignal.UNJUDGED);
      assertThat(out).isEmpty();
    }

    private void shortAt(long second) {
      long at = T0 + second * SECOND;
      apply(at, account(A, second + 1, at, 1_100, 1_000, held));
    }
  }

  @Nested
  @Tag("MON-7")
  class HedgedBySpot {

    private final Position carry = position(PERP, -8, 1_000);

    @BeforeEach
    void hearLongEnough() {
      heardBefore();
    }

    @Test
    void shouldReduceAShortPositionWithTheBalanceThatHedgesIt() {
      apply(T0, holding(account(B, 1, T0, 9_000, 1_000), "BTC", 8, 8));
      shortOf(0, carry);

      assertThat(out)
          .extracting(AssetSignalsTest::legs, Signal::getDirection, Signal::getNotionalE8)
          .containsExactly(
              tuple(
                  "SIM-ALPHA|BTC-USDT-PERP>SIM-BRAVO|BTC-USDT",
                  Direction.LONG_FIRST,
                  2_000 * E8.ONE));
    }

    @Test
    void shouldReduceItWithTheBalanceOfItsOwnAccountAndNoFurtherThanAvailable() {
      apply(T0, holding(account(A, 1, T0, 1_100, 1_000, carry), "BTC", 8, 1));

      assertThat(out)
          .extracting(AssetSignalsTest::legs, Signal::getNotionalE8)
          .containsExactly(tuple("SIM-ALPHA|BTC-USDT-PERP>SIM-ALPHA|BTC-USDT", 1_000 * E8.ONE));
    }

    @Test
    void shouldTakeTheLargestOfPositionsAndBalances() {
      apply(T0, holding(account(B, 1, T0, 9_000, 1_000), "BTC", 7, 7));
      apply(T0, account(CHARLIE, 1, T0, 9_000, 1_000, position(PERP, 8, 1_000)));
      shortOf(0, carry);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly(CHARLIE);
    }

    @Test
    void shouldWaitWhileTheBalanceIsTiedOrItsAccountIsSilent() {
      apply(T0, holding(account(B, 1, T0, 9_000, 1_000), "BTC", 8, 0));
      shortOf(0, carry);
      heard(60, 120);
      shortOf(121, carry);

      assertThat(out).isEmpty();
      assertThat(none).containsExactly(NoSignal.WAITS, NoSignal.WAITS);
    }

    @Test
    void shouldNotTakeABalanceForTheHedgeOfALongPosition() {
      apply(T0, holding(account(B, 1, T0, 9_000, 1_000), "BTC", 8, 8));
      shortOf(0, position(PERP, 8, 1_000));

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
    }

    /** Neither margin, nor dust, nor a debt, nor another asset, nor an absurd statement. */
    @Test
    void shouldNotTakeWhatIsNoHedgeForOne() {
      VenueAccount inverse = holding(account(B, 1, T0, 9_000, 1_000), "BTC", 8, 8);
      inverse.setMarginAsset("BTC");
      apply(T0, inverse);
      VenueAccount dust = account("V1", 1, T0, 9_000, 1_000);
      dust.setBalances(List.of(new Balance("BTC", E8.ONE / 10 - 1, E8.ONE / 10 - 1)));
      apply(T0, dust);
      apply(T0, holding(account("V2", 1, T0, 9_000, 1_000), "BTC", -8, 8));
      apply(T0, holding(account("V3", 1, T0, 9_000, 1_000), "ETH", 8, 8));
      VenueAccount absurd = account("V4", 1, T0, 9_000, 1_000);
      absurd.setBalances(List.of(new Balance("BTC", Long.MIN_VALUE, Long.MAX_VALUE)));
      apply(T0, absurd);
      shortOf(0, carry);

      assertThat(out).extracting(Signal::getSecondVenue).containsExactly("");
      assertThat(none).isEmpty();
    }

    @Test
    void shouldLiveWithAnAbsurdBalance() {
      VenueAccount absurd = account(B, 1, T0, 9_000, 1_000);
      absurd.setBalances(List.of(new Balance("BTC", Long.MAX_VALUE, Long.MAX_VALUE)));
      apply(T0, absurd);
      shortOf(0, carry);

      assertThat(out)
          .extracting(Signal::getSecondVenue, Signal::getNotionalE8)
          .containsExactly(tuple(B, 2_000 * E8.ONE));
    }

    private void shortOf(long second, Position position) {
      long at = T0 + second * SECOND;
      apply(at, account(A, second + 1, at, 1_100, 1_000, position));
    }
  }

  @Nested
  @Tag("SIG-1")
  class UnderAPolicy {

    private static final Map<String, Long> NEVER_ENOUGH =
        Map.of("alpha.min-edge", 100_000L, "funding-carry.min-net", 10_000L);

    @Test
    void shouldKnowWhatComesBeforeThereIsAPolicy() {
      policies = new LivePolicies();
      apply(T0, book(A, SPOT, 1, T0, "999.5", "1000"));
      apply(T0, book(B, SPOT, 1, T0, "1002", "1002.5"));
      apply(T0, account(A, 1, T0, 1_100, 1_000, position(PERP, 8, 1_000)));
      assertThat(out).isEmpty();

      policies.add(policy(9, T0 + SECOND, Map.of()), T0);
      apply(T0 + SECOND - 1, book(B, SPOT, 2, T0, "1002", "1002.5"));
      assertThat(out).isEmpty();
      apply(T0 + SECOND, book(B, SPOT, 3, T0, "1002", "1002.5"));
      assertThat(out)
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(T0 + SECOND, 9L));
    }

    @Test
    void shouldObeyEachValueOfTheScanner() {
      assertThat(edgesWith("alpha.min-edge", 1_199)).containsExactly(1_199L);
      assertThat(edgesWith("alpha.min-edge", 1_200)).isEmpty();
      assertThat(edgesWith("alpha.reserve", 300)).containsExactly(899L);
      assertThat(edgesWith("alpha.max-slippage", 249)).isEmpty();
      assertThat(edgesWith("alpha.max-age", 999)).isEmpty();
      assertThat(edgesWith("alpha.max-age", 1_000)).containsExactly(1_199L);
    }

    /** Books a second apart, the first 500 ppm from touch to touch. */
    private List<Long> edgesWith(String option, long value) {
      out.clear();
      asset = AssetSignals.empty("BTC", settings());
      policies = policies(Map.of(option, value));
      apply(T0, book(A, SPOT, 1, T0, "999.5", "1000"));
      apply(T0 + SECOND, book(B, SPOT, 1, T0 + SECOND, "1002", "1002.5"));
      return out.stream().map(Signal::getExpectedEdgePpm).toList();
    }

    /** 60 s, then 10 s, then 60 s again, all within one minute; the edge falls in between. */
    @Test
    @Tag("SIG-2")
    void shouldGiveEachSignalAnIdOfItsOwnWhenTheCoolDownChangesAndChangesBack() {
      long minute = (T0 / (60 * SECOND) + 1) * 60 * SECOND;
      policies.add(policy(8, minute + 27 * SECOND, Map.of("alpha.cool-down", 10L)), T0);
      policies.add(policy(9, minute + 28 * SECOND, Map.of("alpha.cool-down", 60L)), T0);
      for (int second = 0; second < 60; second++) {
        long at = minute + second * SECOND;
        boolean wide = second == 0 || second == 16 || second == 27 || second == 43;
        apply(at, book(A, SPOT, second + 1, at, "999.5", "1000"));
        apply(at, book(B, SPOT, second + 1, at, wide ? "1002" : "1000", "1002.5"));
      }

      assertThat(out)
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(
              tuple(minute, 7L),
              tuple(minute + 16 * SECOND, 7L),
              tuple(minute + 27 * SECOND, 8L),
              tuple(minute + 43 * SECOND, 9L));
      assertThat(out).extracting(Signal::getSignalId).doesNotHaveDuplicates();
    }

    @Test
    @Tag("MON-7")
    void shouldReduceByTheShareAndTheBufferOfThePolicyInForce() {
      heardBefore();
      Position held = position(PERP, 8, 1_000);
      apply(T0, account(A, 1, T0, 1_300, 1_000, held));
      assertThat(out).isEmpty();

      policies.add(
          policy(
              8, T0 + 1, Map.of("reduction.min-buffer", 300_001L, "reduction.share", 1_000_000L)),
          0);
      apply(T0 + 1, account(A, 2, T0 + 1, 1_300, 1_000, held));
      assertThat(out).extracting(Signal::getNotionalE8).containsExactly(8_000 * E8.ONE);
    }

    /** Looks at the multiples of 300 s until a policy that looks at those of 7 s. */
    @Test
    void shouldLookAtTheFundingByThePolicyOfEachMoment() {
      long change = T0 + 10 * SECOND;
      long due = (change / (7 * SECOND) + 1) * 7 * SECOND;
      apply(T0, rate(A, PERP, 1, T0, "0.0008", 8));
      apply(T0, rate(B, PERP, 1, T0, "0.00005", 1));
      assertThat(asset.nextDueMicros(policies)).isEqualTo((T0 / (300 * SECOND) + 1) * 300 * SECOND);
      policies.add(policy(8, change, Map.of("funding-carry.every", 7L)), T0);
      assertThat(asset.nextDueMicros(policies)).isEqualTo(change);
      apply(due, book(A, PERP, 1, due, "999.99", "1000.01"));
      apply(due, book(B, PERP, 1, due, "999.99", "1000.01"));

      asset.advanceTo(due - 1, policies, sink);
      assertThat(out).isEmpty();
      assertThat(asset.nextDueMicros(policies)).isEqualTo(due);
      asset.advanceTo(due, policies, sink);
      assertThat(out)
          .extracting(Signal::getCreatedAtMicros, Signal::getPolicyVersion)
          .containsExactly(tuple(due, 8L));
    }

    @Test
    void shouldSayNothingFromTheMomentOfAnInvalidPolicyToThatOfTheNextValidOne() {
      policies.close(policyRecord(8, T0 + SECOND, Map.of("alpha.max-slippage", 3_001L)), T0);
      policies.add(policy(9, T0 + 2 * SECOND, NEVER_ENOUGH), T0);
      for (long at : new long[] {T0 + SECOND, T0 + 2 * SECOND}) {
        apply(at, book(A, SPOT, at, at, "999.5", "1000"));
        apply(at, book(B, SPOT, at, at, "1002", "1002.5"));
      }
      assertThat(out).isEmpty();

      policies.add(policy(10, T0 + 3 * SECOND, Map.of()), T0);
      long at = T0 + 3 * SECOND;
      apply(at, book(B, SPOT, at, at, "1002", "1002.5"));
      assertThat(out).extracting(Signal::getPolicyVersion).containsExactly(10L);
    }
  }

  @Nested
  class Page {

    private static final Path GOLDEN = Path.of("src/test/resources/pages/signals.v1.txt");

    @Test
    void shouldReadThePageOfFormatOne() throws IOException {
      asset = AssetSignals.empty("ETH", settings());
      heardBefore();
      apply(T0, marginTrigger(TriggerStatus.WARNED, B + "|main", T0));
      apply(T0, price("ETH", T0, "3000"));
      apply(T0, evm("ARBITRUM", T0, "0.1", 1, 2));
      apply(T0, book(A, "ETH-USDT", 1, T0, "999.5", "1000"));
      apply(T0, book(B, "ETH-USDT", 1, T0, "1002", "1002.5"));
      apply(T0, rate(A, "ETH-USDT-PERP", 1, T0, "0.0008", 8));
      apply(T0, account(A, 1, T0, 1_100, 1_000, position("ETH-USDT-PERP", 8, 1_000)));
      assertThat(out)
          .extracting(Signal::getSource)
          .containsExactly(SignalSource.ALPHA, SignalSource.RISK);
      if (Boolean.getBoolean("hedgerow.golden.write")) {
        Files.writeString(GOLDEN, HexFormat.of().formatHex(asset.write()) + "\n");
      }
      byte[] golden = HexFormat.of().parseHex(Files.readString(GOLDEN).strip());

      AssetSignals read = AssetSignals.read(golden, settings());

      assertThat(read.size()).isEqualTo(7);
      assertThat(read.nextDueMicros(policies)).isEqualTo(asset.nextDueMicros(policies));
      assertThat(read.write()).isEqualTo(asset.write());
      out.clear();
      assertThat(read.apply(book(B, "ETH-USDT", 2, T0, "1002", "1002.5"), T0, policies, sink))
          .isTrue();
      assertThat(out).as("the cool-down goes on").isEmpty();
    }

    @Test
    void shouldRefuseAPageThatItCannotRead() {
      assertThatIllegalStateException()
          .isThrownBy(() -> AssetSignals.read(new byte[] {9}, settings()))
          .withMessageContaining("expected a page of format 1, saw format 9");
      byte[] page = asset.write();
      assertThatIllegalStateException()
          .isThrownBy(() -> AssetSignals.read(Arrays.copyOf(page, page.length - 1), settings()));
    }
  }

  private void apply(long nowMicros, SpecificRecord input) {
    asset.apply(input, nowMicros, policies, sink);
  }

  /** So long before that no account can be unknown. */
  private void heardBefore() {
    heard(-120, 0);
  }

  /** An account that holds nothing speaks every minute. */
  private void heard(long fromSecond, long toSecond) {
    for (long second = fromSecond; second <= toSecond; second += 60) {
      long at = T0 + second * SECOND;
      apply(at, account(CHARLIE, 1_000 + second, at, 9_000, 1_000));
    }
  }

  private static VenueAccount holding(
      VenueAccount account, String balanceOf, long totalUnits, long availableUnits) {
    account.setBalances(
        List.of(new Balance(balanceOf, totalUnits * E8.ONE, availableUnits * E8.ONE)));
    return account;
  }

  private static String legs(Signal signal) {
    return signal.getFirstVenue()
        + "|"
        + signal.getFirstInstrument()
        + ">"
        + signal.getSecondVenue()
        + "|"
        + signal.getSecondInstrument();
  }
}
