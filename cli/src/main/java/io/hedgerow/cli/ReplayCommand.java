package io.hedgerow.cli;

import io.hedgerow.connectors.feed.recorded.RecordedFile;
import io.hedgerow.connectors.feed.recorded.RecordedMessages;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.simulator.replay.RecordedReplay;
import io.hedgerow.simulator.replay.ReplayProgress;
import io.hedgerow.simulator.replay.ReplaySpeed;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recorded data into any Kafka. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Write a folder of recorded market data into Kafka.",
    footer = {
      "",
      "Records keep the time at which they were received, and clock ticks of that time go with"
          + " them. So books are LIVE while the replay runs and STALE a few seconds after its end,"
          + " and topics that hold newer input, such as those of a running demo, are refused:"
          + " event time is past the recording there. To look at a recording, use: hedgerow demo"
          + " --data DIR --speed 1"
    })
final class ReplayCommand implements Runnable {

  private static final long REPORT_EVERY_NANOS = 5_000_000_000L;

  @Mixin private BrokerOptions broker;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "Folder with books/ in it; default: ../shared/data.")
  private Path folder;

  @Option(
      names = "--speed",
      description = "So many times faster than recorded, or max (${DEFAULT-VALUE}).",
      defaultValue = "max")
  private ReplaySpeed speed;

  @Option(
      names = "--late",
      description = "Replay even if the topics hold newer input; its books will be STALE.")
  private boolean late;

  private long reportedAtNanos = System.nanoTime();

  @Override
  public void run() {
    Path data = DataFolder.orNull(folder);
    if (data == null) {
      throw new UserException("there is no ../shared/data: name a folder, hedgerow replay DIR");
    }
    List<RecordedFile> files = ReplayFeed.files(data);
    String servers = broker.bootstrapServers();
    try (TopicAdmin admin = TopicAdmin.connect(servers)) {
      admin.createCatalogue();
    }
    if (!late) {
      requireNothingNewer(servers, data, files);
    }
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/replay")) {
      RecordedReplay replay = new RecordedReplay(files, producer, speed);
      Runtime.getRuntime().addShutdownHook(new Thread(replay::stop, "stop-replay"));
      System.out.println(line(replay.run(this::report)));
    }
  }

  private static void requireNothingNewer(String servers, Path data, List<RecordedFile> files) {
    OptionalLong newest = NewestInput.timeMicros(servers);
    OptionalLong first = firstMicros(files);
    if (newest.isPresent() && first.isPresent() && newest.getAsLong() > first.getAsLong()) {
      throw new UserException(
          "the recording begins at "
              + ReplayFeed.instant(first.getAsLong())
              + ", but the topics at "
              + servers
              + " have come to "
              + ReplayFeed.instant(newest.getAsLong())
              + ": its books would be STALE; use a broker without newer input, or hedgerow demo"
              + " --data "
              + data
              + ", or --late to replay all the same");
    }
  }

  private static OptionalLong firstMicros(List<RecordedFile> files) {
    OptionalLong first = OptionalLong.empty();
    for (RecordedFile file : files) {
      try (RecordedMessages messages = file.open()) {
        if (messages.hasNext()) {
          long micros = messages.next().receivedAtMicros();
          if (micros > 0) {
            first = OptionalLong.of(Math.min(micros, first.orElse(Long.MAX_VALUE)));
          }
        }
      }
    }
    return first;
  }

  private void report(ReplayProgress progress) {
    if (System.nanoTime() - reportedAtNanos >= REPORT_EVERY_NANOS) {
      reportedAtNanos = System.nanoTime();
      System.err.println(line(progress));
    }
  }

  private static String line(ReplayProgress progress) {
    return String.format(
        Locale.ROOT,
        "%,d lines: %,d records sent, %,d lines without a record in the contract, %,d rejected%s",
        progress.lines(),
        progress.records(),
        progress.ignored(),
        progress.rejected(),
        progress.mostBehind().toMillis() > 1_000
            ? "; at most " + progress.mostBehind().toMillis() + " ms behind its pace"
            : "");
  }
}
