package io.hedgerow.fastpath.journal;

import java.nio.file.Path;

/** A process that appends as fast as it can and tells what it has committed, until it is killed. */
final class EndlessAppender {

  private static final int TOLD_EVERY = 64;

  private EndlessAppender() {}

  public static void main(String[] args) {
    JournalSettings settings =
        JournalSettings.of(1, "child").withBytes(1 << 20, 1L << 30).withForceEveryMillis(0);
    try (Journal journal = Journal.open(Path.of(args[0]), settings)) {
      System.out.println("from " + journal.nextSequence());
      long sequence = JournalFixture.append(journal);
      while (sequence > 0) {
        if (sequence % TOLD_EVERY == 0) {
          System.out.println(sequence);
        }
        sequence = JournalFixture.append(journal);
      }
    }
  }
}
