package io.hedgerow.state.book;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.network.StaleCause;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/**
 * A book, a book that is flushed and restored at random points, and a naive book say the same after
 * every event.
 */
@Tag("NET-1")
@Tag("NET-2")
class BookPropertyTest {

  private static final int EVENTS = 300;
  private static final long ONE = 100_000_000L;

  private static final BookLimits WIDE = new BookLimits(3_000, 20_000, 5_000, 3, 100, 400);
  private static final BookLimits NARROW = new BookLimits(1_000, 2_000, 120, 3, 100, 100);

  @Property(tries = 20)
  void shouldSayWhatTheNaiveBookSaysAfterEveryEvent(
      @ForAll("venues") UpdateStream.Venue venue, @ForAll long seed, @ForAll boolean wide) {
    BookLimits limits = wide ? WIDE : NARROW;
    UpdateStream stream = new UpdateStream(seed, venue);
    Random random = new Random(~seed);
    NaiveBook naive = new NaiveBook(UpdateStream.KEY, limits);
    Book book = new Book(UpdateStream.KEY, limits);
    Book restored = new Book(UpdateStream.KEY, limits);
    MapPageStore store = new MapPageStore();
    BookUpdateReader reader = new BookUpdateReader();

    for (int offset = 0; offset < EVENTS; offset++) {
      if (random.nextInt(60) == 0) {
        boolean changed = book.goStale(StaleCause.NO_INPUT);
        assertThat(naive.goStale(BookReason.NO_INPUT)).isEqualTo(changed);
        assertThat(restored.goStale(StaleCause.NO_INPUT)).isEqualTo(changed);
      }
      BookUpdate update = stream.next();
      byte[] framed = RecordCodec.encode(update);

      BookOutcome outcome = book.apply(reader.wrap(framed), offset);

      assertThat(naive.apply(update, offset)).as("event %d: %s", offset, update).isEqualTo(outcome);
      assertThat(restored.apply(reader.wrap(framed), offset)).isEqualTo(outcome);
      byte[] view = book.view();
      assertThat(decoded(view)).as("event %d: %s", offset, update).isEqualTo(naive.view());
      assertThat(restored.view()).isEqualTo(view);
      assertThat(book.receivedAtMicros()).isEqualTo(naive.receivedAtMicros());
      assertThat(restored.receivedAtMicros()).isEqualTo(naive.receivedAtMicros());
      if (random.nextInt(10) == 0) {
        restored.flush(store);
        if (random.nextBoolean()) {
          restored = Book.restore(UpdateStream.KEY, limits, store.shuffled(random));
        }
      }
    }
  }

  /** Sweeps run by clocks, so a replay sets the mark elsewhere. */
  @Property(tries = 30)
  @Tag("NET-7")
  void shouldMakeTheSameBookWhereverItWasMarkedStale(
      @ForAll("venues") UpdateStream.Venue venue, @ForAll long seed) {
    UpdateStream stream = new UpdateStream(seed, venue);
    Random random = new Random(~seed);
    Book plain = new Book(UpdateStream.KEY, WIDE);
    Book marked = new Book(UpdateStream.KEY, WIDE);
    BookUpdateReader reader = new BookUpdateReader();
    long pauses = 0;

    for (int offset = 0; offset < EVENTS; offset++) {
      if (random.nextInt(10) == 0) {
        marked.goStale(StaleCause.values()[random.nextInt(2)]);
        pauses += random.nextInt(2 * (int) Book.RENEWED_AFTER_MICROS);
      }
      BookUpdate update = stream.next();
      update.setReceivedAtMicros(update.getReceivedAtMicros() + pauses);
      byte[] framed = RecordCodec.encode(update);

      plain.apply(reader.wrap(framed), offset);
      marked.apply(reader.wrap(framed), offset);

      assertThat(marked.sequence()).isEqualTo(plain.sequence());
      if (marked.validity() != BookValidity.STALE) {
        assertThat(marked.view()).as("event %d", offset).isEqualTo(plain.view());
      }
    }
  }

