package io.hedgerow.schemas.topics;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.common.ClockTick;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import io.hedgerow.schemas.venue.VenueSample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * The topic catalogue: topics are created from it and {@code docs/topics.md} is generated from it.
 *
 * <p>Partition counts are fixed for ever, because a key must keep its partition: widening is a new
 * topic version.
 */
public enum Topic {
  MARKET_BOOKS(
      "market.books",
      input(8, Duration.ofHours(6), "feeds", "network-state", BookUpdate.class),
      "venue|instrument",
      "Order-book snapshots and deltas with their sequence numbers."),
  MARKET_TRADES(
      "market.trades",
      input(4, Duration.ofHours(24), "feeds", "risk", Trade.class),
      "venue|instrument",
      "Public trades."),
  MARKET_FUNDING(
      "market.funding",
      input(2, Duration.ofDays(7), "feeds", "network-state", FundingUpdate.class),
      "venue|instrument",
      "Funding rates as the venues state them."),
  MARKET_REFERENCE(
      "market.reference",
      input(2, Duration.ofHours(24), "feeds", "risk, signals", ReferencePrice.class),
      "asset",
      "Index, mark and reference prices."),
  VENUE_HEALTH(
      "venue.health",
      input(2, Duration.ofDays(7), "gateways", "network-state", VenueSample.class),
      "venue",
      "Requests to a venue and how they ended, its status and transfer switches."),
  VENUE_EXECUTIONS(
      "venue.executions",
      input(4, Duration.ofDays(30), "gateways", "reconciliation", VenueExecution.class),
      "venue|account",
      "Orders and fills as the venue states them (drop copy)."),
  VENUE_ACCOUNTS(
      "venue.accounts",
      input(2, Duration.ofDays(30), "gateways", "network-state, signals", VenueAccount.class),
      "venue|account",
      "Balances, positions, margin and transfers as the venue states them."),
  CHAIN_HEALTH(
      "chain.health",
      input(2, Duration.ofDays(7), "gateways", "network-state", ChainSample.class),
      "chain",
      "Blocks, fees and confirmation delays."),
  EXECUTION_SIGNALS(
      "execution.signals",
      new Spec(
          4,
          false,
          Duration.ofDays(30),
          "signals",
          "fast path",
          Delivery.AT_LEAST_ONCE_WITH_ID,
          List.of(Signal.class)),
      "asset",
      "Opportunities for hedged pairs, and requests to reduce exposure."),
  EXECUTION_DECISIONS(
      "execution.decisions",
      execution("hedge, analysts", List.of(Decision.class)),
      "correlation ID",
      "What the gate said to each signal: nine verdicts and every input."),
  EXECUTION_ORDERS(
      "execution.orders",
      execution("hedge, reconciliation", List.of(OrderEvent.class, PairEvent.class)),
      "correlation ID",
      "The life of our orders, step by step."),
  EXECUTION_FILLS(
      "execution.fills",
      execution("hedge, reconciliation", List.of(Fill.class)),
      "correlation ID",
      "Fills as the venues told them to the engine, each once."),
  STATE_DEPTH(
      "state.depth",
      view(8, "signals, fast path, console", DepthView.class),
      "venue|instrument",
      "What can be traded inside the slippage bound, per book."),
  STATE_FUNDING(
      "state.funding",
      view(2, "signals, risk, console", FundingView.class),
      "venue|instrument",
      "Funding, annualized by the observed interval."),
  STATE_MARGIN(
      "state.margin",
      view(2, "fast path, console", MarginView.class),
      "venue|account",
      "Margin ratio, requirements and open positions per account."),
  STATE_VENUES(
      "state.venues",
      view(2, "risk, fast path, console", VenueView.class),
      "venue",
      "Health and clock offset per venue."),
  STATE_CHAINS(
      "state.chains",
      view(2, "signals, risk, console", ChainView.class),
      "chain",
      "Cost and delay per chain."),
  RISK_OBSERVATIONS(
      "risk.observations",
      input(4, Duration.ofDays(7), "every job, fast path", "risk", RiskObservation.class),
      "subject",
      "Measured facts that no other topic carries: costs, margin, settlement, reconciliation,"
          + " integrity, controls."),
  RISK_POLICY(
      "risk.policy",
      new Spec(
          1,
          true,
          Duration.ofDays(1),
          "operators",
          "all",
          Delivery.NEWEST_VERSION_WINS,
          List.of(RiskPolicy.class)),
      "policy ID",
      "Thresholds, windows, caps, operators' keys."),
  OPS_COMMANDS(
      "ops.commands",
      new Spec(
          1,
          false,
          Duration.ofDays(30),
          "operators",
          "risk, fast path",
          Delivery.AT_LEAST_ONCE_WITH_ID,
          List.of(OpsCommand.class)),
      "scope",
      "Signed orders of operators."),
  RISK_ACKNOWLEDGEMENTS(
      "risk.acknowledgements",
      new Spec(
          1,
          false,
          Duration.ofDays(7),
          "fast path, console",
          "risk",
          Delivery.AT_LEAST_ONCE_WITH_ID,
          List.of(Acknowledgement.class)),
      "consumer",
      "Which version of state and policy a consumer obeys."),
  RISK_TRIGGERS(
      "risk.triggers",
      new Spec(
          2,
          false,
          Duration.ofDays(30),
          "risk",
          "signals, analysts",
          Delivery.EXACTLY_ONCE,
          List.of(RiskTrigger.class)),
      "scope",
      "Classified triggers with their evidence."),
  RISK_TRANSITIONS(
      "risk.transitions",
      new Spec(
          1,
          false,
          Duration.ofDays(365),
          "risk",
          "analysts",
          Delivery.EXACTLY_ONCE,
          List.of(RiskTransition.class)),
      "scope",
      "The audit trail of the state machine."),
  RISK_STATE(
      "risk.state",
      new Spec(
          1,
          true,
          Duration.ofDays(1),
          "risk",
          "fast path, all",
          Delivery.NEWEST_VERSION_WINS,
          List.of(RiskState.class)),
      "scope type|scope",
      "What is allowed in each scope now."),
  RECON_STATUS(
      "recon.status",
      new Spec(
          1,
          true,
          Duration.ofDays(1),
          "reconciliation",
          "fast path, risk",
          Delivery.NEWEST_VERSION_WINS,
          List.of(ReconciliationStatus.class)),
      "venue|account",
      "Whether our books agree with the venue, per account."),
  ALERTS(
      "alerts",
      new Spec(
          2,
          false,
          Duration.ofDays(30),
          "every job",
          "people",
          Delivery.AT_LEAST_ONCE_WITH_ID,
          List.of(Alert.class)),
      "scope",
      "What a risk analyst subscribes to.");

