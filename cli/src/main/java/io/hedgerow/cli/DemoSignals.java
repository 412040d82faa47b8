package io.hedgerow.cli;

import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The signals of the demo, each once, however often it was written (SIG-1). One thread only. */
final class DemoSignals implements AutoCloseable {

  private static final int SHOWN = 5;

  private final TopicReader reader;
  private final Set<String> known = new HashSet<>();
  private final Deque<Signal> newest = new ArrayDeque<>();

  DemoSignals(String bootstrapServers) {
    this.reader = new TopicReader(bootstrapServers, List.of(Topic.EXECUTION_SIGNALS));
  }

  /** Reads what is new. */
  void poll() {
    reader.poll(Duration.ZERO).forEach(record -> take(TopicReader.decode(record)));
  }

  private void take(SpecificRecord record) {
    if (record instanceof Signal signal && known.add(signal.getSignalId())) {
      newest.addLast(signal);
      if (newest.size() > SHOWN) {
        newest.removeFirst();
      }
    }
  }

  /** How many there were, and the newest of them. */
  String render() {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%,d signals", known.size()))
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
