package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Policy, operators and alerts, against a real broker. */
class RiskCommandsIT {

  private static final String SHIPPED = "../flink-conf/policy.yaml";
  private static final long T0 = 1_790_000_000_000_000L;
  private static final Comparator<OpsCommand> NEWEST =
      Comparator.comparingLong(OpsCommand::getNotBeforeMicros);

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
  void shouldSendASignedCommand() throws IOException {
    applyPolicyOfAnna();

    Outcome sent = ops("halt", "--wait", "1");

    assertThat(sent.code()).as(sent.err()).isZero();
    assertThat(sent.err())
        .contains("Sent HALT for VENUE SIM-ALPHA.")
        .contains("Nothing was seen of it for 1 s: is the risk job running?");
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
  @Tag("RISK-3")
  void shouldNotSendWhatTheNewestPolicyRefuses() throws IOException {
    keygen();
    assertThat(run("policy", "apply", SHIPPED, "--in", "0").code()).isZero();

    Outcome refused = ops("halt");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("HALT is not sent: live policy version 1 has no key anna-1; it has: none")
        .hasLineCount(1);
    assertThat(kafka.read(Topic.OPS_COMMANDS).records()).isEmpty();

    assertThat(ops("halt", "--force", "--wait", "0").code()).isZero();
    assertThat(kafka.read(Topic.OPS_COMMANDS).records()).hasSize(1);
  }

  @Test
  @Tag("RISK-3")
  void shouldHaltWithoutAPolicyAndResumeOnlyWithOne() {
    keygen();

    Outcome halted = ops("halt", "--wait", "0");
    Outcome resumed = ops("resume", "--wait", "0");

    assertThat(halted.code()).as(halted.err()).isZero();
    assertThat(halted.err()).contains("Sending it unchecked: risk.policy has no live policy");
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("RESUME is not sent: risk.policy has no live policy");
  }

  @Test
  @Tag("RISK-3")
  void shouldSayWhatBecameOfACommand() throws Exception {
    applyPolicyOfAnna();

    Outcome obeyed = answered(command -> state(7L, command.getCommandId()));
    assertThat(obeyed.code()).as(obeyed.err()).isZero();
    assertThat(obeyed.err()).contains("Obeyed: VENUE SIM-ALPHA is in DMM: Halted.");

    Outcome refused = answered(command -> refusal(command.getCommandId()));
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("Refused: Command HALT was refused: it has expired.");
  }

  /** Halts, and answers for the job. */
  private Outcome answered(Function<OpsCommand, SpecificRecord> answer) throws Exception {
    int before = kafka.read(Topic.OPS_COMMANDS).records().size();
    Thread job =
        new Thread(
            () ->
                await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                        () -> {
                          List<OpsCommand> come =
                              kafka.read(Topic.OPS_COMMANDS).events(OpsCommand.class);
                          if (come.size() > before) {
                            // By time: those of several partitions come in any order.
                            send(answer.apply(come.stream().max(NEWEST).orElseThrow()));
                          }
                          return come.size() > before;
                        }));
    job.start();
    Outcome outcome = ops("halt", "--wait", "30");
    job.join();
    return outcome;
  }

  @Test
  @Timeout(60)
  void shouldNameTheTopicThatABrokerDoesNotHave() {
    keygen();
    kafka
        .admin()
        .delete(
            Stream.of(Topic.ALERTS, Topic.RISK_POLICY, Topic.RISK_STATE, Topic.OPS_COMMANDS)
                .map(Topic::topicName)
                .toList());
    String broker = "hedgerow: " + kafka.bootstrapServers() + " has no topic ";
    String remedy =
        "; make them with: hedgerow topics create --bootstrap-servers " + kafka.bootstrapServers();

    assertThat(run("alerts").err().strip()).isEqualTo(broker + "alerts" + remedy);
    assertThat(run("why", "a1").err().strip()).isEqualTo(broker + "alerts" + remedy);
    assertThat(run("ops", "status").err().strip()).isEqualTo(broker + "risk.state" + remedy);
    assertThat(run("policy", "show").err().strip()).isEqualTo(broker + "risk.policy" + remedy);
    assertThat(run("policy", "apply", SHIPPED).err().strip())
        .isEqualTo(broker + "risk.policy" + remedy);
    assertThat(run("policy", "try", SHIPPED).err().strip())
        .isEqualTo(broker + "risk.policy" + remedy);
    assertThat(ops("halt").err()).contains(broker + "ops.commands" + remedy);
  }

