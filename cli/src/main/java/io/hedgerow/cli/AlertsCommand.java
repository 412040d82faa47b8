package io.hedgerow.cli;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.state.risk.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.WakeupException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What happened, for a risk analyst (MON-7): a line for each alert. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = "Print the alerts, oldest first; with --follow those to come, too.")
final class AlertsCommand implements Runnable {

  private static final long CLOSE_WITHIN_SECONDS = 5;
  private static final int MAX_SCOPES = 20;

  private final Set<Scope> scopes = new TreeSet<>();

  @Mixin private BrokerOptions broker;

  @Option(names = "--follow", description = "Go on with each new alert, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--severity",
      description = "Only these and worse: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
      defaultValue = "INFO")
  private Severity severity;

  @Option(
      names = "--scope",
      converter = ScopeText.class,
      description = "Only of this scope: " + ScopeText.FORMS + ".")
  private Scope scope;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = AgeText.class,
      description = "Only those raised in this time: 90s, 30m, 1h, 7d; default: all.")
  private Duration since;

  @Option(names = "--json", description = "As JSON with every field, one object per line.")
  private boolean json;

  /** An age like 30m. */
  static final class AgeText implements ITypeConverter<Duration> {

    private static final Pattern AGE = Pattern.compile("([0-9]{1,6})([smhd])");

    @Override
    public Duration convert(String text) {
      Matcher age = AGE.matcher(text);
      if (!age.matches()) {
        throw new TypeConversionException("expected a time like 90s, 30m, 1h or 7d, saw " + text);
      }
      long count = Long.parseLong(age.group(1));
      return switch (age.group(2)) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
  }

  @Override
  public void run() {
    long fromMicros =
        since == null ? Long.MIN_VALUE : (System.currentTimeMillis() - since.toMillis()) * 1_000;
    CountDownLatch done = new CountDownLatch(1);
    try (AlertFeed feed =
        new AlertFeed(broker.bootstrapServers(), alert -> wanted(alert, fromMicros))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(feed, done), "stop-alerts"));
      List<Alert> backlog = feed.backlog();
      requireKnownScope();
      backlog.forEach(this::print);
      while (follow) {
        feed.poll().forEach(this::print);
      }
    } catch (WakeupException e) {
      // Ctrl-C: what was read is printed.
    } finally {
      done.countDown();
    }
  }

  private static void stop(AlertFeed feed, CountDownLatch done) {
    if (done.getCount() == 0) {
      return;
    }
    feed.stop();
    try {
      done.await(CLOSE_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A scope that nobody ever raised an alert about is more likely mistyped than quiet. */
  private void requireKnownScope() {
    if (scope != null && !follow && !scopes.contains(scope)) {
      throw new UserException(
          "no alert is about "
              + scope
              + "; "
              + (scopes.isEmpty()
                  ? "there are none at all"
                  : "there are some about: "
                      + scopes.stream()
                          .limit(MAX_SCOPES)
                          .map(Scope::toString)
                          .collect(Collectors.joining(", "))
                      + (scopes.size() > MAX_SCOPES ? " ..." : "")));
    }
  }

  private boolean wanted(Alert alert, long fromMicros) {
    scopes.add(new Scope(alert.getScopeType(), alert.getScope()));
    return alert.getSeverity().compareTo(severity) >= 0
        && alert.getRaisedAtMicros() >= fromMicros
        && (scope == null || scope.equals(new Scope(alert.getScopeType(), alert.getScope())));
  }

  private void print(Alert alert) {
    System.out.println(
        json
            ? ViewJson.line(alert)
            : String.format(
                Locale.ROOT,
                "%s  %-8s  %s  %s  %s",
                Instant.EPOCH.plusNanos(alert.getRaisedAtMicros() * 1_000),
                alert.getSeverity(),
                alert.getType(),
                new Scope(alert.getScopeType(), alert.getScope()),
                alert.getText()));
  }
}
