package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.jobs.network.NetworkStateOnKafka;
import io.hedgerow.jobs.risk.RiskOnKafka;
import io.hedgerow.jobs.signals.SignalsOnKafka;
import io.hedgerow.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of each topic the broker has 10 records: each job passed 7, 2 were ticks, 1 a dead letter. */
@Tag("TRUTH-1")
class DemoSummaryTest {

  private final Map<String, Long> network = new TreeMap<>();
  private final Map<String, Long> risk = new TreeMap<>();
  private final Map<String, Long> signals = new TreeMap<>();
  private final Held broker = new Held();

  DemoSummaryTest() {
    for (String part : List.of("books", "funding", "venues", "accounts", "chains")) {
      checked(network, "check-" + part);
      network.put("keep-" + part + ".applied", 3L);
      network.put("keep-" + part + ".ignored", 4L);
    }
    network.put("keep-books.clockSamples", 5L);
    network.put("keep-venues.applied", 8L); // five looks at the clock among them
    for (Topic topic : RiskOnKafka.INPUTS) {
      checked(risk, check(topic));
    }
    for (Topic topic : SignalsOnKafka.INPUTS) {
      checked(signals, check(topic));
    }
    signals.put("signals.signals", 10L);
    inputs().forEach(topic -> broker.deadLetters.merge(topic, 1L, Long::sum));
  }

  private static void checked(Map<String, Long> counters, String check) {
    counters.put(check + ".recordsPassed", 7L);
    counters.put(check + ".ticks", 2L);
    counters.put(check + ".deadLetters", 1L);
  }

  private static String check(Topic topic) {
    return "check-" + topic.topicName().replace('.', '-');
  }

  private static List<Topic> inputs() {
    List<Topic> inputs = new ArrayList<>(NetworkStateOnKafka.INPUTS);
    inputs.addAll(RiskOnKafka.INPUTS);
    inputs.addAll(SignalsOnKafka.INPUTS);
    return inputs;
  }

  @Test
  void shouldAgreeIfEveryRecordOfEveryJobIsAccountedFor() {
    DemoSummary summary = summary(0);

    assertThat(summary.rows()).hasSize(inputs().size()).allMatch(DemoSummary.Row::agrees);
    assertThat(summary.agrees()).isTrue();
    assertThat(summary.render())
        .contains("210 records read = records passed + clock ticks + 21 dead letters: yes")
        .contains("Dead letters: 21 written, 21 on the broker: yes")
        .contains("Signals: 10 written, 10 on the broker: yes")
        .contains("Left out by the signals job: 0 too late to count, 0 without room: yes");
  }

  @ParameterizedTest
  @CsvSource({
    "network, check-books.recordsPassed",
    "network, check-accounts.ticks",
    "network, keep-funding.applied",
    "network, keep-venues.ignored",
    "network, keep-books.clockSamples",
    "risk, check-state-depth.recordsPassed",
    "risk, check-market-reference.ticks",
    "risk, check-risk-observations.deadLetters",
    "signals, check-venue-accounts.recordsPassed",
    "signals, check-risk-triggers.recordsPassed",
    "signals, check-state-depth.ticks",
    "signals, signals.signals",
  })
  void shouldNotAgreeIfAJobCountsOneLess(String job, String counter) {
    Map<String, Map<String, Long>> jobs =
        Map.of("network", network, "risk", risk, "signals", signals);
    assertThat(jobs.get(job).computeIfPresent(counter, (name, count) -> count - 1)).isNotNull();

    DemoSummary summary = summary(0);

    assertThat(summary.agrees()).isFalse();
    assertThat(summary.render()).contains("NO, given up after 3 s");
  }

  @ParameterizedTest
  @CsvSource({"MARKET_BOOKS", "RISK_POLICY", "RISK_TRIGGERS", "EXECUTION_SIGNALS"})
  void shouldNotAgreeIfTheBrokerHoldsOneMore(Topic topic) {
    broker.records.put(topic, 11L);

    assertThat(summary(0).agrees()).isFalse();
  }

  @Test
  void shouldNotAgreeIfTheSignalsJobHadNoRoom() {
    signals.put("signals.refused", 1L);

    DemoSummary summary = summary(0);

    assertThat(summary.agrees()).isFalse();
    assertThat(summary.render())
        .contains("Left out by the signals job: 0 too late to count, 1 without room: NO")
        .contains("NO, given up after 3 s")
        .doesNotContain("nothing was lost");
  }

  @Test
  void shouldSayWhatCameTooLate() {
    signals.put("signals.late", 1L);

    DemoSummary summary = summary(0);

    assertThat(summary.agrees()).isTrue();
    assertThat(summary.render())
        .contains("Left out by the signals job: 1 too late to count, 0 without room: yes");
  }

  @Test
  void shouldCountDeadLettersThatTheFeedWrote() {
    broker.deadLetters.merge(Topic.MARKET_BOOKS, 4L, Long::sum);

    assertThat(summary(4).agrees()).isTrue();
    assertThat(summary(3).agrees()).isFalse();
  }

  private DemoSummary summary(long rejectedByFeed) {
    return DemoSummary.of(
        of(network), of(risk), of(signals), broker, rejectedByFeed, Duration.ofSeconds(3));
  }

  private static DemoSummary.Counters of(Map<String, Long> counters) {
    return (operator, counter) -> counters.getOrDefault(operator + "." + counter, 0L);
  }

  private static final class Held implements DemoSummary.Broker {
    private final Map<Topic, Long> records = new TreeMap<>();
    private final Map<Topic, Long> deadLetters = new TreeMap<>();

    @Override
    public long records(Topic topic) {
      return records.getOrDefault(topic, 10L);
    }

    @Override
    public long deadLetters(Topic topic) {
      return deadLetters.getOrDefault(topic, 0L);
    }
  }
}
