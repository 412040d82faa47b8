package io.hedgerow.simulator.replay;

import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessage;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The messages of several recorded files in the order of their receipt; of equal times the file
 * that was named first comes first, and within a file its own order holds. For one thread.
 */
final class MergedRecording implements AutoCloseable {

  /** A message with the file it stands in. */
  record Next(RecordedFile file, RecordedMessage message) {}

  private record Head(
      int ordinal, RecordedFile file, RecordedMessages rest, RecordedMessage first) {
    long atMicros() {
      return first.receivedAtMicros();
    }
  }

  private final List<RecordedMessages> open = new ArrayList<>();
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparingLong(Head::atMicros).thenComparingInt(Head::ordinal));

  MergedRecording(List<RecordedFile> files) {
    try {
      for (int i = 0; i < files.size(); i++) {
        RecordedMessages messages = files.get(i).open();
        open.add(messages);
        push(i, files.get(i), messages);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The next message; null at the end. */
  Next next() {
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    push(head.ordinal(), head.file(), head.rest());
    return new Next(head.file(), head.first());
  }

  @Override
  public void close() {
    open.forEach(RecordedMessages::close);
  }

  private void push(int ordinal, RecordedFile file, RecordedMessages messages) {
    if (messages.hasNext()) {
      heads.add(new Head(ordinal, file, messages, messages.next()));
    }
  }
}
