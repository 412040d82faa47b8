package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.simulator.replay.RecordedReplay;
import io.hedgerow.simulator.replay.ReplayProgress;
import io.hedgerow.simulator.replay.ReplaySpeed;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Recorded data into any Kafka. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Write a folder of recorded market data into Kafka, as if it were received now.")
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

  private long reportedAtNanos = System.nanoTime();

  @Override
  public void run() {
    Path data = DataFolder.orNull(folder);
    if (data == null) {
      throw new UserException("there is no ../shared/data: name a folder, hedgerow replay DIR");
    }
    String servers = broker.bootstrapServers();
    try (TopicAdmin admin = TopicAdmin.connect(servers)) {
      admin.createCatalogue();
    }
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/replay")) {
      RecordedReplay replay = new RecordedReplay(ReplayFeed.files(data), producer, speed);
      Runtime.getRuntime().addShutdownHook(new Thread(replay::stop, "stop-replay"));
      System.out.println(line(replay.run(this::report)));
    }
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
