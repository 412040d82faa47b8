package io.hedgerow.connectors.fix;

/** The gap in what the other end has sent: until where, and when it was asked for. */
final class MissingMessages {

  private static final long ANSWER_WITHIN_MICROS = 10_000_000;
  private static final int ATTEMPTS = 3;

  private long end;
  private long askedMicros;
  private int attempts;

  /** Whether something is missing. */
  boolean any() {
    return end > 0;
  }

  /**
   * Something came ahead of what is missing.
   *
   * @return whether the gap is new, so that it is to be asked for
   */
  boolean before(long sequence) {
    boolean isNew = end == 0;
    end = Math.max(end, sequence);
    if (isNew) {
      attempts = 0;
    }
    return isNew;
  }

  void asked(long atMicros) {
    attempts++;
    askedMicros = atMicros;
  }

  /** Whether an answer is due. */
  boolean isOverdue(long nowMicros) {
    return end > 0 && nowMicros - askedMicros > ANSWER_WITHIN_MICROS;
  }

  /** Whether it was asked for often enough. */
  boolean isHopeless() {
    return attempts == ATTEMPTS;
  }

  /**
   * This number is expected next.
   *
   * @return whether that closes the gap
   */
  boolean closedBy(long nextIn) {
    boolean closed = end > 0 && nextIn > end;
    if (closed) {
      end = 0;
    }
    return closed;
  }

  void forget() {
    end = 0;
  }
}
