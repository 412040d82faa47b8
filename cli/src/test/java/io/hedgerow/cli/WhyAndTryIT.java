package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.Evidence;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Observations;
import io.hedgerow.state.risk.PlainPatterns;
import io.hedgerow.state.risk.RiskSubject;
import io.hedgerow.state.risk.RiskTriggers;
import io.hedgerow.state.risk.machine.MachineOutput;
import io.hedgerow.state.risk.machine.RiskMachine;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import io.hedgerow.testkit.kafka.KafkaExtension;
import io.hedgerow.testkit.kafka.TopicRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an alert was made from, and what another policy would make, against a real broker. */
class WhyAndTryIT {

  private static final String SHIPPED = "../flink-conf/policy.yaml";
  private static final String ACCOUNT = "SIM-ALPHA|main";
  private static final long SECOND = 1_000_000L;
  private static final long T0 = 1_704_067_200_000_000L;
  private static final long FINE = 5 * E8.ONE;

  /** 12 %: a breach of the shipped 15 %. */
  private static final long BAD = 12_000_000L;

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @TempDir Path folder;

  /** What the job would publish. */
  private static final class Published implements MachineOutput {
    private final List<SpecificRecord> records = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    @Override
    public void state(RiskState state) {
      // Nobody asks for it here.
    }

    @Override
    public void transition(RiskTransition transition) {
      records.add(transition);
    }

    @Override
    public void trigger(RiskTrigger trigger) {
      records.add(trigger);
    }

    @Override
    public void alert(Alert alert) {
      records.add(alert);
      alerts.add(alert);
    }

    String alertId(String type, String in) {
      return alerts.stream()
          .filter(alert -> alert.getType().equals(type))
          .filter(alert -> alert.getText().contains(in))
          .findFirst()
          .orElseThrow()
          .getAlertId();
    }
  }

