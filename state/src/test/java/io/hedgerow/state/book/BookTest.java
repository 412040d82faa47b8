package io.hedgerow.state.book;

import static io.hedgerow.state.book.Updates.ONE;
import static io.hedgerow.state.book.Updates.START_MICROS;
import static io.hedgerow.state.book.Updates.delta;
import static io.hedgerow.state.book.Updates.e8;
import static io.hedgerow.state.book.Updates.linked;
import static io.hedgerow.state.book.Updates.restart;
import static io.hedgerow.state.book.Updates.snapshot;
import static io.hedgerow.state.book.Updates.unsequenced;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.network.StaleCause;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BookTest {

  private final Book book = new Book(Updates.KEY, BookLimits.defaults());

  @Nested
  @Tag("NET-1")
  class Sequence {

    @Test
    void shouldWaitForItsFirstWholeBook() {
      assertThat(delta(1, 5).bid(100, 1).applyTo(book, 7)).isEqualTo(BookOutcome.INVALIDATED);
      assertThat(delta(6, 9).bid(101, 1).applyTo(book, 8)).isEqualTo(BookOutcome.BUFFERED);

      assertState(BookValidity.RESYNC, BookReason.AWAITING_SNAPSHOT);
      assertThat(view().getVersion()).isEqualTo(28);
    }

    @Test
    void shouldApplyTheDeltaThatStraddlesTheSnapshotAndCameBeforeIt() {
      delta(90, 95).bid(100, 9).applyTo(book, 0);
      delta(96, 105).bid(102, 0).ask(103, 2).applyTo(book, 1);

      BookOutcome outcome = snapshot(100).bid(102, 1).bid(101, 1).ask(104, 1).applyTo(book, 2);

      assertThat(outcome).isEqualTo(BookOutcome.RECOVERED);
      assertThat(book.sequence()).isEqualTo(105);
      assertTouch(101, 103);
    }

    @Test
    void shouldDropDeltasThatTheSnapshotContains() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      assertThat(delta(90, 100).bid(102, 1).applyTo(book, 1)).isEqualTo(BookOutcome.DUPLICATE);
      assertThat(delta(99, 103).bid(103, 1).applyTo(book, 2)).isEqualTo(BookOutcome.APPLIED);
      assertTouch(103, 104);
    }

    @Test
    void shouldInvalidateFirstWhenALineIsMissingAndRecoverAtTheNextSnapshot() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      assertThat(delta(102, 103).bid(103, 1).applyTo(book, 1)).isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.GAP, BookReason.SEQUENCE_GAP);
      assertThat(delta(104, 104).bid(103, 2).applyTo(book, 2)).isEqualTo(BookOutcome.BUFFERED);

      assertThat(snapshot(101).bid(101, 1).ask(104, 1).applyTo(book, 3))
          .isEqualTo(BookOutcome.RECOVERED);
      assertThat(book.sequence()).isEqualTo(104);
      assertTouch(103, 104);
    }

    @Test
    void shouldNotGoOnFromASnapshotThatWhatWaitsDoesNotContinue() {
      delta(110, 112).bid(100, 1).applyTo(book, 0);

      assertThat(snapshot(100).bid(99, 1).ask(101, 1).applyTo(book, 1))
          .isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);

      assertThat(snapshot(111).bid(99, 1).ask(101, 1).applyTo(book, 2))
          .isEqualTo(BookOutcome.RECOVERED);
      assertTouch(100, 101);
    }

    @Test
    void shouldNotGoOnFromASnapshotOlderThanDeltasThatNoLongerFitted() {
      Book small = new Book(Updates.KEY, new BookLimits(3_000, 20_000, 100, 10, 100, 10));
      delta(90, 100).bid(99, 1).bid(98, 1).bid(97, 1).applyTo(small, 0);

      snapshot(95).bid(100, 1).ask(101, 1).applyTo(small, 1);
      assertThat(small.reason()).isEqualTo(BookReason.SNAPSHOT_NOT_CONTINUED);

      snapshot(100).bid(100, 1).ask(101, 1).applyTo(small, 2);
      assertThat(small.validity()).isEqualTo(BookValidity.LIVE);
    }

    @Test
    void shouldFollowLinks() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      assertThat(linked(95, 100).applyTo(book, 1)).isEqualTo(BookOutcome.DUPLICATE);
      assertThat(linked(98, 103).bid(102, 1).applyTo(book, 2)).isEqualTo(BookOutcome.APPLIED);
      assertThat(linked(103, 103).applyTo(book, 3)).isEqualTo(BookOutcome.APPLIED);
      assertThat(linked(102, 107).applyTo(book, 4)).isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.GAP, BookReason.SEQUENCE_GAP);
    }

    @Test
    void shouldFollowAVenueThatStartsItsNumbersAnew() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);
      linked(100, 103).applyTo(book, 1);

      assertThat(linked(103, 5).bid(102, 1).applyTo(book, 2)).isEqualTo(BookOutcome.APPLIED);
      assertThat(linked(5, 6).bid(103, 1).applyTo(book, 3)).isEqualTo(BookOutcome.APPLIED);
    }

    @Test
    void shouldReplaceWhateverWasThereOnRestartButNotTwice() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);
      Updates restart = restart(1).bid(50, 1).ask(51, 1).receivedAt(START_MICROS + 500);

      assertThat(restart.applyTo(book, 1)).isEqualTo(BookOutcome.APPLIED);
      assertThat(delta(2, 2).bid(50.5, 1).applyTo(book, 2)).isEqualTo(BookOutcome.APPLIED);
      assertThat(restart.applyTo(book, 3)).isEqualTo(BookOutcome.DUPLICATE);
      assertTouch(50.5, 51);
    }

    @Test
    void shouldIgnoreASnapshotThatIsNotNewer() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      assertThat(snapshot(100).bid(1, 1).applyTo(book, 1)).isEqualTo(BookOutcome.DUPLICATE);
      assertThat(snapshot(99).bid(1, 1).applyTo(book, 2)).isEqualTo(BookOutcome.DUPLICATE);
      assertThat(snapshot(101).bid(102, 1).ask(104, 1).applyTo(book, 3))
          .isEqualTo(BookOutcome.APPLIED);
      assertTouch(102, 104);
    }

    @Test
    void shouldOrderWholeBooksWithoutNumbersByTheirReceipt() {
      unsequenced(BookUpdateKind.SNAPSHOT, 10).bid(101, 1).ask(104, 1).applyTo(book, 0);

      Updates older = unsequenced(BookUpdateKind.SNAPSHOT, 9).bid(99, 1).ask(104, 1);
      Updates newer = unsequenced(BookUpdateKind.SNAPSHOT, 11).bid(100, 1).ask(104, 1);
      assertThat(older.applyTo(book, 1)).isEqualTo(BookOutcome.DUPLICATE);
      assertThat(newer.applyTo(book, 2)).isEqualTo(BookOutcome.APPLIED);
      assertTouch(100, 104);
    }
  }

  @Nested
  @Tag("NET-1")
  class Validity {

    @Test
    void shouldStayCrossedUntilAFreshWholeBook() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      assertThat(delta(101, 101).bid(104, 1).applyTo(book, 1)).isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.CROSSED, BookReason.CROSSED_BOOK);
      delta(102, 102).bid(104, 0).applyTo(book, 2);
      assertState(BookValidity.CROSSED, BookReason.CROSSED_BOOK);

      snapshot(102).bid(101, 1).ask(104, 1).applyTo(book, 3);
      assertTouch(101, 104);
    }

    @Test
    void shouldRefuseASnapshotThatIsCrossed() {
      assertThat(snapshot(100).bid(104, 1).ask(104, 1).applyTo(book, 0))
          .isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.CROSSED, BookReason.CROSSED_BOOK);
      assertThat(snapshot(99).bid(101, 1).ask(104, 1).applyTo(book, 1))
          .isEqualTo(BookOutcome.INVALIDATED);
    }

    @Test
    void shouldNotTrustABookWhoseContractChanges() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      delta(101, 101).contract(Contract.LINEAR, 0.01).bid(102, 1).applyTo(book, 1);

      assertState(BookValidity.GAP, BookReason.CONTRACT_CHANGED);
    }

    @Test
    void shouldNotTrustABookWhoseTotalsOverflow() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);

      delta(101, 101).bid(100, 500_000_000).applyTo(book, 1);
      assertState(BookValidity.LIVE, BookReason.NONE);
      delta(102, 102).bid(99, 500_000_000).applyTo(book, 2);

      assertState(BookValidity.GAP, BookReason.NUMERIC_OVERFLOW);
    }

    @Test
    void shouldForgetASnapshotWithAWrongNumberThatBrokeIt() {
      snapshot(9_000_000_000_000L)
          .bid(101, 1)
          .ask(100, 1)
          .receivedAt(START_MICROS)
          .applyTo(book, 0);

      snapshot(100).bid(100, 1).ask(101, 1).receivedAt(START_MICROS + 5_000_000).applyTo(book, 1);
      assertState(BookValidity.RESYNC, BookReason.SNAPSHOT_NOT_CONTINUED);

      snapshot(200).bid(100, 1).ask(101, 1).receivedAt(START_MICROS + 10_000_000).applyTo(book, 2);
      assertState(BookValidity.LIVE, BookReason.NONE);
    }

    @Test
    void shouldForgetADeltaWithAWrongNumberThatWaits() {
      snapshot(1).bid(100, 1).ask(101, 1).receivedAt(START_MICROS).applyTo(book, 0);
      long wrong = 9_000_000_000_000L;
      delta(wrong, wrong).bid(100, 2).receivedAt(START_MICROS + 1).applyTo(book, 1);
      delta(2, 2).bid(99, 2).receivedAt(START_MICROS + 2).applyTo(book, 2);
      assertState(BookValidity.GAP, BookReason.SEQUENCE_GAP);

      delta(50, 51).bid(99, 2).receivedAt(START_MICROS + 10_000_001).applyTo(book, 3);
      delta(52, 52).bid(98, 2).receivedAt(START_MICROS + 10_000_002).applyTo(book, 4);
      snapshot(50).bid(100, 1).ask(101, 1).receivedAt(START_MICROS + 10_000_003).applyTo(book, 5);

      assertTouch(100, 101);
      assertThat(book.sequence()).isEqualTo(52);
    }

    @Test
    void shouldFollowAVenueThatNumbersAnewWhileItWaits() {
      snapshot(1_000_000).bid(100, 1).ask(101, 1).receivedAt(START_MICROS).applyTo(book, 0);
      delta(1_000_003, 1_000_003).bid(99, 1).receivedAt(START_MICROS + 1).applyTo(book, 1);

      snapshot(10).bid(90, 1).ask(91, 1).receivedAt(START_MICROS + 10_000_001).applyTo(book, 2);

      assertTouch(90, 91);
      delta(11, 11).bid(90.5, 1).receivedAt(START_MICROS + 10_000_002).applyTo(book, 3);
      assertTouch(90.5, 91);
    }

    @Test
    void shouldFindItsWayBackWhenOthersHaveFilledTheSharedBudget() {
      WaitingBudget budget = new WaitingBudget(100);
      Book hostile = new Book("X|HOSTILE", BookLimits.defaults(), budget);
      for (int i = 1; i <= 50; i++) {
        delta(i, i).bid(100, 1).applyTo(hostile, i);
      }
      Book honest = new Book(Updates.KEY, BookLimits.defaults(), budget);
      for (int i = 1; i <= 500; i++) {
        delta(i, i).bid(100, i).applyTo(honest, i);
      }

      snapshot(480).bid(100, 1).ask(101, 1).applyTo(honest, 501);

      assertThat(honest.validity()).isEqualTo(BookValidity.LIVE);
      assertThat(honest.sequence()).isEqualTo(500);
    }

    @Test
    void shouldGiveBackWhatItHoldsOfTheSharedBudget() {
      WaitingBudget budget = new WaitingBudget(100);
      Book sharing = new Book(Updates.KEY, BookLimits.defaults(), budget);
      delta(2, 2).bid(100, 1).applyTo(sharing, 0);
      delta(4, 4).bid(100, 1).bid(99, 1).applyTo(sharing, 1);
      long one = WaitingDeltas.LEVELS_PER_DELTA + 2;
      assertThat(budget.levels()).as("the gap dropped the first").isEqualTo(one);

      snapshot(3).bid(101, 1).ask(104, 1).applyTo(sharing, 2);
      assertThat(budget.levels()).isZero();
      delta(9, 9).bid(100, 1).applyTo(sharing, 3);
      assertThat(budget.levels()).isEqualTo(WaitingDeltas.LEVELS_PER_DELTA + 1);

      sharing.release();

      assertThat(budget.levels()).isZero();
    }

    @Test
    @Tag("NET-7")
    void shouldGoStaleAndComeBackWithTheNextDelta() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 3);

      assertThat(book.goStale(StaleCause.NO_INPUT)).isTrue();
      assertThat(book.goStale(StaleCause.CLOCK_STOPPED)).isFalse();
      assertState(BookValidity.STALE, BookReason.NO_INPUT);
      assertThat(view().getVersion()).isEqualTo(4 * 3 + 1);
      assertThat(delta(99, 100).applyTo(book, 4)).isEqualTo(BookOutcome.DUPLICATE);
      assertState(BookValidity.STALE, BookReason.NO_INPUT);

      assertThat(delta(101, 101).applyTo(book, 5)).isEqualTo(BookOutcome.RECOVERED);
      assertTouch(101, 104);
    }

    @Test
    @Tag("NET-7")
    void shouldNotHideAGapBehindSilence() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);
      delta(102, 102).applyTo(book, 1);

      assertThat(book.goStale(StaleCause.NO_INPUT)).isFalse();
      assertState(BookValidity.GAP, BookReason.SEQUENCE_GAP);
    }

    @Test
    @Tag("NET-7")
    void shouldTellTheCausesOfStalenessApartByVersion() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 3);
      long live = view().getVersion();
      book.goStale(StaleCause.NO_INPUT);
      DepthView quiet = view();
      delta(101, 101).applyTo(book, 4);
      delta(101, 101).applyTo(book, 5);
      book.goStale(StaleCause.CLOCK_STOPPED);

      assertThat(live).isEqualTo(12);
      assertThat(quiet.getVersion()).isEqualTo(13);
      assertThat(view().getVersion()).isEqualTo(18);
      assertThat(view().getEventId()).isNotEqualTo(quiet.getEventId());
    }

    @Test
    @Tag("NET-7")
    void shouldTakeAnOlderSequenceAfterALongPauseWhetherMarkedStaleOrNot() {
      for (boolean marked : new boolean[] {false, true}) {
        Book paused = new Book(Updates.KEY, BookLimits.defaults());
        snapshot(100).bid(101, 1).ask(104, 1).receivedAt(START_MICROS).applyTo(paused, 0);
        if (marked) {
          paused.goStale(StaleCause.NO_INPUT);
        }
        long renewed = START_MICROS + Book.RENEWED_AFTER_MICROS;

        Updates early = snapshot(3).bid(50, 1).ask(51, 1).receivedAt(renewed - 1);
        assertThat(early.applyTo(paused, 1)).isEqualTo(BookOutcome.DUPLICATE);
        snapshot(3).bid(50, 1).ask(51, 1).receivedAt(renewed).applyTo(paused, 2);

        assertThat(paused.sequence()).isEqualTo(3);
        assertThat(paused.validity()).isEqualTo(BookValidity.LIVE);
      }
    }
  }

  @Nested
  @Tag("NET-2")
  class Depth {

    @Test
    void shouldSumUpFromTheTouch() {
      snapshot(1).bid(100, 2).bid(99.9, 3).ask(100.1, 1).ask(100.2, 4).applyTo(book, 0);

      DepthView view = view();

      assertThat(view.getReferencePriceE8()).isEqualTo(e8(100.05));
      assertThat(view.getBids())
          .containsExactly(
              new DepthLevel(e8(100), e8(2), e8(200), e8(100)),
              new DepthLevel(e8(99.9), e8(5), e8(499.7), e8(99.94)));
      assertThat(view.getAsks())
          .containsExactly(
              new DepthLevel(e8(100.1), e8(1), e8(100.1), e8(100.1)),
              new DepthLevel(e8(100.2), e8(5), e8(500.9), e8(100.18)));
      assertThat(view.getBidsComplete()).isTrue();
    }

    @Test
    void shouldRoundTheAveragePriceAgainstTheTaker() {
      snapshot(1).bid(100, 1).bid(99.9, 2).ask(100.1, 1).ask(100.2, 2).applyTo(book, 0);

      assertThat(view().getBids().get(1).getVwapE8()).isEqualTo(9_993_333_333L);
      assertThat(view().getAsks().get(1).getVwapE8()).isEqualTo(10_016_666_667L);
    }

    @Test
    void shouldCountInverseContractsInTheQuoteCurrency() {
      snapshot(1).contract(Contract.INVERSE, 100).bid(50_000, 10).ask(50_010, 20).applyTo(book, 0);

      assertThat(view().getBids())
          .containsExactly(new DepthLevel(e8(50_000), e8(0.02), e8(1_000), e8(50_000)));
      assertThat(view().getAsks())
          .containsExactly(new DepthLevel(e8(50_010), 3_999_200L, e8(2_000), e8(50_010)));
    }

    @Test
    void shouldLeaveOutWhatLiesBeyondTheBound() {
      snapshot(1).bid(100, 1).bid(99.6, 1).ask(100, 0).ask(100.2, 1).ask(101, 1).applyTo(book, 0);

      assertThat(view().getBids()).hasSize(1);
      assertThat(view().getAsks()).hasSize(1);
    }

    @Test
    void shouldSayThatACutBookIsNotKnownToTheBound() {
      snapshot(1).depthLimit(2).bid(100, 1).bid(99.9, 1).ask(100.1, 1).ask(101, 1).applyTo(book, 0);

      assertThat(view().getBidsComplete()).isFalse();
      assertThat(view().getAsksComplete()).isTrue();
    }

    @Test
    void shouldKeepOneEntryForEachStepBeyondTheExactLevels() {
      Book coarse = new Book(Updates.KEY, new BookLimits(3_000, 20_000, 100, 2, 1_000, 10));
      snapshot(1)
          .bid(999.9, 1)
          .bid(999.8, 1)
          .bid(999.7, 1)
          .bid(999.2, 1)
          .bid(998.9, 1)
          .bid(998.5, 1)
          .bid(997.5, 1)
          .ask(1_000.1, 1)
          .applyTo(coarse, 0);

      assertThat(viewOf(coarse).getBids())
          .extracting(DepthLevel::getPriceE8)
          .containsExactly(e8(999.9), e8(999.8), e8(999.2), e8(998.5), e8(997.5));
    }

    @Test
    void shouldShowNothingOfAnInvalidBook() {
      snapshot(100).bid(101, 1).ask(104, 1).applyTo(book, 0);
      delta(105, 106).applyTo(book, 1);

      DepthView view = view();

      assertThat(view.getBestBidPriceE8()).isZero();
      assertThat(view.getReferencePriceE8()).isZero();
      assertThat(view.getBids()).isEmpty();
      assertThat(view.getAsksComplete()).isFalse();
    }

    @Test
    void shouldDropByBandAndSaySo() {
      Book small = new Book(Updates.KEY, new BookLimits(3_000, 20_000, 100, 10, 100, 10));
      Updates whole = snapshot(1).ask(1_001, 1);
      for (int i = 0; i < 60; i++) {
        whole.bid(1_000 - i, 1);
      }

      whole.applyTo(small, 0);

      assertThat(small.levels()).isEqualTo(22);
      assertThat(small.bids.coveredKey()).isEqualTo(e8(980));
      assertThat(viewOf(small).getBidsComplete()).isTrue();
    }
  }

  @Nested
  @Tag("NET-1")
  class Checksum {

    /** The documentation's book of 2020: its string is given there, and its checksum. */
    @Test
    void shouldComputeKrakensDocumentedExample() {
      Updates whole = unsequenced(BookUpdateKind.RESTART, 1).checksum(974_947_235L, 5, 8);
      for (int i = 0; i < 10; i++) {
        whole.ask((5_005 + 5 * i) / 100_000.0, 0.000005);
      }
      for (int price : new int[] {5000, 4995, 4990, 4980, 4975, 4970, 4965, 4960, 4955, 4950}) {
        whole.bid(price / 100_000.0, 0.000005);
      }

      assertThat(whole.applyTo(book, 0)).isEqualTo(BookOutcome.RECOVERED);
    }

    /** The payload of a real ETH/USDT book, told with 4 and 8 decimals. */
    @Test
    void shouldComputeAPublishedPayload() {
      long[] bids = {
        5666,
        483175496356L,
        5665,
        665822734739L,
        5664,
        1872491513344L,
        5663,
        1156392544914L,
        5662,
        1400665365711L,
        5661,
        1745485679807L,
        5660,
        1809715470000L,
        5659,
        3364489175666L,
        5658,
        14834640000L,
        5657,
        60670854372L
      };
      long[] asks = {
        5668,
        441079769741L,
        5669,
        465540412487L,
        5670,
        4984489424998L,
        5671,
        2430641678000L,
        5672,
        2978325223475L,
        5673,
        5723471239278L,
        5674,
        4506504744000L,
        5675,
        591276380354L,
        5676,
        4251492434778L,
        5677,
        3630408470220L
      };
      Updates whole = unsequenced(BookUpdateKind.RESTART, 1).checksum(2_439_117_997L, 4, 8);
      for (int i = 0; i < bids.length; i += 2) {
        whole.bid(bids[i] / 1e4, bids[i + 1] / 1e8).ask(asks[i] / 1e4, asks[i + 1] / 1e8);
      }

      assertThat(whole.applyTo(book, 0)).isEqualTo(BookOutcome.RECOVERED);
    }

    @Test
    void shouldInvalidateOnMismatchUntilTheNextWholeBook() {
      unsequenced(BookUpdateKind.RESTART, 1).bid(100, 1).ask(101, 1).applyTo(book, 0);

      BookOutcome outcome =
          unsequenced(BookUpdateKind.DELTA, 2).bid(99, 1).checksum(1, 2, 8).applyTo(book, 1);

      assertThat(outcome).isEqualTo(BookOutcome.INVALIDATED);
      assertState(BookValidity.GAP, BookReason.CHECKSUM_MISMATCH);
      assertThat(unsequenced(BookUpdateKind.DELTA, 3).checksum(1, 2, 8).applyTo(book, 2))
          .isEqualTo(BookOutcome.DROPPED);
      unsequenced(BookUpdateKind.RESTART, 4).bid(100, 1).ask(101, 1).applyTo(book, 3);
      assertTouch(100, 101);
    }

    @Test
    void shouldForgetLevelsThatTheVenueNoLongerSends() {
      unsequenced(BookUpdateKind.RESTART, 1)
          .depthLimit(2)
          .bid(100, 1)
          .bid(99, 1)
          .ask(101, 1)
          .applyTo(book, 0);

      unsequenced(BookUpdateKind.DELTA, 2).depthLimit(2).bid(100.5, 1).applyTo(book, 1);

      assertThat(book.bids.size()).isEqualTo(2);
      assertThat(book.bids.levels().worstKey()).isEqualTo(100 * ONE);
      assertThat(book.bids.coveredKey()).isEqualTo(100 * ONE);
    }
  }

  @Nested
  @Tag("NET-1")
  class Pages {

    @Test
    void shouldWriteOnlyWhatHasChanged() {
      MapPageStore store = new MapPageStore();
      Updates whole = snapshot(1);
      for (int i = 0; i < 1_000; i++) {
        whole.bid(61_800 - i * 0.1, 1 + i % 7).ask(61_800.1 + i * 0.1, 1 + i % 5);
      }
      whole.applyTo(book, 0);
      book.flush(store);
      int pages = store.pages.size();
      long bytesOfAll = store.bytesPut;
      store.puts = 0;
      store.bytesPut = 0;

      delta(2, 2).bid(61_800, 9).applyTo(book, 1);
      book.flush(store);

      assertThat(pages).isBetween(8, 20);
      assertThat(store.puts).as("a level page and the header").isEqualTo(2);
      assertThat(store.bytesPut).isLessThan(bytesOfAll / 5);
    }

    @Test
    void shouldKeepABookWhoseLevelsAreAsFarApartAsPricesCanBe() {
      MapPageStore store = new MapPageStore();
      snapshot(1).bid(8e9, 1e-8).bid(1, 1).bid(1e-8, 1).ask(9e9, 1e-8).applyTo(book, 0);

      book.flush(store);
      Book restored =
          Book.restore(Updates.KEY, BookLimits.defaults(), store.shuffled(new Random(1)));

      assertThat(restored.levels()).isEqualTo(4);
      assertThat(restored.view()).isEqualTo(book.view());
    }

    @Test
    void shouldRemovePagesThatAreEmptyNow() {
      MapPageStore store = new MapPageStore();
      snapshot(1).bid(100, 1).bid(50, 1).ask(101, 1).applyTo(book, 0);
      book.flush(store);

      delta(3, 3).applyTo(book, 1);
      delta(4, 4).applyTo(book, 2);
      book.flush(store);
      assertThat(store.pages).hasSize(3);

      snapshot(4).bid(100, 1).ask(101, 1).applyTo(book, 3);
      book.flush(store);
      assertThat(store.pages).hasSize(3);
    }
  }

  private void assertTouch(double bid, double ask) {
    assertState(BookValidity.LIVE, BookReason.NONE);
    assertThat(book.bestBidPriceE8()).isEqualTo(e8(bid));
    assertThat(book.bestAskPriceE8()).isEqualTo(e8(ask));
  }

  private void assertState(BookValidity validity, BookReason reason) {
    assertThat(book.validity()).isEqualTo(validity);
    assertThat(book.reason()).isEqualTo(reason);
  }

  private DepthView view() {
    return viewOf(book);
  }

  private static DepthView viewOf(Book book) {
    try {
      return (DepthView) RecordCodec.decode(book.view());
    } catch (UnreadableRecordException e) {
      throw new AssertionError("a view that nobody can read", e);
    }
  }
}
