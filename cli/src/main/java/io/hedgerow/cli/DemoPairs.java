package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.schemas.execution.PlannedLeg;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.venue.OrderSide;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the fast path did, as it stands on its topics: decisions, rejects by reason, the newest
 * pairs and what became of them. One thread only.
 */
final class DemoPairs implements AutoCloseable {

  private static final int SHOWN = 6;

  /** The newest of them whose end is still shown. */
  private static final int KNOWN = 1_000;

  private final TopicReader reader;
  private final Consumer<Fill> fills;
  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final Map<String, PairEvent> early = new LinkedHashMap<>();
  private final Map<String, Long> rejects = new TreeMap<>();
  private final Map<String, Long> outcomes = new TreeMap<>();
  private long decisions;
  private long accepted;
  private long open;

  private static final class Pair {
    private final Decision decision;
    private String outcome = "open";
    private long endedAtMicros;

    Pair(Decision decision) {
      this.decision = decision;
    }
  }

  /**
   * @param fills takes each fill, as often as it was written
   */
  DemoPairs(String bootstrapServers, Consumer<Fill> fills) {
    this.fills = fills;
    this.reader =
        new TopicReader(
            bootstrapServers,
            List.of(Topic.EXECUTION_DECISIONS, Topic.EXECUTION_ORDERS, Topic.EXECUTION_FILLS));
  }

  /** Reads what is new. */
  void poll() {
    reader.poll(Duration.ZERO).forEach(record -> take(TopicReader.decode(record)));
  }

  /** Reads to the end as it is now. */
  void readToEnd() {
    reader.readToEnd(record -> take(TopicReader.decode(record)));
  }

  private void take(SpecificRecord record) {
    if (record instanceof Decision decision) {
      take(decision);
    } else if (record instanceof PairEvent event) {
      take(event);
    } else if (record instanceof Fill fill) {
      fills.accept(fill);
    }
  }

  private void take(Decision decision) {
    decisions++;
    if (!decision.getAccepted()) {
      rejects.merge(reason(decision), 1L, Long::sum);
      return;
    }
    accepted++;
    open++;
    put(pairs, decision.getCorrelationId(), new Pair(decision));
    PairEvent ended = early.remove(decision.getCorrelationId());
    if (ended != null) {
      take(ended);
    }
  }

  private static <T> void put(Map<String, T> newest, String id, T value) {
    newest.put(id, value);
    if (newest.size() > KNOWN) {
      newest.remove(newest.keySet().iterator().next());
    }
  }

  private void take(PairEvent event) {
    if (event.getKind() != PairStep.ENDED) {
      return;
    }
    Pair pair = pairs.get(event.getCorrelationId());
    if (pair == null) {
      put(early, event.getCorrelationId(), event); // the topics are read one before the other
      return;
    }
    boolean first = pair.endedAtMicros == 0;
    open -= first ? 1 : 0;
    outcomes.merge(event.getState(), 1L, Long::sum);
    if (!first) {
      outcomes.merge(pair.outcome, -1L, Long::sum);
    }
    pair.outcome = event.getState();
    pair.endedAtMicros = event.getReceivedAtMicros();
  }

  private static String reason(Decision decision) {
    for (Verdict verdict : decision.getVerdicts()) {
      if (verdict.getReasonNumber() != 0) {
        return verdict.getCheck() + " " + verdict.getReason();
      }
    }
    return "no reason";
  }

  /** Signals that were decided. */
  long decisions() {
    return decisions;
  }

  /** Accepted pairs without an outcome. */
  long open() {
    return open;
  }

  /** One line of counts. */
  String counts() {
    return String.format(
        Locale.ROOT,
        "%,d decisions, %,d accepted, %,d open%s%s",
        decisions,
        accepted,
        open,
        outcomes.isEmpty() ? "" : "; " + text(outcomes),
        rejects.isEmpty() ? "" : "; rejected: " + text(rejects));
  }

  private static String text(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .filter(count -> count.getValue() != 0)
        .map(count -> String.format(Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
        .collect(Collectors.joining(", "));
  }

  /** The newest pairs, the newest last. */
  String render() {
    TextTable table = new TextTable("pair", "time", "asset", "legs", "outcome", "after ms");
    pairs.values().stream()
        .skip(Math.max(0, pairs.size() - SHOWN))
        .forEach(
            pair ->
                table.row(
                    pair.decision.getCorrelationId(),
                    String.format(Locale.ROOT, "%tT", pair.decision.getDecidedAtMicros() / 1_000),
                    pair.decision.getAsset(),
                    pair.decision.getLegs().stream()
                        .map(DemoPairs::text)
                        .collect(Collectors.joining(" / ")),
                    pair.outcome,
                    pair.endedAtMicros == 0
                        ? "-"
                        : String.format(
                            Locale.ROOT,
                            "%.1f",
                            (pair.endedAtMicros - pair.decision.getDecidedAtMicros()) / 1e3)));
    return table.isEmpty() ? "" : table.render();
  }

  private static String text(PlannedLeg leg) {
    return (leg.getSide() == OrderSide.BUY ? "buy " : "sell ")
        + E8.toDecimal(leg.getQuantityE8())
        + " "
        + leg.getInstrument()
        + " at "
        + leg.getVenue();
  }

  @Override
  public void close() {
    reader.close();
  }
}