  @Test
  @Tag("RISK-5")
  void shouldDeriveAnAlertAgainUntilItsRecordsAreGone() throws Exception {
    send(margin(FINE, 0), margin(BAD, 1), margin(BAD, 2));
    Published published = publish();
    String alert = published.alertId("MARGIN_BUFFER_BREACH", "BSCB for VENUE SIM-ALPHA");

    Outcome why = run("why", alert);

    assertThat(why.code()).as(why.err() + why.out()).isZero();
    assertThat(why.out())
        .contains("Margin buffer of SIM-ALPHA|main is 12 %, at or below the threshold of 15 %")
        .contains("Policy version 1: margin-buffer.warn 300000 ppm, margin-buffer.breach 150000")
        .contains("2024-01-01T00:00:02Z  BREACH  120000 ppm, threshold 150000 ppm")
        .containsPattern("risk.observations +[0-3] +1 +2024-01-01T00:00:01Z +0.12 +there")
        .endsWith("derived again, byte for byte\n");
    assertThat(why.out()).as("times as a person reads them").doesNotContain(" us");
    JsonNode json = new ObjectMapper().readTree(run("why", alert, "--json").out());
    assertThat(json.path("triggers").path(0).path("verdict").asText()).isEqualTo("SAME");

    deleteBefore(2);

    Outcome gone = run("why", alert);
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out())
        .contains("gone: before the first offset 2, so past its retention")
        .endsWith("cannot be derived: 1 of 2 records are gone\n");
  }

  @Test
  @Tag("RISK-5")
  void shouldFindTheTriggerBehindAChangeOfState() {
    send(margin(FINE, 0), margin(BAD, 1), margin(BAD, 2));
    Published published = publish();

    Outcome why = run("why", published.alertId("STATE_CHANGED", "VENUE SIM-ALPHA"));

    assertThat(why.code()).as(why.err() + why.out()).isZero();
    assertThat(why.out())
        .contains("VENUE SIM-ALPHA went from NORMAL to BSCB (SCOPED_TRIGGER")
        .endsWith("derived again, byte for byte\n");
  }

  @Test
  @Tag("RISK-5")
  void shouldExplainATriggerAndATransitionByTheirOwnIds() {
    send(margin(FINE, 0), margin(BAD, 1), margin(BAD, 2));
    Published published = publish();
    RiskTransition transition =
        published.records.stream()
            .filter(RiskTransition.class::isInstance)
            .map(RiskTransition.class::cast)
            .filter(one -> one.getEvent().startsWith("SCOPED_TRIGGER"))
            .findFirst()
            .orElseThrow();

    for (String id : List.of(transition.getCause(), transition.getTransitionId())) {
      Outcome why = run("why", id);

      assertThat(why.code()).as(why.err() + why.out()).isZero();
      assertThat(why.out())
          .contains("VENUE SIM-ALPHA went from NORMAL to BSCB (SCOPED_TRIGGER")
          .contains("trigger " + transition.getCause())
          .endsWith("derived again, byte for byte\n");
    }
  }

  @Test
  @Tag("RISK-5")
  void shouldSayWhatDiffers() {
    send(margin(FINE, 0), margin(BAD, 1), margin(BAD, 2));
    Published published = chain();
    for (SpecificRecord record : published.records) {
      if (record instanceof RiskTrigger trigger) {
        trigger.setScope("SIM-BETA");
      }
    }
    published.records.forEach(WhyAndTryIT::send);

    Outcome why = run("why", published.alertId("MARGIN_BUFFER_BREACH", "BSCB for"));

    assertThat(why.code()).isEqualTo(1);
    assertThat(why.out())
        .endsWith("DIFFERS: its edges make no at-once@1 for VENUE SIM-BETA in this build\n");
  }

  @Test
  void shouldSayThatTheMachineNeedsNoRecords() {
    Published published = new Published();
    RiskMachine machine = RiskMachine.start();
    machine.policy(policy(), T0, published);
    machine.clockStopped(7_000, published);
    published.records.forEach(WhyAndTryIT::send);

    Outcome why = run("why", published.alertId("STATE_INTEGRITY_FAULT", "no progress"));

    assertThat(why.code()).as(why.err() + why.out()).isZero();
    assertThat(why.out())
        .contains("Event time has made no progress for 7 s.")
        .contains("made by the state machine from its own clock");
  }

  @Test
  void shouldShowTheEvidenceOfAnAlertWithoutTrigger() {
    send(
        new Alert(
            "a1",
            Severity.WARNING,
            "BOOK_INVALID",
            ScopeType.ROUTE,
            "SIM-ALPHA|BTC-USDT",
            "The book is invalid.",
            List.of(new Evidence("sequence", "7", "6", null)),
            List.of(),
            T0));

    Outcome why = run("why", "a1");

    assertThat(why.code()).isZero();
    assertThat(why.out())
        .contains("sequence: saw 7, expected 6")
        .contains("no trigger is behind it: there is nothing to derive");
  }

  @Test
  void shouldNotKnowEveryAlert() {
    Outcome why = run("why", "nonsense");

    assertThat(why.code()).isEqualTo(1);
    assertThat(why.err())
        .contains("no alert, trigger, transition or command nonsense stands there")
        .hasLineCount(1);
  }

  @Test
  @Tag("RISK-2")
  void shouldTellWhatAnotherPolicyWouldChange() throws IOException {
    assertThat(run("policy", "apply", SHIPPED).code()).isZero();
    send(margin(FINE, 0), margin(BAD, 1), margin(BAD, 2), margin(BAD, 3), margin(FINE, 100));

    Outcome same = run("policy", "try", SHIPPED);
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.out())
        .contains("2023-12-31T23:01:40Z to 2024-01-01T00:01:40Z: 5 observations of 5 risk.obs")
        .contains("Of the triggers: 1 same, 0 moves, 0 comes, 0 goes.")
        .contains("Of the restrictions: 1 same, 0 moves, 0 comes, 0 goes.");

    Path lower = change("breach-ppm: 150000 ", "breach-ppm: 100000 ");
    assertThat(run("policy", "try", lower.toString()).out())
        .containsPattern(
            "goes +margin-buffer of SIM-ALPHA.main +at-once@1 VENUE SIM-ALPHA"
                + " +2024-01-01T00:00:02Z +-")
        .containsPattern("goes +VENUE SIM-ALPHA +BSCB +2024-01-01T00:00:02Z to the end +-")
        .contains("Of the triggers: 0 same, 0 moves, 0 comes, 1 goes.");

    Path slower = change("(?s)(margin-buffer:.*?)confirm: 2(.*?)of: 2", "$1confirm: 3$2of: 3");
    JsonNode json =
        new ObjectMapper()
            .readTree(
                run(
                        "policy",
                        "try",
                        slower.toString(),
                        "--json",
                        "--from",
                        "2024-01-01T00:00:00Z",
                        "--to",
                        "2024-01-01T00:00:50Z")
                    .out());
    JsonNode moved = json.path(0).path("triggers").path("changes").path(0);
    assertThat(moved.path("change").asText()).isEqualTo("moves");
    assertThat(moved.path("before").path("at").asText()).isEqualTo("2024-01-01T00:00:02Z");
    assertThat(moved.path("after").path("at").asText()).isEqualTo("2024-01-01T00:00:03Z");
    assertThat(json.path(0).path("observations").asInt()).isEqualTo(4);
  }

  @Test
  void shouldNameTheSpanThatStandsThere() {
    assertThat(run("policy", "apply", SHIPPED).code()).isZero();
    assertThat(run("policy", "try", SHIPPED).err())
        .contains("nothing stands on the topics that the risk job observes")
        .hasLineCount(1);
    send(margin(FINE, 0), margin(BAD, 100));

    for (String year : List.of("2023", "2025")) {
      Outcome nothing =
          run(
              "policy",
              "try",
              SHIPPED,
              "--from",
              year + "-02-01T00:00:00Z",
              "--to",
              year + "-02-02T00:00:00Z");

      assertThat(nothing.code()).isEqualTo(1);
      assertThat(nothing.out()).isEmpty();
      assertThat(nothing.err())
          .contains(
              "nothing stands there from "
                  + year
                  + "-02-01T00:00:00Z to "
                  + year
                  + "-02-02T00:00:00Z: the topics that the risk job observes hold"
                  + " 2024-01-01T00:00:00Z to 2024-01-01T00:01:40Z")
          .hasLineCount(1);
    }
  }

  @Test
  @Tag("RISK-2")
  void shouldReadNoFurtherThanTheStretch() {
    send(margin(FINE, 0), margin(BAD, 1));
    int beyond = 20_000;
    RiskObservation[] later = new RiskObservation[beyond];
    Arrays.setAll(later, i -> margin(FINE, 60 + i));
    send(later);
    BrokerStretch stretch = new BrokerStretch(kafka.bootstrapServers(), T0, T0 + 10 * SECOND);
    List<Long> seen = new ArrayList<>();

    stretch.run(observation -> seen.add(observation.atMicros()));

    assertThat(seen).containsExactly(T0, T0 + SECOND);
    assertThat(stretch.recordsRead()).as("of %s", beyond + 2).isLessThan(beyond);
  }

  @Test
  void shouldRefuseHalfAStretch() {
    assertThat(run("policy", "try", SHIPPED, "--from", "2024-01-01T00:00:00Z").err())
        .contains("--from and --to go together")
        .hasLineCount(1);
  }

  private static RiskObservation margin(long bufferE8, long atSecond) {
    long at = T0 + atSecond * SECOND;
    return new RiskObservation(
        ObservationKind.MARGIN, ACCOUNT, "", bufferE8, null, "test", at, "0".repeat(32));
  }

  private static Policy policy() {
    return Policy.of(PolicyRecords.standard());
  }

  private static Published publish() {
    Published published = chain();
    published.records.forEach(WhyAndTryIT::send);
    return published;
  }

  /** The job's chain over what stands on the topic. */
  private static Published chain() {
    Published published = new Published();
    RiskMachine machine = RiskMachine.start();
    machine.policy(policy(), T0 - SECOND, published);
    RiskSubject subject = RiskSubject.empty(Measure.MARGIN_BUFFER, ACCOUNT, PolicyMode.LIVE);
    PlainPatterns patterns = new PlainPatterns();
    for (TopicRecord record : kafka.read(Topic.RISK_OBSERVATIONS).records()) {
      Observations.of(
          record.value(),
          Topic.RISK_OBSERVATIONS,
          record.partition(),
          record.offset(),
          observation ->
              subject.observe(
                  observation,
                  policy(),
                  edge -> {
                    patterns.take(edge, trigger -> machine.trigger(trigger, published));
                    if (edge.getEdge().getKind() == EdgeKind.WARN) {
                      RiskTriggers.warned(edge)
                          .forEach(trigger -> machine.trigger(trigger, published));
                    }
                  }));
    }
    return published;
  }

  private static void deleteBefore(long offset) throws Exception {
    int partition = kafka.read(Topic.RISK_OBSERVATIONS).records().get(0).partition();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin
          .deleteRecords(
              Map.of(
                  new TopicPartition(Topic.RISK_OBSERVATIONS.topicName(), partition),
                  RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
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