  @Property(tries = 20)
  void shouldFlushTheSamePagesWhetherRestoredOrNot(
      @ForAll("venues") UpdateStream.Venue venue, @ForAll long seed) {
    UpdateStream stream = new UpdateStream(seed, venue);
    Book book = new Book(UpdateStream.KEY, WIDE);
    MapPageStore incremental = new MapPageStore();
    BookUpdateReader reader = new BookUpdateReader();

    for (int offset = 0; offset < EVENTS; offset++) {
      book.apply(reader.wrap(RecordCodec.encode(stream.next())), offset);
      if (offset % 7 == 0) {
        book.flush(incremental);
      }
    }
    book.flush(incremental);
    Book restored = Book.restore(UpdateStream.KEY, WIDE, incremental.shuffled(new Random(seed)));
    assertThat(restored.view()).isEqualTo(book.view());
    assertThat(restored.levels()).isEqualTo(book.levels());
    assertThat(restored.bids.coveredKey()).isEqualTo(book.bids.coveredKey());
    assertThat((restored.waiting.oldest() == null)).isEqualTo((book.waiting.oldest() == null));
  }

  @Property(tries = 15)
  void shouldNeverPublishACrossedBook(
      @ForAll("venues") UpdateStream.Venue venue, @ForAll long seed) {
    UpdateStream stream = new UpdateStream(seed, venue);
    Book book = new Book(UpdateStream.KEY, WIDE);
    BookUpdateReader reader = new BookUpdateReader();

    for (int offset = 0; offset < EVENTS; offset++) {
      book.apply(reader.wrap(RecordCodec.encode(stream.next())), offset);
      DepthView view = decoded(book.view());
      if (view.getValidity() == BookValidity.LIVE && view.getReferencePriceE8() > 0) {
        assertThat(view.getBestBidPriceE8()).isLessThan(view.getBestAskPriceE8());
      } else if (view.getValidity() != BookValidity.LIVE) {
        assertThat(view.getBestBidPriceE8()).isZero();
        assertThat(view.getBids()).isEmpty();
        assertThat(view.getAsksComplete()).isFalse();
      }
    }
  }

  /** The streams above are worth something only if they lead everywhere. */
  @Property(tries = 1)
  void shouldReachEveryReasonAndOutcome(@ForAll("seeds") long seed) {
    Map<BookReason, Integer> reasons = new EnumMap<>(BookReason.class);
    Map<BookOutcome, Integer> outcomes = new EnumMap<>(BookOutcome.class);
    for (UpdateStream.Venue venue : VENUES) {
      UpdateStream stream = new UpdateStream(seed, venue);
      Book book = new Book(UpdateStream.KEY, WIDE);
      for (int offset = 0; offset < 50 * EVENTS; offset++) {
        byte[] framed = RecordCodec.encode(stream.next());
        outcomes.merge(book.apply(new BookUpdateReader().wrap(framed), offset), 1, Integer::sum);
        reasons.merge(book.reason(), 1, Integer::sum);
      }
    }
    assertThat(outcomes).containsOnlyKeys(BookOutcome.values());
    assertThat(reasons)
        .containsOnlyKeys(
            BookReason.NONE,
            BookReason.AWAITING_SNAPSHOT,
            BookReason.SEQUENCE_GAP,
            BookReason.SNAPSHOT_NOT_CONTINUED,
            BookReason.CHECKSUM_MISMATCH,
            BookReason.CROSSED_BOOK,
            BookReason.NUMERIC_OVERFLOW,
            BookReason.CONTRACT_CHANGED);
    assertThat(reasons.get(BookReason.NONE)).isGreaterThan(50 * EVENTS);
  }

  private static final UpdateStream.Venue[] VENUES = {
    new UpdateStream.Venue(Sequencing.RANGE, Contract.LINEAR, ONE, 0),
    new UpdateStream.Venue(Sequencing.LINKED, Contract.LINEAR, ONE / 100, 0),
    new UpdateStream.Venue(Sequencing.LINKED, Contract.INVERSE, 100 * ONE, 0),
    new UpdateStream.Venue(Sequencing.RANGE, Contract.INVERSE, 10 * ONE, 50),
    new UpdateStream.Venue(Sequencing.UNSEQUENCED, Contract.LINEAR, ONE, 25)
  };

  @Provide
  Arbitrary<UpdateStream.Venue> venues() {
    return Arbitraries.of(VENUES);
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.just(20_240_808L);
  }

  private static DepthView decoded(byte[] view) {
    try {
      return (DepthView) RecordCodec.decode(view);
    } catch (UnreadableRecordException e) {
      throw new AssertionError("a view that nobody can read", e);
    }
  }
}
