package io.hedgerow.cli;

import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The signals of the demo, each once, however often it was written (SIG-1). One thread only. */
final class DemoSignals implements AutoCloseable {

  private static final int SHOWN = 5;

  /** The newest of them that would be noticed if they came again. */
  private static final int KNOWN = 10_000;

  private final TopicReader reader;
  private final Set<String> known = new LinkedHashSet<>();
  private final Deque<Signal> newest = new ArrayDeque<>();
  private long count;

  DemoSignals(String bootstrapServers) {
    this.reader = new TopicReader(bootstrapServers, List.of(Topic.EXECUTION_SIGNALS));
  }

  /** Reads what is new. */
  void poll() {
    reader.poll(Duration.ZERO).forEach(record -> take(TopicReader.decode(record)));
  }

  private void take(SpecificRecord record) {
    if (record instanceof Signal signal && known.add(signal.getSignalId())) {
      count++;
      forgetOldest();
      newest.addLast(signal);
      if (newest.size() > SHOWN) {
        newest.removeFirst();
      }
    }
  }

  /** One that is written again comes soon after the first. */
  private void forgetOldest() {
    if (known.size() > KNOWN) {
      Iterator<String> oldest = known.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** How many there were, and the newest of them. */
  String render() {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%,d signals", count))
            .append(newest.isEmpty() ? "\n" : ", the newest last:\n");
    for (Signal signal : newest) {
      text.append(
          String.format(
              Locale.ROOT,
              "%tT  %-8s  %s%n",
              signal.getCreatedAtMicros() / 1_000,
              signal.getSource(),
              signal.getText()));
    }
    return text.toString();
  }

  @Override
  public void close() {
    reader.close();
  }
}
