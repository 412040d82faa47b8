package io.hedgerow.cli;

import io.hedgerow.jobs.risk.PolicyFile;
import io.hedgerow.jobs.risk.PolicyText;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.InvalidPolicyException;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyNotes;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The policy of the risk job: check a file, publish it, see what is in force. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "The policy of the risk job: validate, try, apply, show, diff or drop.",
    subcommands = PolicyTryCommand.class)
final class PolicyCommand implements Runnable {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MAX_DELAY_SECONDS = 86_400;

  /** Which policy on which broker. */
  static final class Selection {
    @Mixin BrokerOptions broker;

    @Option(names = "--shadow", description = "The shadow policy, which restricts nothing.")
    boolean shadow;

    PolicyTopic topic() {
      return new PolicyTopic(
          broker.bootstrapServers(), shadow ? PolicyMode.SHADOW : PolicyMode.LIVE);
    }
  }

  @Override
  public void run() {
    throw UserException.ofUsage(
        "say what to do: validate, try, apply, show, diff or drop (--help)");
  }

  @Command(mixinStandardHelpOptions = true, description = "Check a file; needs no broker.")
  int validate(@Parameters(paramLabel = "FILE", description = "As policy.yaml.") Path file) {
    RiskPolicy policy = read(file);
    long exceptions =
        policy.getValues().stream().filter(value -> !value.getSubject().isEmpty()).count();
    System.out.println(
        file
            + " is valid: "
            + (policy.getValues().size() - exceptions)
            + " options, "
            + exceptions
            + " exceptions, "
            + policy.getOperators().size()
            + " operators' keys, "
            + policy.getConsumers().size()
            + " consumers, "
            + policy.getVenues().size()
            + " venues, "
            + policy.getAccounts().size()
            + " accounts.");
    PolicyNotes.of(policy).forEach(note -> System.out.println("Note: " + note));
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Publish a file as the version after the newest.")
  int apply(
      @Mixin Selection asked,
      @Parameters(paramLabel = "FILE", description = "As policy.yaml.") Path file,
      @Option(
              names = "--by",
              paramLabel = "NAME",
              description = "Who publishes it; default: the user's name.")
          String by,
      @Option(
              names = "--in",
              paramLabel = "SECONDS",
              description = "It takes effect after so many seconds (${DEFAULT-VALUE}).",
              defaultValue = "5")
          long inSeconds) {
    if (inSeconds < 0 || inSeconds > MAX_DELAY_SECONDS) {
      throw UserException.ofUsage(
          "--in: expected 0 to " + MAX_DELAY_SECONDS + " seconds, saw " + inSeconds);
    }
    RiskPolicy content = read(file);
    PolicyTopic topic = asked.topic();
    Optional<RiskPolicy> before = topic.newest();
    if (before.isPresent() && PolicyDiff.of(before.get(), content).isEmpty()) {
      System.out.println(
          "Nothing differs from version " + before.get().getVersion() + "; nothing is published.");
      return 0;
    }
    RiskPolicy policy =
        topic.publish(
            content,
            PolicyCommand::nowMicros,
            inSeconds * MICROS_PER_SECOND,
            by == null ? System.getProperty("user.name", "unknown") : by);
    System.out.println("Published " + title(policy) + ".");
    return 0;
  }

  @Command(mixinStandardHelpOptions = true, description = "Print the newest policy.")
  int show(
      @Mixin Selection asked,
      @Option(names = "--json", description = "As JSON, with every field.") boolean json,
      @Option(names = "--yaml", description = "As a file, to change and apply.") boolean yaml) {
    if (json && yaml) {
      throw UserException.ofUsage("--json and --yaml exclude each other");
    }
    RiskPolicy policy = asked.topic().require();
    if (json) {
      System.out.println(ViewJson.of(policy));
    } else if (yaml) {
      System.out.print(PolicyText.of(policy));
    } else {
      System.out.println(title(policy) + ", published by " + policy.getPublishedBy());
      System.out.print(table(policy));
    }
    return 0;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Compare a file with the newest policy; exit code 1 if they differ.")
  int diff(
      @Mixin Selection asked,
      @Parameters(paramLabel = "FILE", description = "As policy.yaml.") Path file) {
    RiskPolicy content = read(file);
    RiskPolicy newest = asked.topic().require();
    List<PolicyDiff.Change> changes = PolicyDiff.of(newest, content);
    if (changes.isEmpty()) {
      System.out.println("Nothing differs from version " + newest.getVersion() + ".");
      return 0;
    }
    TextTable table = new TextTable("what", "version " + newest.getVersion(), "", "file");
    changes.forEach(change -> table.row(change.what(), change.before(), "->", change.after()));
    System.out.print(table.render());
    return 1;
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "End the shadow run. The live policy can only be replaced.")
  int drop(@Mixin Selection asked) {
    if (!asked.shadow) {
      throw UserException.ofUsage(
          "only the shadow policy can be dropped: hedgerow policy drop --shadow; without a live"
              + " policy everything is closed, so replace it with: hedgerow policy apply FILE");
    }
    PolicyTopic topic = asked.topic();
    RiskPolicy last = topic.require();
    topic.drop(nowMicros());
    System.out.println(
        "Dropped the shadow policy; its last version was " + last.getVersion() + ".");
    return 0;
  }

  /** A file that is a valid policy. */
  static RiskPolicy read(Path file) {
    try {
      return Policy.of(PolicyFile.parse(Files.readString(file))).record();
    } catch (IOException e) {
      throw FileTrouble.reading(file, e);
    } catch (InvalidPolicyException e) {
      throw new UserException(file + " is no valid policy:" + listed(e.problems()));
    }
  }

  /** One on the same line, several on a line each. */
  private static String listed(List<String> problems) {
    return problems.size() == 1
        ? " " + problems.get(0)
        : problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
  }

  private static String title(RiskPolicy policy) {
    return policy.getPolicyId()
        + " version "
        + policy.getVersion()
        + ", in effect from "
        + Instant.EPOCH.plusNanos(policy.getEffectiveFromMicros() * 1_000);
  }

  private static String table(RiskPolicy policy) {
    TextTable values = new TextTable("option", "for", "value", "unit", "meaning");
    for (PolicyValue value : policy.getValues()) {
      values.row(
          value.getOption(),
          value.getSubject().isEmpty() ? "everybody" : value.getSubject(),
          String.valueOf(value.getValue()),
          value.getUnit(),
          PolicyOptions.named(value.getOption())
              .map(PolicyOption::description)
              .orElse("(not in this build's catalogue)"));
    }
    TextTable operators = new TextTable("operator", "key ID", "roles", "public key");
    policy
        .getOperators()
        .forEach(
            key ->
                operators.row(
                    key.getOperator(),
                    key.getKeyId(),
                    key.getRoles().toString(),
                    key.getPublicKey()));
    return values.render()
        + "\n"
        + (operators.isEmpty() ? "No operators.\n" : operators.render())
        + "Consumers: "
        + line(policy.getConsumers())
        + "Venues: "
        + line(policy.getVenues())
        + "Accounts: "
        + line(policy.getAccounts());
  }

  private static String line(List<String> names) {
    return (names.isEmpty() ? "none" : String.join(", ", names)) + "\n";
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }
}
