package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.Monitoring;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.OperatorNeed;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Policy, operators and alerts, against a real broker. */
class RiskCommandsIT {

  private static final String SHIPPED = "../flink-conf/policy.yaml";
  private static final long T0 = 1_790_000_000_000_000L;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  @Test
  void shouldApplyShowAndCompareAPolicy() throws IOException {
    assertThat(run("policy", "show").err())
        .contains("risk.policy has no live policy; publish one with: hedgerow policy apply FILE")
        .hasLineCount(1);

    Outcome applied = run("policy", "apply", SHIPPED, "--by", "anna", "--in", "10");
    assertThat(applied.code()).as(applied.err()).isZero();
    assertThat(applied.out()).startsWith("Published live version 1, in effect from 20");
    RiskPolicy first = published().get(0);
    assertThat(Policy.of(first).record()).isEqualTo(first);
    assertThat(first.getPublishedBy()).isEqualTo("anna");
    assertThat(first.getEffectiveFromMicros() - first.getPublishedAtMicros())
        .isEqualTo(10_000_000L);

    assertThat(run("policy", "apply", SHIPPED).out())
        .contains("Nothing differs from version 1; nothing is published.");
    Path changed = change("breach-ppm: 8000 ", "breach-ppm: 9000 ");
    Outcome differs = run("policy", "diff", changed.toString());
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.out())
        .containsPattern("realized-volatility.breach +8000 ppm +-> +9000 ppm")
        .hasLineCount(2);
    assertThat(run("policy", "apply", changed.toString()).out())
        .startsWith("Published live version 2, in effect from 20");
    assertThat(run("policy", "diff", changed.toString()).out())
        .contains("Nothing differs from version 2.");
    assertThat(run("policy", "show").out())
        .contains("live version 2, in effect from 20", "Consumers: fast-path")
        .containsPattern("realized-volatility.breach +everybody +9000 +ppm +At or above this");
    assertThat(run("policy", "show", "--yaml").out())
        .isEqualToNormalizingNewlines(Files.readString(changed));
    assertThat(new ObjectMapper().readTree(run("policy", "show", "--json").out()).path("version"))
        .hasToString("2");
  }

  @Test
  void shouldEndAShadowRun() {
    assertThat(run("policy", "apply", SHIPPED, "--shadow").out())
        .startsWith("Published shadow version ");
    long first = published().get(0).getVersion();
    assertThat(run("policy", "show").code()).isEqualTo(1);

    assertThat(run("policy", "drop", "--shadow").out())
        .contains("Dropped the shadow policy; its last version was " + first + ".");

    assertThat(run("policy", "show", "--shadow").err()).contains("has no shadow policy");
    assertThat(run("policy", "drop", "--shadow").code()).isEqualTo(1);
    assertThat(run("policy", "apply", SHIPPED, "--shadow").code()).isZero();
    assertThat(new PolicyTopic(kafka.bootstrapServers(), PolicyMode.SHADOW).require().getVersion())
        .as("a consumer that has seen the first run ignores what is not newer")
        .isGreaterThan(first);
  }

  @Test
  void shouldNotPublishAPolicyThatIsNotValid() throws IOException {
    Path wrong = change("breach-ppm: 8000 ", "breach-ppm: 1 ");

    assertThat(run("policy", "apply", wrong.toString()).err())
        .contains("is no valid policy: realized-volatility: expected warn not beyond breach 1");
    assertThat(published()).isEmpty();
  }

  @Test
  @Tag("RISK-3")
  void shouldSendASignedCommand() {
    assertThat(Outcome.of("ops", "keygen", "anna", "--out", folder.toString()).code()).isZero();

    Outcome sent =
        run(
            "ops",
            "halt",
            "--scope",
            "VENUE SIM-ALPHA",
            "--reason",
            "drill",
            "--key",
            folder.resolve("anna.key").toString(),
            "--operator",
            "anna",
            "--key-id",
            "anna-1");

    assertThat(sent.code()).as(sent.err()).isZero();
    List<OpsCommand> commands = kafka.read(Topic.OPS_COMMANDS).events(OpsCommand.class);
    assertThat(commands).hasSize(1);
    OpsCommand command = commands.get(0);
    assertThat(sent.out().trim()).isEqualTo(command.getCommandId());
    assertThat(command.getKind()).isEqualTo(CommandKind.HALT);
    assertThat(command.getScopeType()).isEqualTo(ScopeType.VENUE);
    assertThat(command.getScope()).isEqualTo("SIM-ALPHA");
    assertThat(command.getReason()).isEqualTo("drill");
    assertThat(command.getNonce()).matches("[0-9a-f]{32}");
    assertThat(command.getExpiresAtMicros() - command.getNotBeforeMicros()).isEqualTo(30_000_000L);
    assertThat(command.getSignature().remaining()).isEqualTo(64);
  }

  @Test
  @Tag("RISK-4")
  void shouldShowWhatIsAllowed() {
    assertThat(run("ops", "status").err())
        .contains("risk.state is empty, so everything is closed: is the risk job running?")
        .hasLineCount(1);

    send(
        new RiskState(
            ScopeType.VENUE,
            "SIM-ALPHA",
            7L,
            SystemState.DMM,
            NewEntries.BLOCKED,
            ExistingExposure.FROZEN,
            Monitoring.HALTED,
            OperatorNeed.REQUIRED,
            "Halted.",
            T0,
            List.of("c1"),
            List.of(Validation.RECONCILIATION, Validation.APPROVALS),
            List.of(),
            1L,
            T0,
            false,
            "e1"));

    assertThat(run("ops", "status").out())
        .containsPattern(
            "VENUE SIM-ALPHA +DMM +BLOCKED +FROZEN +REQUIRED +2026-09-21T14:13:20Z"
                + " +RECONCILIATION APPROVALS +c1");
    assertThat(run("ops", "status", "--json").out()).contains("\"version\" : 7");
  }

  @Test
  @Tag("MON-7")
  void shouldPrintEachAlertOnceInTheOrderOfTime() throws IOException {
    Alert late = alert("a2", Severity.CRITICAL, ScopeType.VENUE, "SIM-ALPHA", T0 + 1_000_000);
    Alert early = alert("a1", Severity.INFO, ScopeType.ASSET, "BTC", T0);
    Alert other = alert("a3", Severity.WARNING, ScopeType.ASSET, "ETH", T0 + 2_000_000);
    send(late, early, late, other);

    assertThat(run("alerts").out().lines())
        .containsExactly(
            "2026-09-21T14:13:20Z  INFO      STATE_CHANGED  ASSET BTC  Alert a1.",
            "2026-09-21T14:13:21Z  CRITICAL  STATE_CHANGED  VENUE SIM-ALPHA  Alert a2.",
            "2026-09-21T14:13:22Z  WARNING   STATE_CHANGED  ASSET ETH  Alert a3.");
    assertThat(run("alerts", "--severity", "WARNING", "--scope", "ASSET ETH").out().lines())
        .containsExactly("2026-09-21T14:13:22Z  WARNING   STATE_CHANGED  ASSET ETH  Alert a3.");
    List<String> json = run("alerts", "--json").out().lines().toList();
    assertThat(json).hasSize(3);
    assertThat(new ObjectMapper().readTree(json.get(1)).path("evidence").path(0).path("seen"))
        .hasToString("\"1\"");
  }

  @Test
  @Tag("MON-7")
  void shouldFollowTheAlertsAfterTheBacklog() {
    Alert first = alert("a1", Severity.INFO, ScopeType.ASSET, "BTC", T0);
    Alert second = alert("a2", Severity.INFO, ScopeType.ASSET, "BTC", T0 - 1);
    send(first);
    try (AlertFeed feed = new AlertFeed(kafka.bootstrapServers(), alert -> true)) {
      assertThat(feed.backlog()).containsExactly(first);

      send(first, second);

      List<Alert> come = List.of();
      for (int i = 0; i < 50 && come.isEmpty(); i++) {
        come = feed.poll();
      }
      assertThat(come).containsExactly(second);
    }
  }

  @Test
  void shouldPrintOnlyRecentAlerts() {
    long now = System.currentTimeMillis() * 1_000;
    send(
        alert("old", Severity.INFO, ScopeType.ASSET, "BTC", now - 7_200_000_000L),
        alert("new", Severity.INFO, ScopeType.ASSET, "BTC", now));

    assertThat(run("alerts", "--since", "1h").out()).contains("Alert new.").hasLineCount(1);
  }

  private static List<RiskPolicy> published() {
    return kafka.read(Topic.RISK_POLICY).events(RiskPolicy.class);
  }

  private static Alert alert(
      String id, Severity severity, ScopeType scopeType, String scope, long atMicros) {
    return new Alert(
        id,
        severity,
        "STATE_CHANGED",
        scopeType,
        scope,
        "Alert " + id + ".",
        List.of(new Evidence("value", "1", "0", null)),
        List.of(),
        atMicros);
  }

  private static void send(SpecificRecord... records) {
    try (EventProducer producer = kafka.producer("test")) {
      Arrays.stream(records).forEach(producer::send);
    }
  }

  private Path change(String right, String wrong) throws IOException {
    String shipped = Files.readString(Path.of(SHIPPED));
    assertThat(shipped).contains(right);
    return Files.writeString(folder.resolve("policy.yaml"), shipped.replaceFirst(right, wrong));
  }

  private static Outcome run(String... command) {
    String[] broker = {"--bootstrap-servers", kafka.bootstrapServers()};
    return Outcome.of(
        Stream.concat(Arrays.stream(command), Arrays.stream(broker)).toArray(String[]::new));
  }
}
