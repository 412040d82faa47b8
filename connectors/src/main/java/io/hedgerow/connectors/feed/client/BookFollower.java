package io.hedgerow.connectors.feed.client;

import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Sequencing;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Follows the numbers of one book's messages, to know when a whole book must be asked for (NET-1).
 * Nothing is held back: whether the book is valid is decided where it is kept, by the same numbers.
 *
 * <pre>
 *            whole book that connects
 *   WAITING ─────────────────────────▶ FOLLOWING
 *      ▲                                  │
 *      └──── gap, silence, new link ──────┘
 * </pre>
 *
 * <p>Where whole books are fetched, the places of the deltas since are kept while it waits; a
 * fetched book must connect to all of them. Times are ns of one clock. For one thread.
 */
final class BookFollower {

  /** What a message of the stream meant. */
  enum Step {
    FOLLOWED,
    /** The message was known already. */
    OLD,
    /** Followed until this message, which left something out. */
    GAP,
    /** A whole book is on its way. */
    WAITING,
    /** The whole book has come. */
    SYNCED
  }

  /** What is to be done about it. */
  enum Request {
    NOTHING,
    FETCH,
    RESUBSCRIBE
  }

  private record Place(long first, long last, long previous, Sequencing sequencing) {

    static Place of(BookUpdate delta) {
      return new Place(
          delta.getFirstSequence(),
          delta.getLastSequence(),
          delta.getPreviousSequence(),
          delta.getSequencing());
    }
  }

  /** More than a minute of a busy book; beyond it the oldest are forgotten. */
  private static final int MAX_WAITING = 5_000;

  /** A quiet market may send no delta for long: then its book is fetched without one. */
  private static final long FIRST_DELTA_WITHIN_NANOS = 2_000_000_000L;

  private final boolean fetched;
  private final FeedSettings settings;
  private final Deque<Place> waiting = new ArrayDeque<>();
  private boolean following;
  private boolean joined;
  private boolean requested;
  private long sequence;
  private int failures;
  private long forgottenThrough = Long.MIN_VALUE;
  private long beganAtNanos;
  private long heardAtNanos;
  private long requestAtNanos;
  private long lastRequestNanos;

  /**
   * @param fetched whether whole books are fetched, not sent in the stream
   */
  BookFollower(boolean fetched, FeedSettings settings, long nowNanos) {
    this.fetched = fetched;
    this.settings = settings;
    this.lastRequestNanos = nowNanos - settings.resyncPause().toNanos();
    begin(nowNanos);
  }

  /** A new subscription: what was known no longer counts. */
  void begin(long nowNanos) {
    following = false;
    requested = false;
    waiting.clear();
    forgottenThrough = Long.MIN_VALUE;
    beganAtNanos = nowNanos;
    heardAtNanos = nowNanos;
    requestAtNanos = fetched ? nowNanos : nowNanos + settings.wholeBookWithin().toNanos();
  }

  boolean isFollowing() {
    return following;
  }

  /** The last update followed. */
  long sequence() {
    return sequence;
  }

  /** A message of the stream. */
  Step onStream(BookUpdate update, long nowNanos) {
    if (update.getKind() != BookUpdateKind.DELTA) {
      heardAtNanos = nowNanos;
      boolean news = !following;
      follow(update.getLastSequence(), nowNanos);
      return news ? Step.SYNCED : Step.FOLLOWED;
    }
    Place place = Place.of(update);
    if (!following) {
      heardAtNanos = nowNanos;
      keep(place);
      return Step.WAITING;
    }
    Step step = stepOf(place);
    if (step == Step.FOLLOWED) {
      heardAtNanos = nowNanos;
      advance(place);
    } else if (step == Step.GAP) {
      following = false;
      requested = false;
      waiting.clear();
      keep(place);
      requestAtNanos = Math.max(nowNanos, lastRequestNanos + settings.resyncPause().toNanos());
    }
    return step;
  }

  /**
   * A fetched book.
   *
   * @return whether it may be used: false if it does not connect to the messages since
   */
  boolean onFetched(BookUpdate whole, long nowNanos) {
    requested = false;
    if (following) {
      if (whole.getLastSequence() > sequence) {
        follow(whole.getLastSequence(), nowNanos);
      }
      requestAtNanos = nowNanos + settings.fetchEvery().toNanos();
      return true;
    }
    long wholeSequence = whole.getLastSequence();
    if (!connects(wholeSequence)) {
      onFetchFailed(nowNanos);
      return false;
    }
    return true;
  }

  /** The book did not come: it is asked for again after a while. */
  void onFetchFailed(long nowNanos) {
    requested = false;
    failures++;
    requestAtNanos = nowNanos + settings.backOff().delayNanos(failures);
  }

  /** What is due now; the caller does it. */
  Request due(long nowNanos) {
    if (nowNanos - heardAtNanos >= settings.bookSilence().toNanos()) {
      return resubscribe(nowNanos);
    }
    if (requested || nowNanos < requestAtNanos) {
      return Request.NOTHING;
    }
    if (!fetched) {
      return following ? Request.NOTHING : resubscribe(nowNanos);
    }
    boolean early = nowNanos - beganAtNanos < FIRST_DELTA_WITHIN_NANOS;
    if (!following && waiting.isEmpty() && early) {
      return Request.NOTHING;
    }
    requested = true;
    lastRequestNanos = nowNanos;
    return Request.FETCH;
  }

  private Request resubscribe(long nowNanos) {
    begin(nowNanos);
    lastRequestNanos = nowNanos;
    return Request.RESUBSCRIBE;
  }

  private void follow(long last, long nowNanos) {
    following = true;
    joined = false;
    sequence = last;
    failures = 0;
    waiting.clear();
    forgottenThrough = Long.MIN_VALUE;
    requestAtNanos = nowNanos + settings.fetchEvery().toNanos();
  }

  /** Walks through what waits; follows its end if nothing is missing on the way. */
  private boolean connects(long wholeSequence) {
    if (wholeSequence < forgottenThrough) {
      return false;
    }
    sequence = wholeSequence;
    joined = false;
    for (Place place : waiting) {
      Step step = stepOf(place);
      if (step == Step.GAP) {
        return false;
      }
      if (step == Step.FOLLOWED) {
        advance(place);
      }
    }
    following = true;
    failures = 0;
    requestAtNanos = heardAtNanos + settings.fetchEvery().toNanos();
    waiting.clear();
    return true;
  }

  private void keep(Place place) {
    if (!fetched) {
      return;
    }
    if (waiting.size() == MAX_WAITING) {
      forgottenThrough = Math.max(forgottenThrough, waiting.removeFirst().last());
    }
    waiting.add(place);
  }

  private Step stepOf(Place place) {
    if (place.sequencing() == Sequencing.LINKED) {
      if (place.previous() == sequence) {
        return Step.FOLLOWED;
      }
      if (place.last() <= sequence) {
        return Step.OLD;
      }
      return !joined && place.previous() < sequence ? Step.FOLLOWED : Step.GAP;
    }
    if (place.last() <= sequence) {
      return Step.OLD;
    }
    return place.first() <= sequence + 1 ? Step.FOLLOWED : Step.GAP;
  }

  private void advance(Place place) {
    sequence = place.last();
    joined = true;
  }
}
