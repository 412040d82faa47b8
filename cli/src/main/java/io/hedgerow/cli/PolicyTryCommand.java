package io.hedgerow.cli;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.state.risk.trial.PolicyTrial;
import io.hedgerow.state.risk.trial.TrialOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What would be different under another policy (TRIG-1 … TRIG-16). */
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    description =
        "Replay a stretch under the policy in force and under a file; print which triggers and"
            + " restrictions come, go or move.",
    footer = {
      "",
      "Nothing is published. Statistics begin empty at the begin of the stretch, consumers"
          + " acknowledge at once, and nobody approves: DMM lasts to the end. state.depth is"
          + " compacted, so of older books only the newest view may be left.",
      "With --data each file under books/ is a stretch of its own, compared with the shipped"
          + " policy: its books, and the funding and reference prices that stand between them."
          + " Books never go STALE there; nothing is recorded of venues, chains and accounts;"
          + " funding/*.csv.gz is not read (hedgerow bench study reads it)."
    })
final class PolicyTryCommand implements Callable<Integer> {

  private static final Duration USUAL = Duration.ofHours(1);

  @Mixin private BrokerOptions broker;

  @Parameters(paramLabel = "FILE", description = "As policy.yaml.")
  private Path file;

  @Option(names = "--data", paramLabel = "DIR", description = "A folder as of hedgerow replay.")
  private Path data;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Event time as 2026-09-21T14:13:20Z; default: an hour before the newest.")
  private Instant from;

  @Option(names = "--to", paramLabel = "TIME", description = "Event time; needs --from.")
  private Instant to;

  @Option(names = "--json", description = "As JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if ((from == null) != (to == null) || (from != null && !from.isBefore(to))) {
      throw UserException.ofUsage("--from and --to go together, and --from comes first");
    }
    if (data != null && from != null) {
      throw UserException.ofUsage("--data is a stretch by itself: leave --from and --to away");
    }
    RiskPolicy tried = PolicyCommand.read(file);
    List<TrialReport> reports = new ArrayList<>();
    if (data != null) {
      RiskPolicy shipped = PolicyRecords.standard();
      for (TrialFeed feed : RecordedStretch.of(ReplayFeed.files(DataFolder.orNull(data)))) {
        reports.add(run(feed, shipped, "shipped", tried));
      }
    } else {
      String servers = broker.bootstrapServers();
      RiskPolicy inForce = new PolicyTopic(servers, PolicyMode.LIVE).require();
      TrialFeed feed =
          from == null
              ? BrokerStretch.newest(servers, USUAL)
              : new BrokerStretch(servers, micros(from), micros(to));
      reports.add(run(feed, inForce, "version " + inForce.getVersion(), tried));
    }
    if (json) {
      System.out.println(ViewJson.write(reports.stream().map(TrialReport::fields).toList()));
    } else {
      reports.forEach(report -> System.out.print(report.text()));
    }
    return 0;
  }

  private static TrialReport run(
      TrialFeed feed, RiskPolicy inForce, String nameInForce, RiskPolicy tried) {
    PolicyTrial before = new PolicyTrial(asLive(inForce), feed.fromMicros());
    PolicyTrial after = new PolicyTrial(asLive(tried), feed.fromMicros());
    feed.run(
        observation -> {
          before.observe(observation);
          after.observe(observation);
        });
    TrialOutcome outcomeBefore = before.finish(feed.toMicros());
    TrialOutcome outcomeAfter = after.finish(feed.toMicros());
    return new TrialReport(feed, nameInForce, outcomeBefore, outcomeAfter);
  }

  /** In force from the begin of the stretch on, whenever it was published. */
  private static Policy asLive(RiskPolicy content) {
    return Policy.of(PolicyRecords.publish(content, PolicyMode.LIVE, 1, 0, 0, "trial"));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
