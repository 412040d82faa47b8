package io.hedgerow.state.book;

import static io.hedgerow.state.book.Updates.delta;
import static io.hedgerow.state.book.Updates.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.state.BookReason;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.state.network.GoldenPages;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.StaleCause;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Books as an earlier build wrote them. */
@Tag("NET-1")
class BookPagesTest {

  private final Book book = new Book(Updates.KEY, BookLimits.defaults());

  @Test
  void shouldReadTheGoldenPagesOfABookWithLevels() throws IOException {
    Updates whole = snapshot(1).depthLimit(400);
    for (int i = 0; i < 400; i++) {
      whole.bid(61_800 - i * i * 0.1, 1 + i % 7 * 0.001).ask(61_800.1 + i * 0.5, 1e-8 + i % 5);
    }
    whole.applyTo(book, 7);
    delta(2, 3).bid(61_800, 0).ask(61_800.1, 12).applyTo(book, 8);
    book.goStale(StaleCause.CLOCK_STOPPED);

    Book restored = restore(GoldenPages.read("book.v1.txt", book));

    assertThat(restored.validity()).isEqualTo(BookValidity.STALE);
    assertThat(restored.levels()).isEqualTo(book.levels()).isEqualTo(799);
    assertThat(restored.view()).isEqualTo(book.view());
    delta(4, 4).bid(61_799, 5).applyTo(restored, 9);
    delta(4, 4).bid(61_799, 5).applyTo(book, 9);
    assertThat(restored.bestBidQuantityE8()).isPositive();
    assertThat(restored.view()).isEqualTo(book.view());
  }

  @Test
  void shouldReadTheGoldenPagesOfABookThatWaits() throws IOException {
    snapshot(1).bid(100, 1).ask(101, 1).applyTo(book, 0);
    delta(3, 3).bid(99, 2).applyTo(book, 1);
    delta(4, 4).ask(102, 3).applyTo(book, 2);

    Book restored = restore(GoldenPages.read("book-waiting.v1.txt", book));

    assertThat(restored.reason()).isEqualTo(BookReason.SEQUENCE_GAP);
    assertThat(restored.view()).isEqualTo(book.view());
    snapshot(2).bid(100, 1).ask(101, 1).applyTo(restored, 3);
    assertThat(restored.validity()).isEqualTo(BookValidity.LIVE);
    assertThat(restored.sequence()).isEqualTo(4);
    assertThat(restored.levels()).isEqualTo(4);
  }

  private static Book restore(HeldPages pages) {
    return Book.restore(Updates.KEY, BookLimits.defaults(), pages.entries());
  }
}
