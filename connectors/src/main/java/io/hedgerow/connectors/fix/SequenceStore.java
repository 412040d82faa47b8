package io.hedgerow.connectors.fix;

/** The two numbers that a FIX session must not forget. For one thread. */
public interface SequenceStore {

  /** Number of the next message that we send; at least 1. */
  long nextOut();

  /** Number of the next message that we expect; at least 1. */
  long nextIn();

  /** Set before a message is sent: no number is ever used twice. */
  void nextOut(long number);

  /** Set after a message was handled: one that was not is asked for again. */
  void nextIn(long number);

  /** Numbers that live as long as the object. */
  static SequenceStore inMemory() {
    return new SequenceStore() {
      private long out = 1;
      private long in = 1;

      @Override
      public long nextOut() {
        return out;
      }

      @Override
      public long nextIn() {
        return in;
      }

      @Override
      public void nextOut(long number) {
        out = number;
      }

      @Override
      public void nextIn(long number) {
        in = number;
      }
    };
  }
}