  /** What a consumer may rely on. */
  public enum Delivery {
    /** A record may come twice; its event ID tells. */
    AT_LEAST_ONCE_WITH_ID("at least once, drop repeated IDs"),
    /** Compacted; a record may come twice or late. */
    NEWEST_VERSION_WINS("at least once, newest version wins"),
    /** In transactions: read with {@code isolation.level=read_committed}. */
    EXACTLY_ONCE("exactly once, read committed");

    private final String text;

    Delivery(String text) {
      this.text = text;
    }

    /** How the reference says it. */
    public String text() {
      return text;
    }
  }

  private record Spec(
      int partitions,
      boolean compacted,
      Duration retention,
      String from,
      String to,
      Delivery delivery,
      List<Class<? extends SpecificRecord>> recordTypes) {}

  /** The fast path ticks what it alone writes; every other clock of the catalogue is the feeds'. */
  private static final Set<Topic> TICKED_BY_FAST_PATH =
      EnumSet.of(EXECUTION_DECISIONS, EXECUTION_ORDERS, EXECUTION_FILLS);

  /** Read by a job, which takes their records when they come. */
  private static final Set<Topic> READ_WITHOUT_TICKS =
      EnumSet.of(
          STATE_DEPTH,
          STATE_FUNDING,
          STATE_CHAINS,
          RISK_POLICY,
          OPS_COMMANDS,
          RISK_ACKNOWLEDGEMENTS,
          RISK_TRIGGERS);

  /** What is appended to an input topic's name for its dead letters. */
  public static final String DEAD_LETTER_SUFFIX = ".dlq";

