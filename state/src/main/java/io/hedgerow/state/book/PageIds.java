package io.hedgerow.state.book;

/**
 * Numbers of a book's pages in its {@link io.hedgerow.state.network.PageStore}.
 *
 * <pre>
 *   0                  header
 *   1 · 2^60 + n       bids of the n-th price band
 *   2 · 2^60 + n       asks of the n-th price band
 *   3 · 2^60 + n       the n-th delta that waits for a whole book
 * </pre>
 */
final class PageIds {

  static final long HEADER = 0;

  private static final int KIND_SHIFT = 60;
  private static final long BIDS = 1L << KIND_SHIFT;
  private static final long ASKS = 2L << KIND_SHIFT;
  private static final long WAITING = 3L << KIND_SHIFT;

  private PageIds() {}

  static long levels(boolean bids, long page) {
    return (bids ? BIDS : ASKS) + page;
  }

  static long waiting(long number) {
    return WAITING + number;
  }

  static boolean isWaiting(long pageId) {
    return pageId >= WAITING;
  }

  static long number(long pageId) {
    return pageId & (BIDS - 1);
  }
}
