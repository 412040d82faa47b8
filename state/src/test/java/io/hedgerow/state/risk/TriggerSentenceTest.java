package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A trigger as a person reads it. */
@Tag("MON-7")
class TriggerSentenceTest {

  private static final String BOOK = "SIM-ALPHA|BTC-USDT";

  @Test
  void shouldSayThatABookIsUnusableWithoutItsFigures() {
    assertThat(sentence(Measure.BOOK_UNUSABLE, BOOK, TriggerStatus.WARNED, "edge@1", edge(0, 1, 1)))
        .isEqualTo("The book of SIM-ALPHA|BTC-USDT is unusable.");
    assertThat(
            sentence(
                Measure.BOOK_UNUSABLE,
                BOOK,
                TriggerStatus.RAISED,
                "held@1",
                edge(0, 1, 1),
                edge(30_000, 1, 1)))
        .isEqualTo("The book of SIM-ALPHA|BTC-USDT has been unusable for 30 s.");
    assertThat(
            sentence(
                Measure.BOOK_UNUSABLE,
                BOOK,
                TriggerStatus.RAISED,
                "held@1",
                edge(0, 1, 1),
                edge(30_000, 0, 1)))
        .isEqualTo(
            "The book of SIM-ALPHA|BTC-USDT was unusable and has not cleared for 30 s; it is usable"
                + " again.");
    assertThat(
            sentence(
                Measure.BOOK_UNUSABLE,
                BOOK,
                TriggerStatus.RAISED,
                "repeated@1",
                edge(0, 1, 1),
                edge(100_000, 1, 1),
                edge(303_100, 1, 1)))
        .isEqualTo("The book of SIM-ALPHA|BTC-USDT was unusable, 3 times in 303.1 s.");
    assertThat(
            sentence(Measure.BOOK_UNUSABLE, BOOK, TriggerStatus.CLEARED, "held@1", edge(0, 0, 0)))
        .isEqualTo("The book of SIM-ALPHA|BTC-USDT is usable again.");
  }

  @Test
  void shouldHaveWordsForEverySwitch() {
    assertThat(
            List.of(
                sentence(
                    Measure.INTEGRITY_FAULT,
                    "fast-path",
                    TriggerStatus.RAISED,
                    "at-once@1",
                    edge(0, 1, 1)),
                sentence(
                    Measure.CONTROL_OVERDUE,
                    "cancel-all",
                    TriggerStatus.CLEARED,
                    "held@1",
                    edge(0, 0, 0))))
        .containsExactly(
            "The integrity of fast-path is broken.", "The control cancel-all is completed.");
  }

  @Test
  void shouldSayThatAValueEqualsItsThreshold() {
    assertThat(
            sentence(
                Measure.FUNDING_DISPERSION,
                "BTC",
                TriggerStatus.WARNED,
                "edge@1",
                edge(0, 200, 200)))
        .isEqualTo(
            "Funding dispersion of BTC is 0.02 %, exactly at the warning threshold of 0.02 %.");
    assertThat(
            sentence(
                Measure.FUNDING_DISPERSION,
                "BTC",
                TriggerStatus.WARNED,
                "edge@1",
                edge(0, 201, 200)))
        .isEqualTo(
            "Funding dispersion of BTC is 0.0201 %, at or above the warning threshold of 0.02 %.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|0 s",
        "1500|1 ms",
        "999999|999 ms",
        "1000000|1 s",
        "1250000|1.25 s",
        "303100000|303.1 s",
        "3600000000|3,600 s",
      })
  void shouldSayADuration(long micros, String text) {
    assertThat(TriggerSentence.duration(micros)).isEqualTo(text);
  }

  private static String sentence(
      Measure measure,
      String subject,
      TriggerStatus status,
      String pattern,
      EdgeEvidence... edges) {
    return TriggerSentence.of(
        RiskTrigger.newBuilder()
            .setTriggerId("t")
            .setSequence(1)
            .setTrigger(measure.trigger())
            .setMeasure(measure.text())
            .setStatus(status)
            .setMode(PolicyMode.LIVE)
            .setSeverity(measure.severity())
            .setClassification(measure.classification())
            .setScopeType(measure.scopeType())
            .setScope(subject)
            .setSubject(subject)
            .setPattern(pattern)
            .setText("")
            .setPolicyVersion(1)
            .setOptions(List.of())
            .setEdges(
                Arrays.stream(edges)
                    .map(
                        edge ->
                            EdgeEvidence.newBuilder(edge).setUnit(measure.unit().text()).build())
                    .toList())
            .setRaisedAtMicros(0)
            .setEventId("e")
            .build());
  }

  private static EdgeEvidence edge(long atMillis, long value, long threshold) {
    return EdgeEvidence.newBuilder()
        .setKind(EdgeKind.BREACH)
        .setComponent("")
        .setAtMicros(atMillis * 1_000)
        .setValue(value)
        .setThreshold(threshold)
        .setUnit("")
        .setBefore(ByteBuffer.allocate(0))
        .setObservations(List.of())
        .build();
  }
}
