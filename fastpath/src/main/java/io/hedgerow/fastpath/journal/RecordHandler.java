package io.hedgerow.fastpath.journal;

import org.agrona.DirectBuffer;

/** Takes the records of a journal, one by one and in order. */
@FunctionalInterface
public interface RecordHandler {

  /**
   * One record. If this throws, the record is not read: the next poll brings it again.
   *
   * @param sequence of the record, one more than that before
   * @param type the writer's
   * @param timeMicros the writer's
   * @param buffer holds the body; valid during the call, never to be written to
   * @param offset where the body begins
   * @param length of the body in bytes
   */
  void onRecord(
      long sequence, int type, long timeMicros, DirectBuffer buffer, int offset, int length);
}
