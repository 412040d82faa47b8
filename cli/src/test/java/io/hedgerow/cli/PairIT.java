package io.hedgerow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.testkit.kafka.KafkaExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of pairs, read from a real broker. */
class PairIT {

  @RegisterExtension static final KafkaExtension kafka = new KafkaExtension();

  @Test
  @Tag("LIFE-1")
  void shouldFindAPairByEachOfItsIds() throws Exception {
    PairSample first = new PairSample("A", 100);
    PairSample second = new PairSample("B", 500);
    List<SpecificRecord> records = new ArrayList<>(first.life());
    records.addAll(second.life());
    Collections.shuffle(records, new Random(1));
    send(records);
    send(records);

    for (String id : List.of(first.correlationId(), first.signalId(), first.clientOrderId(3))) {
      Outcome pair = run("pair", id);

      assertThat(pair.code()).as(pair.err() + pair.out()).isZero();
      assertThat(pair.out())
          .as("by %s", id)
          .isEqualTo(PairReport.text(life(first.correlationId(), new PairSample("A", 100).life())));
    }
    JsonNode json = new ObjectMapper().readTree(run("pair", "J1-B", "--json").out());
    assertThat(json.path("signal").path("signalId").asText()).isEqualTo("signal-B");
    assertThat(json.path("legs").path(0).path("steps")).hasSize(8);
  }

  @Test
  @Tag("LIFE-1")
  void shouldListSeveralOfOneSignalAndTheNewest() throws Exception {
    PairSample first = new PairSample("A", 100);
    send(first.life());
    Decision again = new PairSample("C", 900).rejected();
    again.setSignalId(first.signalId());
    send(List.of(again));

    Outcome several = run("pair", first.signalId());
    assertThat(several.code()).isZero();
    assertThat(several.out())
        .contains("J1-A", "NEUTRALIZED", "J1-C", "NOT OPENED: GATE-3 VENUE_SLOW")
        .hasLineCount(3);

    assertThat(run("pair", "--last", "1").out()).contains("J1-C").doesNotContain("J1-A");
    assertThat(run("pair", "--last").out()).containsSubsequence("J1-C", "J1-A").hasLineCount(3);
    assertThat(run("pair", "--last", "--accepted").out()).contains("J1-A").doesNotContain("J1-C");
    assertThat(new ObjectMapper().readTree(run("pair", "--last", "5", "--json").out())).hasSize(2);
  }

  @Test
  void shouldSayWhatWasSearchedWhereNothingIsKnown() {
    send(List.of(new PairSample("A", 100).signal()));

    Outcome none = run("pair", "J1-Z");

    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .contains("nothing is known by the ID J1-Z")
        .containsPattern("execution.signals .1 records since 20[0-9-]+T[0-9:.]+Z.")
        .contains("execution.decisions (empty)")
        .contains("hedgerow pair --last")
        .hasLineCount(1);
    assertThat(run("pair", "--last").err())
        .contains("nothing was decided yet; searched execution.decisions (empty)")
        .hasLineCount(1);
  }

  @Test
  void shouldSayWhatIsMissingOrCannotBeRead() {
    PairSample sample = new PairSample("A", 100);
    send(sample.life().stream().filter(one -> !(one instanceof Decision)).toList());
    try (EventProducer producer = kafka.producer("test")) {
      producer.sendRaw(
          Topic.EXECUTION_ORDERS.topicName(),
          "J1-A".getBytes(UTF_8),
          new byte[] {1, 2, 3},
          PairSample.T0,
          List.of());
    }

    Outcome pair = run("pair", "J1-A");

    assertThat(pair.code()).isEqualTo(1);
    assertThat(pair.out())
        .contains("J1-A: NEUTRALIZED")
        .contains("- 1 records cannot be read")
        .contains("- no decision stands on execution.decisions");
  }

  @Test
  void shouldTellASignalThatNobodyDecided() {
    PairSample sample = new PairSample("A", 100);
    send(List.of(sample.signal()));

    Outcome pair = run("pair", sample.signalId());

    assertThat(pair.code()).as(pair.err()).isZero();
    assertThat(pair.out()).startsWith("signal-A: NOT DECIDED\n");
  }

  @Test
  void shouldFindAnOrderOfNoPair() {
    List<SpecificRecord> records = new PairSample("A", 100).life();
    for (SpecificRecord record : records) {
      if (record instanceof OrderEvent order) {
        order.setCorrelationId("");
      } else if (record instanceof Fill fill) {
        fill.setCorrelationId("");
      }
    }
    send(records.stream().filter(one -> one instanceof OrderEvent || one instanceof Fill).toList());
    String id = new PairSample("A", 100).clientOrderId(2);

    Outcome order = run("pair", id);

    assertThat(order.code()).as(order.err() + order.out()).isZero();
    assertThat(order.out()).startsWith(id + ": OF NO PAIR\n").contains("ENTRY filled 0.07");
  }

  private static PairLife life(String key, List<SpecificRecord> records) {
    PairRecords of = new PairRecords();
    records.forEach(of::take);
    return PairLife.of(key, of);
  }

  private static void send(List<? extends SpecificRecord> records) {
    try (EventProducer producer = kafka.producer("test")) {
      records.forEach(producer::send);
    }
  }

  private static Outcome run(String... command) {
    String[] broker = {"--bootstrap-servers", kafka.bootstrapServers()};
    return Outcome.of(
        Stream.concat(Arrays.stream(command), Arrays.stream(broker)).toArray(String[]::new));
  }
}
