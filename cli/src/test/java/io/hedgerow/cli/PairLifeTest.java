package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.state.gate.GateReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PairLifeTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden/pair.txt");

  private final PairSample sample = new PairSample("A", 100);

  private static PairLife life(List<? extends SpecificRecord> records) {
    PairRecords of = new PairRecords();
    records.forEach(of::take);
    return PairLife.of("J1-A", of);
  }

  private static List<SpecificRecord> without(
      List<SpecificRecord> records, Predicate<SpecificRecord> left) {
    return records.stream().filter(left.negate()).toList();
  }

  private static <T extends SpecificRecord> T first(List<SpecificRecord> records, Class<T> type) {
    return records.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
  }

  @Test
  @Tag("LIFE-1")
  @Tag("GATE-1")
  void shouldTellTheWholeLife() throws IOException {
    String text = PairReport.text(life(sample.life()));

    if (Boolean.getBoolean("hedgerow.golden.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, text);
    }
    assertThat(GOLDEN).as("write it once with -Dhedgerow.golden.write=true").exists();
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  @Tag("IDEM-1")
  void shouldTellTheSameHoweverRecordsArriveAndRepeat() {
    List<SpecificRecord> records = new ArrayList<>(sample.life());
    PairLife expected = life(records);
    records.addAll(List.copyOf(records));

    for (int seed = 0; seed < 50; seed++) {
      Collections.shuffle(records, new Random(seed));

      assertThat(life(records)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  @Tag("LIFE-5")
  void shouldCountSlippageAgainstUsOnBothSides() {
    PairLife life = life(sample.life());
    LegLife.Filled bought = life.legs().get(0).filled(OrderRole.ENTRY).orElseThrow();
    LegLife.Filled sold = life.legs().get(1).filled(OrderRole.ENTRY).orElseThrow();

    // 0.04 at 43,010 and 0.06 at 43,021 against 43,000; 0.07 sold at 42,990.
    assertThat(bought.averagePriceE8().orElseThrow().longValueExact())
        .isEqualTo(E8.ONE * 430_166 / 10);
    assertThat(bought.slippagePpm(43_000 * E8.ONE)).as("386.05 rounded up").hasValue(387);
    assertThat(sold.slippagePpm(43_000 * E8.ONE)).as("232.56 rounded up").hasValue(233);
    assertThat(sold.slippagePpm(42_000 * E8.ONE)).as("better").hasValue(-23_571);
    assertThat(bought.slippagePpm(0)).isEmpty();
  }

  @Test
  @Tag("GATE-3")
  void shouldNameTheCheckThatRejected() {
    PairLife life = life(List.of(sample.signal(), sample.rejected()));

    assertThat(life.outcome()).isEqualTo("NOT OPENED: GATE-3 VENUE_SLOW");
    assertThat(life.isWhole()).isTrue();
    assertThat(PairReport.text(life)).contains("GATE-3  VENUE_SLOW (304): venue answers too late");
  }

  @Test
  void shouldFollowAPairThatGoesOn() {
    List<SpecificRecord> records = sample.life();
    List<SpecificRecord> running =
        without(
            records, one -> one instanceof PairEvent event && event.getKind() == PairStep.ENDED);
    assertThat(life(running).outcome()).isEqualTo("OPEN");
    assertThat(life(running).isWhole()).isTrue();

    records.add(sample.pair(PairStep.REOPENED, "", 1));
    assertThat(life(records).outcome()).as("reopened").isEqualTo("OPEN");
    records.add(sample.pair(PairStep.ENDED, "RESIDUAL", 1));
    assertThat(life(records).outcome()).isEqualTo("RESIDUAL");
  }

  @Test
  void shouldTellASignalThatNobodyDecidedAndAPairThatWasNotOpened() {
    assertThat(life(List.of(sample.signal())).outcome()).isEqualTo("NOT DECIDED");
    assertThat(life(List.of(sample.signal(), sample.accepted())).outcome()).isEqualTo("ACCEPTED");
    assertThat(
            life(List.of(
                    sample.signal(),
                    sample.accepted(),
                    sample.pair(PairStep.ENDED, "VENUE_CLOSED", 0)))
                .outcome())
        .isEqualTo("NOT OPENED: VENUE_CLOSED");
  }

  @Test
  void shouldSayWhatIsMissing() {
    List<SpecificRecord> records = sample.life();

    assertThat(life(without(records, Signal.class::isInstance)).findings())
        .containsExactly("its signal does not stand on execution.signals any more");
    assertThat(life(without(records, Decision.class::isInstance)).findings())
        .containsExactly("no decision stands on execution.decisions");
    assertThat(PairReport.text(life(without(records, Decision.class::isInstance))))
        .contains("ENTRY filled 0.1 at 43016.6 on average, fees 0.1 USDT");
    Fill fill = first(records, Fill.class);
    assertThat(life(without(records, fill::equals)).findings())
        .containsExactly(
            "steps 3 to 3 of leg 1 are missing",
            "leg 1, order "
                + sample.clientOrderId(1)
                + ": fills add up to 0.06, the venue counts 0.1");
  }

  @Test
  void shouldTellFillsThatCameBeforeTheirOrders() {
    List<SpecificRecord> fills =
        without(sample.life(), one -> !(one instanceof Fill) && !(one instanceof Decision));

    PairLife life = life(fills);

    assertThat(life.findings())
        .contains(
            "steps 1 to 2 of leg 1 are missing",
            "leg 1, order " + sample.clientOrderId(1) + ": that it was submitted stands nowhere");
    assertThat(life.outcome()).isEqualTo("OPEN");
  }

  @Test
  void shouldNotBelieveWhatContradictsItself() {
    List<SpecificRecord> records = sample.life();
    OrderEvent other = OrderEvent.newBuilder(first(records, OrderEvent.class)).build();
    other.setQuantityE8(1);
    records.add(other);
    Decision second = sample.rejected();
    records.add(second);

    assertThat(life(records).findings())
        .containsExactly(
            "OrderEvent " + other.getEventId() + " stands there with two contents",
            "2 decisions stand there; the first is shown");
  }

  @Test
  @Tag("GATE-1")
  void shouldTakeAnyNumberOfVerdictsAndInputs() {
    Decision decision = sample.accepted();
    decision.setVerdicts(
        List.of(
            new Verdict("GATE-1", "PASSED", GateReason.PASSED.number()),
            new Verdict("GATE-2", "PASSED", GateReason.VENUE_SLOW.number()),
            new Verdict("GATE-77", "NEW_REASON", 9_999),
            new Verdict("", "", -1)));
    decision.setInputs(
        List.of(
            new DecisionInput("A_NEW_INPUT", 7, Long.MIN_VALUE, true, Long.MAX_VALUE, 4L),
            new DecisionInput("RISK_STATE", -1, 99L, true, -1L, -1L)));

    PairLife life = life(List.of(sample.signal(), decision));

    assertThat(life.findings())
        .containsExactly(
            "the decision has 4 verdicts, expected 9",
            "GATE-2: reason 304 is VENUE_SLOW, recorded as PASSED",
            "GATE-77: this build knows no reason 9999",
            ": this build knows no reason -1",
            "it was accepted although a check failed");
    assertThat(PairReport.text(life))
        .contains("A_NEW_INPUT")
        .contains("code 99")
        .contains("Inputs of no check that stands there");
  }

  @Test
  void shouldNotBreakOnImpossibleNumbers() {
    List<SpecificRecord> records = sample.life();
    for (SpecificRecord record : records) {
      if (record instanceof Fill fill) {
        fill.setQuantityE8(Long.MIN_VALUE);
        fill.setPriceE8(Long.MAX_VALUE);
        fill.setCumulativeQuantityE8(Long.MAX_VALUE);
        fill.setFeeE8(Long.MIN_VALUE);
        fill.setLegSequence(Long.MAX_VALUE);
        fill.setReceivedAtMicros(Long.MIN_VALUE);
        fill.setLeg(-1);
      }
    }

    PairLife life = life(records);

    assertThat(life.isWhole()).isFalse();
    assertThat(PairReport.text(life)).contains("Leg unknown (-1)");
    assertThat(PairJson.of(life)).contains("\"averagePrice\" : null");
  }

  @Test
  void shouldTellAnOrderOfNoPair() {
    List<SpecificRecord> records =
        without(sample.life(), one -> !(one instanceof Fill) && !(one instanceof OrderEvent));
    for (SpecificRecord record : records) {
      if (record instanceof Fill fill) {
        fill.setCorrelationId("");
      } else if (record instanceof OrderEvent order) {
        order.setCorrelationId("");
      }
    }

    assertThat(life(records).outcome()).isEqualTo("OF NO PAIR");
    assertThat(life(records).isWhole()).isTrue();
    assertThat(records).extracting(PairRecords::keyOf).doesNotContain("").hasSize(13);
  }

  @Test
  void shouldSayThatOrdersLeftAfterARejection() {
    List<SpecificRecord> records =
        new ArrayList<>(without(sample.life(), Decision.class::isInstance));
    records.add(new PairSample("A", 100).rejected());

    assertThat(life(records).findings())
        .containsExactly("orders were sent although the gate rejected it");
  }

  @Test
  void shouldGiveScriptsTheSame() throws IOException {
    JsonNode json = new ObjectMapper().readTree(PairJson.of(life(sample.life())));

    assertThat(json.path("id").asText()).isEqualTo("J1-A");
    assertThat(json.path("outcome").asText()).isEqualTo("NEUTRALIZED");
    assertThat(json.path("whole").asBoolean()).isTrue();
    JsonNode filled = json.path("legs").path(0).path("filled").path("ENTRY");
    assertThat(filled.path("slippagePpm").asLong()).isEqualTo(387);
    assertThat(filled.path("averagePrice").decimalValue()).isEqualByComparingTo("43016.6");
    assertThat(json.path("legs").path(0).path("steps")).hasSize(8);
    assertThat(json.path("decision").path("verdicts")).hasSize(9);
    JsonNode book = null;
    for (JsonNode input : json.path("decision").path("inputs")) {
      if (input.path("name").asText().equals("BOOK_VALIDITY")) {
        book = input;
      }
    }
    assertThat(book).isNotNull();
    assertThat(book.path("check").asText()).isEqualTo("GATE-2");
    assertThat(book.path("ageMicros").asLong()).as("of the second leg").isEqualTo(1_021_520);
    assertThat(book.path("sequence").asLong()).isEqualTo(701);
  }
}