  @Test
  @Tag("RISK-4")
  void shouldShowWhatIsAllowed() {
    assertThat(run("ops", "status").err())
        .contains("risk.state is empty, so everything is closed: is the risk job running?")
        .hasLineCount(1);

    send(state(7L, "c1", "c2"));

    assertThat(run("ops", "status").out())
        .containsPattern(
            "VENUE SIM-ALPHA +DMM +BLOCKED +FROZEN +REQUIRED +2026-09-21T14:13:20Z"
                + " +RECONCILIATION APPROVALS +Halted. And 1 other cause");
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
    assertThat(run("alerts", "--severity", "warning", "--scope", "ASSET ETH").out().lines())
        .containsExactly("2026-09-21T14:13:22Z  WARNING   STATE_CHANGED  ASSET ETH  Alert a3.");
    List<String> json = run("alerts", "--json").out().lines().toList();
    assertThat(json).hasSize(3);
    assertThat(new ObjectMapper().readTree(json.get(1)).path("evidence").path(0).path("seen"))
        .hasToString("\"1\"");
  }

  @Test
  @Tag("MON-7")
  void shouldPrintTheCauseBeforeItsEffect() {
    Alert changed = alert("a1", Severity.WARNING, ScopeType.VENUE, "SIM-ALPHA", T0);
    Alert raised = alert("a2", Severity.CRITICAL, ScopeType.VENUE, "SIM-ALPHA", T0);
    Alert warned = alert("a3", Severity.WARNING, ScopeType.VENUE, "SIM-ALPHA", T0);
    raised.setType("MARGIN_BUFFER_BREACH");
    warned.setType("MARGIN_BUFFER_BREACH");
    send(changed, raised, warned);

    assertThat(run("alerts").out().lines().map(line -> line.substring(line.indexOf("Alert "))))
        .containsExactly("Alert a3.", "Alert a2.", "Alert a1.");
  }

  @Test
  void shouldSayThatNoAlertIsAboutAScope() {
    send(alert("a1", Severity.INFO, ScopeType.ASSET, "BTC", T0));

    Outcome mistyped = run("alerts", "--scope", "VENUE NASDAQ");

    assertThat(mistyped.code()).isEqualTo(1);
    assertThat(mistyped.err())
        .contains("no alert is about VENUE NASDAQ; there are some about: ASSET BTC")
        .hasLineCount(1);
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

  private void keygen() {
    assertThat(Outcome.of("ops", "keygen", "anna", "--out", folder.toString()).code()).isZero();
  }

  /** The shipped policy with a key of anna, {@code anna-1}. */
  private void applyPolicyOfAnna() throws IOException {
    Outcome made = Outcome.of("ops", "keygen", "anna", "--out", folder.toString());
    assertThat(made.code()).as(made.err()).isZero();
    String entry = made.out().replaceFirst("anna-[0-9a-f]{8}", "anna-1");
    Path policy = change("operators: \\[\\]", Matcher.quoteReplacement(entry));
    Outcome applied = run("policy", "apply", policy.toString(), "--in", "0");
    assertThat(applied.code()).as(applied.err()).isZero();
  }

  private Outcome ops(String what, String... more) {
    String[] order = {
      "ops",
      what,
      "--scope",
      "VENUE SIM-ALPHA",
      "--reason",
      "drill",
      "--key",
      folder.resolve("anna.key").toString(),
      "--operator",
      "anna",
      "--key-id",
      "anna-1"
    };
    return run(Stream.concat(Arrays.stream(order), Arrays.stream(more)).toArray(String[]::new));
  }

  private static RiskState state(long version, String... causes) {
    return new RiskState(
        ScopeType.VENUE,
        "SIM-ALPHA",
        version,
        SystemState.DMM,
        NewEntries.BLOCKED,
        ExistingExposure.FROZEN,
        Monitoring.HALTED,
        OperatorNeed.REQUIRED,
        "Halted.",
        T0,
        List.of(causes),
        List.of(Validation.RECONCILIATION, Validation.APPROVALS),
        List.of(),
        1L,
        T0,
        T0,
        false,
        "e" + version);
  }

  private static Alert refusal(String commandId) {
    Alert alert = alert("r1", Severity.WARNING, ScopeType.VENUE, "SIM-ALPHA", T0);
    alert.setType("COMMAND_REFUSED");
    alert.setText("Command HALT was refused: it has expired.");
    alert.setLinks(List.of(commandId));
    return alert;
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
    assertThat(shipped).containsPattern(right);
    return Files.writeString(folder.resolve("policy.yaml"), shipped.replaceFirst(right, wrong));
  }

  private static Outcome run(String... command) {
    String[] broker = {"--bootstrap-servers", kafka.bootstrapServers()};
    return Outcome.of(
        Stream.concat(Arrays.stream(command), Arrays.stream(broker)).toArray(String[]::new));
  }
}