  /** How long dead letters are kept. */
  public static final Duration DEAD_LETTER_RETENTION = Duration.ofDays(30);

  private final String topicName;
  private final Spec spec;
  private final String keyText;
  private final String content;

  Topic(String topicName, Spec spec, String keyText, String content) {
    this.topicName = topicName;
    this.spec = spec;
    this.keyText = keyText;
    this.content = content;
  }

  private static Spec input(
      int partitions,
      Duration retention,
      String from,
      String to,
      Class<? extends SpecificRecord> recordType) {
    return new Spec(
        partitions,
        false,
        retention,
        from,
        to,
        Delivery.AT_LEAST_ONCE_WITH_ID,
        List.of(recordType, ClockTick.class));
  }

  private static Spec execution(String to, List<Class<? extends SpecificRecord>> recordTypes) {
    List<Class<? extends SpecificRecord>> withTicks = new ArrayList<>(recordTypes);
    withTicks.add(ClockTick.class);
    return new Spec(
        8,
        false,
        Duration.ofDays(365),
        "fast path",
        to,
        Delivery.AT_LEAST_ONCE_WITH_ID,
        List.copyOf(withTicks));
  }

  private static Spec view(int partitions, String to, Class<? extends SpecificRecord> recordType) {
    return new Spec(
        partitions,
        true,
        Duration.ofDays(1),
        "network-state",
        to,
        Delivery.NEWEST_VERSION_WINS,
        List.of(recordType));
  }

  /** The name on the broker: {@code market.books}. */
  public String topicName() {
    return topicName;
  }

  /** Number of partitions, fixed. */
  public int partitions() {
    return spec.partitions();
  }

  /** Whether only the newest record of each key is kept. */
  public boolean compacted() {
    return spec.compacted();
  }

  /** How long records are kept; for a compacted topic how long a deletion stays visible. */
  public Duration retention() {
    return spec.retention();
  }

  /** Who writes it. */
  public String from() {
    return spec.from();
  }

  /** Who reads it. */
  public String to() {
    return spec.to();
  }

  /** What a consumer may rely on. */
  public Delivery delivery() {
    return spec.delivery();
  }

  /** What the Kafka key holds: {@code venue|instrument}. */
  public String keyText() {
    return keyText;
  }

  /** One sentence about the content. */
  public String content() {
    return content;
  }

  /** The record types that may stand on this topic, the main one first. */
  public List<Class<? extends SpecificRecord>> recordTypes() {
    return spec.recordTypes();
  }

  /** Whether records of this schema may stand on this topic. */
  public boolean carries(String schemaFullName) {
    return spec.recordTypes().stream()
        .map(Topic::schemaOf)
        .anyMatch(schema -> schema.getFullName().equals(schemaFullName));
  }

  /** Whether its producers write clock ticks into it, so that event time can follow them. */
  public boolean hasTicks() {
    return spec.recordTypes().contains(ClockTick.class);
  }

  /** The topics into which feeds and gateways write the clock ticks. */
  public static List<Topic> tickedByFeeds() {
    return Arrays.stream(values())
        .filter(topic -> topic.hasTicks() && !TICKED_BY_FAST_PATH.contains(topic))
        .toList();
  }

  /** The topics into which the fast path writes the clock ticks, by the time of its journal. */
  public static List<Topic> tickedByFastPath() {
    return List.copyOf(TICKED_BY_FAST_PATH);
  }

  /** Whether a job of ours reads it, so that it has a dead-letter topic. */
  public boolean isInput() {
    boolean tickedByFeeds = hasTicks() && !TICKED_BY_FAST_PATH.contains(this);
    return tickedByFeeds || READ_WITHOUT_TICKS.contains(this);
  }

  /** The name of the dead-letter topic of an input topic. */
  public String deadLetterName() {
    return topicName + DEAD_LETTER_SUFFIX;
  }

  /** The topic of this name. */
  public static Optional<Topic> named(String topicName) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(topicName)).findFirst();
  }

  /** The schema of a generated record class. */
  public static Schema schemaOf(Class<? extends SpecificRecord> type) {
    return SpecificData.get().getSchema(type);
  }
}
