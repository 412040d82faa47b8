package io.hedgerow.fastpath.run;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Figures that one thread writes and another reads as a whole: while they are written their version
 * is odd, and a reader that saw another version before than after reads again. Never waits on the
 * writing side; allocates nothing.
 */
final class StatusBoard {

  /** One place for each figure. */
  enum Figure {
    AT_MICROS(0),
    RUN(1),
    CAUSES(2),
    FLAT(3),
    OPEN_PAIRS(4),
    UNKNOWN_ORDERS(5),
    RESTS(6),
    NOT_FLAT(7),
    NOT_CONFIRMED(8),
    ORDER(9);

    private final int place;

    Figure(int place) {
      this.place = place;
    }

    /** Where it stands among the figures. */
    int place() {
      return place;
    }
  }

  private final AtomicLongArray figures = new AtomicLongArray(Figure.values().length + 1);

  /** Before the first {@link #put}; only the one thread that writes calls these three. */
  void begin() {
    figures.set(0, figures.get(0) + 1);
  }

  void put(Figure figure, long value) {
    figures.set(figure.place() + 1, value);
  }

  void end() {
    figures.set(0, figures.get(0) + 1);
  }

  /** Copies all figures of one moment; false: they were just being written. */
  boolean read(long[] into) {
    long before = figures.get(0);
    for (int i = 0; i < into.length; i++) {
      into[i] = figures.get(i + 1);
    }
    return (before & 1) == 0 && figures.get(0) == before;
  }

  /** Whether anything was ever written. */
  boolean isEmpty() {
    return figures.get(0) == 0;
  }
}
