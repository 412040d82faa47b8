package io.hedgerow.connectors.feed.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.client.BookFollower.Request;
import io.hedgerow.connectors.feed.client.BookFollower.Step;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-1")
class BookFollowerTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long NONE = -1;

  private static final FeedSettings SETTINGS =
      new FeedSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(40),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1),
          1_000,
          Duration.ofMillis(20),
          new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(8), new SplittableRandom(1)));

  private final BookFollower fetched = new BookFollower(true, SETTINGS, 0);
  private final BookFollower inStream = new BookFollower(false, SETTINGS, 0);

  @Test
  void shouldFetchABookOnceTheFirstMessageIsThere() {
    assertThat(fetched.due(SECOND)).isEqualTo(Request.NOTHING);
    assertThat(fetched.onStream(range(11, 15), SECOND)).isEqualTo(Step.WAITING);

    assertThat(fetched.due(SECOND)).isEqualTo(Request.FETCH);
    assertThat(fetched.due(SECOND)).isEqualTo(Request.NOTHING);

    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 12), SECOND)).isTrue();
    assertThat(fetched.sequence()).isEqualTo(15);
    assertThat(fetched.onStream(range(16, 16), SECOND)).isEqualTo(Step.FOLLOWED);
  }

  @Test
  void shouldFetchABookOfAQuietMarket() {
    assertThat(fetched.due(2 * SECOND)).isEqualTo(Request.FETCH);
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 12), 3 * SECOND)).isTrue();
    assertThat(fetched.onStream(range(10, 12), 3 * SECOND)).isEqualTo(Step.OLD);
    assertThat(fetched.onStream(range(11, 14), 3 * SECOND)).isEqualTo(Step.FOLLOWED);
  }

  @Test
  void shouldNotUseABookThatDoesNotReachTheMessagesSince() {
    fetched.onStream(range(21, 25), SECOND);
    assertThat(fetched.due(SECOND)).isEqualTo(Request.FETCH);

    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 19), SECOND)).isFalse();

    assertThat(fetched.isFollowing()).isFalse();
    assertThat(fetched.due(SECOND)).as("waits a while").isEqualTo(Request.NOTHING);
    assertThat(fetched.due(4 * SECOND)).isEqualTo(Request.FETCH);
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 20), SECOND)).isTrue();
  }

  @Test
  void shouldNotUseABookWithAGapInTheMessagesSince() {
    fetched.onStream(range(21, 25), SECOND);
    fetched.onStream(range(27, 30), SECOND);

    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 22), SECOND)).isFalse();
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 26), SECOND)).isTrue();
  }

  @Test
  void shouldAskForABookAfterAGap() {
    fetched.onStream(range(11, 15), SECOND);
    fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 12), SECOND);

    assertThat(fetched.onStream(range(17, 18), 5 * SECOND)).isEqualTo(Step.GAP);
    assertThat(fetched.onStream(range(19, 19), 5 * SECOND)).isEqualTo(Step.WAITING);
    assertThat(fetched.due(5 * SECOND)).isEqualTo(Request.FETCH);
  }

  @Test
  void shouldFollowLinks() {
    fetched.onStream(linked(21, 25, 18), SECOND);
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 22), SECOND)).isTrue();

    assertThat(fetched.onStream(linked(29, 31, 25), SECOND)).isEqualTo(Step.FOLLOWED);
    assertThat(fetched.onStream(linked(29, 31, 25), SECOND)).isEqualTo(Step.OLD);
    assertThat(fetched.onStream(linked(2, 3, 31), SECOND))
        .as("numbers anew")
        .isEqualTo(Step.FOLLOWED);
    assertThat(fetched.onStream(linked(9, 9, 8), SECOND)).isEqualTo(Step.GAP);
  }

  @Test
  void shouldSubscribeAnewWhereBooksComeInTheStream() {
    assertThat(inStream.due(9 * SECOND)).isEqualTo(Request.NOTHING);
    assertThat(inStream.due(10 * SECOND)).isEqualTo(Request.RESUBSCRIBE);
    assertThat(inStream.due(11 * SECOND)).isEqualTo(Request.NOTHING);

    assertThat(inStream.onStream(whole(BookUpdateKind.RESTART, 7), 12 * SECOND))
        .isEqualTo(Step.SYNCED);
    assertThat(inStream.onStream(range(8, 8), 12 * SECOND)).isEqualTo(Step.FOLLOWED);
    assertThat(inStream.onStream(range(10, 10), 13 * SECOND)).isEqualTo(Step.GAP);
    assertThat(inStream.due(13 * SECOND)).isEqualTo(Request.RESUBSCRIBE);
    assertThat(inStream.onStream(whole(BookUpdateKind.RESTART, 1), 13 * SECOND))
        .isEqualTo(Step.SYNCED);
  }

  @Test
  @Tag("NET-7")
  void shouldSubscribeAnewWhenABookIsSilent() {
    for (BookFollower follower : List.of(fetched, inStream)) {
      follower.onStream(whole(BookUpdateKind.RESTART, 7), SECOND);
      assertThat(follower.onStream(range(5, 7), 20 * SECOND))
          .as("says nothing")
          .isEqualTo(Step.OLD);

      assertThat(follower.due(30 * SECOND)).isEqualTo(Request.NOTHING);
      assertThat(follower.due(31 * SECOND)).isEqualTo(Request.RESUBSCRIBE);
      assertThat(follower.isFollowing()).isFalse();
    }
  }

  @Test
  void shouldFetchAFollowedBookFromTimeToTime() {
    fetched.onStream(whole(BookUpdateKind.RESTART, 7), 0);
    long sequence = 8;
    for (long second = 1; second < 60; second++) {
      fetched.onStream(range(sequence, sequence++), second * SECOND);
      assertThat(fetched.due(second * SECOND)).isEqualTo(Request.NOTHING);
    }

    assertThat(fetched.due(60 * SECOND)).isEqualTo(Request.FETCH);
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 3), 60 * SECOND)).isTrue();
    assertThat(fetched.sequence()).isEqualTo(sequence - 1);
    assertThat(fetched.onFetched(whole(BookUpdateKind.SNAPSHOT, 90), 60 * SECOND)).isTrue();
    assertThat(fetched.onStream(range(91, 92), 61 * SECOND)).isEqualTo(Step.FOLLOWED);
  }

  private static BookUpdate range(long first, long last) {
    return update(BookUpdateKind.DELTA, Sequencing.RANGE, first, last, NONE);
  }

  private static BookUpdate linked(long first, long last, long previous) {
    return update(BookUpdateKind.DELTA, Sequencing.LINKED, first, last, previous);
  }

  private static BookUpdate whole(BookUpdateKind kind, long last) {
    return update(kind, Sequencing.RANGE, NONE, last, NONE);
  }

  private static BookUpdate update(
      BookUpdateKind kind, Sequencing sequencing, long first, long last, long previous) {
    return new BookUpdate(
        "BINANCE",
        "BTC-USDT",
        kind,
        sequencing,
        first,
        last,
        previous,
        0L,
        NONE,
        Contract.LINEAR,
        1L,
        0,
        NONE,
        0,
        0,
        List.of(),
        List.of(),
        "");
  }
}
