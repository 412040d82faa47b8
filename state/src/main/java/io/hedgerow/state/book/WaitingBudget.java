package io.hedgerow.state.book;

/**
 * How many levels may wait for whole books in all books together that share it (NET-1): a limit for
 * each book does not bound their sum.
 *
 * <p>The book whose delta goes beyond drops what waits with it and stays invalid until a whole book
 * comes that needs none of it. So which book that is depends on what the others hold: the one place
 * where a book's way back, never a price, depends on more than its own input. Not safe for
 * concurrent use.
 */
public final class WaitingBudget {

  private final long maxLevels;
  private long levels;

  /** Room for so many levels; an empty delta costs some too. */
  public WaitingBudget(long maxLevels) {
    this.maxLevels = maxLevels;
  }

  /** Levels that wait now. */
  public long levels() {
    return levels;
  }

  void take(long count) {
    levels += count;
  }

  void giveBack(long count) {
    levels -= count;
  }

  boolean isExceeded() {
    return levels > maxLevels;
  }
}
