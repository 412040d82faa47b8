package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.risk.Validation;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.world.SimulatedWorld;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Who else takes part in the demo's risk control: two operators with keys of their own, who publish
 * the shipped policy and agree to leave DMM once nothing but their approval is missing, and a
 * console that obeys each version of {@code risk.state} and says so, beside the fast path. One
 * thread only.
 */
final class DemoRisk implements AutoCloseable {

  private static final String CONSOLE = "console";
  private static final String FAST_PATH = "fast-path";
  private static final int ALERTS_SHOWN = 10;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long COMMAND_LIVES_MICROS = 30_000_000;

  /** Long enough that a person can read what is missing. */
  private static final long APPROVE_AGAIN_AFTER_MICROS = 5_000_000;

  private static final int NONCE_BYTES = 16;

  /** The perpetuals with contracts of 0.01, and the book of 25 levels that is about the warning. */
  private static final List<String> SMALL_BOOKS =
      List.of(
          "SIM-BRAVO|BTC-USDT-PERP",
          "SIM-BRAVO|ETH-USDT-PERP",
          "SIM-BRAVO|PAXG-USDT-PERP",
          "SIM-BRAVO|SOL-USDT-PERP",
          "SIM-CHARLIE|SOL-USDT",
          "SIM-CHARLIE|SOL-USDT-PERP");

  private static final List<String> VENUES = List.copyOf(SimulatedWorld.venues());

  private record Operator(String name, KeyPair keys) {}

  /** Consumers of other builds than each other's are not believed. */
  private final String build = BuildId.ofThisBuild();

  private final SecureRandom random = new SecureRandom();
  private final List<Operator> operators =
      List.of(
          new Operator("anna", OperatorKeys.generate()),
          new Operator("ben", OperatorKeys.generate()));
  private final EventProducer producer;
  private final NewestViews<RiskState> states;
  private final AlertFeed newestAlerts;
  private final Deque<Alert> alerts = new ArrayDeque<>();
  private long alertCount;
  private long acknowledgedVersion;
  private long approvedAtMicros;

  DemoRisk(String bootstrapServers) {
    this.producer = EventProducer.open(bootstrapServers, "hedgerow/demo");
    this.states = NewestViews.obeyed(bootstrapServers);
    this.newestAlerts = new AlertFeed(bootstrapServers, alert -> true);
  }

  /**
   * Publishes the shipped policy with the operators' keys, in effect from the first record on.
   *
   * @param trades whether a fast path obeys it, too
   */
  void publishPolicy(boolean trades) {
    long now = nowMicros();
    List<PolicyValue> values = new ArrayList<>(PolicyRecords.standard().getValues());
    SMALL_BOOKS.forEach(book -> values.addAll(depth(book)));
    RiskPolicy content =
        PolicyRecords.draft(
            values,
            operators.stream().map(DemoRisk::key).toList(),
            trades ? List.of(CONSOLE, FAST_PATH) : List.of(CONSOLE),
            VENUES,
            Arrays.stream(SimulatedVenue.values())
                .map(venue -> InstrumentKey.of(venue.id(), SimulatedWorld.DESK))
                .toList());
    producer.send(PolicyRecords.publish(content, PolicyMode.LIVE, 1, 0, now, "anna"));
    producer.flush();
  }

  /** What is little for the usual book is usual for a small one. */
  private static List<PolicyValue> depth(String book) {
    return List.of(
        new PolicyValue("executable-depth.warn", book, 1_000L, "quote"),
        new PolicyValue("executable-depth.breach", book, 300L, "quote"),
        new PolicyValue("executable-depth.clear", book, 1_500L, "quote"));
  }

  private static OperatorKey key(Operator operator) {
    return new OperatorKey(
        operator.name(),
        operator.name() + "-1",
        OperatorKeys.encode(operator.keys().getPublic()),
        List.of(OperatorRole.HALT, OperatorRole.APPROVE, OperatorRole.RESUME));
  }

  /** Reads what is new and answers it. */
  void poll() {
    states.poll(Duration.ZERO);
    newestAlerts.poll(Duration.ZERO).forEach(this::take);
    acknowledge();
    leaveDmm();
  }

  private void take(Alert alert) {
    alertCount++;
    alerts.addLast(alert);
    if (alerts.size() > ALERTS_SHOWN) {
      alerts.removeFirst();
    }
  }

  private void acknowledge() {
    long newest = 0;
    long policyVersion = 0;
    for (RiskState state : states.views().values()) {
      newest = Math.max(newest, state.getVersion());
      policyVersion = Math.max(policyVersion, state.getPolicyVersion());
    }
    if (newest > acknowledgedVersion) {
      acknowledgedVersion = newest;
      producer.send(
          new Acknowledgement(
              CONSOLE,
              newest,
              policyVersion,
              build,
              nowMicros(),
              EventIds.of("Acknowledgement", CONSOLE, newest, policyVersion)));
    }
  }

  private void leaveDmm() {
    long now = nowMicros();
    for (RiskState state : states.views().values()) {
      boolean onlyApprovals =
          state.getState() == SystemState.DMM
              && state.getMissing().equals(List.of(Validation.APPROVALS));
      if (onlyApprovals && now - approvedAtMicros > APPROVE_AGAIN_AFTER_MICROS) {
        approvedAtMicros = now;
        command(CommandKind.APPROVE, state, operators.get(0), now);
        command(CommandKind.RESUME, state, operators.get(1), now);
      }
    }
  }

  private void command(CommandKind kind, RiskState state, Operator operator, long now) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    String nonceText = HexFormat.of().formatHex(nonce);
    OpsCommand unsigned =
        OpsCommand.newBuilder()
            .setCommandId(EventIds.of("OpsCommand", nonceText, now))
            .setKind(kind)
            .setScopeType(ScopeType.valueOf(state.getScopeType().name()))
            .setScope(state.getScope())
            .setOperator(operator.name())
            .setKeyId(operator.name() + "-1")
            .setNonce(nonceText)
            .setNotBeforeMicros(now)
            .setExpiresAtMicros(now + COMMAND_LIVES_MICROS)
            .setReason("demo: everything else holds")
            .setSignature(ByteBuffer.allocate(0))
            .build();
    producer.send(CommandSigner.sign(unsigned, operator.keys().getPrivate()));
  }

  /** Every scope that has a state, by its key. */
  Map<String, RiskState> states() {
    return states.views();
  }

  /** The newest alerts, oldest first. */
  Iterable<Alert> alerts() {
    return alerts;
  }

  /** How many different alerts there have been. */
  long alertCount() {
    return alertCount;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * MICROS_PER_MILLI;
  }

  @Override
  public void close() {
    producer.close();
    states.close();
    newestAlerts.close();
  }
}
