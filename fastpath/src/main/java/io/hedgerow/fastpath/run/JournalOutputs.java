package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.engine.EngineOutputs;
import io.hedgerow.fastpath.journal.Journal;
import org.agrona.MutableDirectBuffer;

/**
 * Writes outputs into the journal, with the time of the input that they follow from. Where the next
 * segment is still being prepared it waits, spinning; where there is none to come the engine stops:
 * what cannot be written must not be sent. For the engine's thread.
 */
public final class JournalOutputs implements EngineOutputs {

  private final Journal journal;
  private long timeMicros;

  /** Into this journal. */
  public JournalOutputs(Journal journal) {
    this.journal = journal;
  }

  /** What is written from now on follows from an input of this time. */
  public void at(long micros) {
    timeMicros = micros;
  }

  @Override
  public MutableDirectBuffer claim(int templateId, int length) {
    claim(journal, templateId, length, timeMicros);
    return journal.body();
  }

  static long claim(Journal journal, int templateId, int length, long timeMicros) {
    long sequence = journal.claim(templateId, length, timeMicros);
    while (sequence == Journal.NOT_READY) {
      Thread.onSpinWait();
      sequence = journal.claim(templateId, length, timeMicros);
    }
    if (sequence < 0) {
      throw new JournalEndedException(
          sequence == Journal.FULL ? "the journal is full" : "the journal cannot be continued",
          journal.failure());
    }
    return sequence;
  }

  @Override
  public void commit() {
    journal.commit();
  }
}
