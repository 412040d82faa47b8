package io.hedgerow.state.book;

/**
 * How many levels may wait for whole books in all books together that share it (NET-1): a limit for
 * each book does not bound their sum.
 *
 * <p>While it is exceeded, a book whose next delta comes keeps only the newest of what waits with
 * it, as much as each book is guaranteed. So how old a whole book may be depends on what the others
 * hold: the one place where a book's way back, never a price, depends on more than its own input.
 * Not safe for concurrent use.
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
