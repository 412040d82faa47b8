package io.hedgerow.cli;

import io.hedgerow.simulator.market.StressEpisode;
import io.hedgerow.simulator.replay.ReplaySpeed;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The {@code hedgerow} command. A user's mistake ends with one line that says what to do. */
@Command(
    name = "hedgerow",
    mixinStandardHelpOptions = true,
    version = "hedgerow 0.1.0",
    description = "The control loop around cross-venue hedged execution, on Flink and Kafka.",
    subcommands = {
      DemoCommand.class,
      TopicsCommand.class,
      ReplayCommand.class,
      FeedCommand.class,
      StateCommand.class,
      VenuesCommand.class,
      PolicyCommand.class,
      OperatorsCommand.class,
      AlertsCommand.class,
      WhyCommand.class,
      PairCommand.class,
      FastPathCommand.class,
      BenchCommand.class
    },
    footer = {"", "Start with: hedgerow demo"})
public final class Hedgerow implements Runnable {

  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  /** Runs the command and exits with its code: 0 done, 1 failed, 2 wrong arguments. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command; what {@link #main} exits with. */
  static int run(String... args) {
    Hedgerow hedgerow = new Hedgerow();
    CommandLine commandLine = new CommandLine(hedgerow);
    commandLine.registerConverter(ReplaySpeed.class, text -> parsed(ReplaySpeed::parse, text));
    commandLine.registerConverter(StressEpisode.class, text -> parsed(StressEpisode::named, text));
    commandLine.registerConverter(Instant.class, Hedgerow::instant);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (error, failed, parsed) -> hedgerow.explain(error, failed.getErr()));
    return commandLine.execute(args);
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  private static <T> T parsed(Function<String, T> parser, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new CommandLine.TypeConversionException(
          "expected a time like 2026-09-21T14:13:20Z, saw " + text);
    }
  }

  private int explain(Exception error, PrintWriter err) {
    err.println("hedgerow: " + reason(error));
    if (debug) {
      error.printStackTrace(err);
    } else if (!(error instanceof UserException)) {
      err.println("(--debug shows where)");
    }
    err.flush();
    return error instanceof UserException user ? user.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }

  private static String reason(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
