package io.hedgerow.operators.risk;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.testkit.flink.OperatorHarness;
import io.hedgerow.testkit.flink.OperatorSnapshot;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A {@link MachineOperator} with two operators who may do everything; for one thread. */
final class MachineRun implements AutoCloseable {

  private static final long MICROS_PER_MILLI = 1_000;
  private static final long START_MILLIS = 1_750_000_000_000L;
  private static final long TICK_MILLIS = 500;

  /** The first version of {@code risk.state} of a run that begins with this clock. */
  static final long FIRST_VERSION = START_MILLIS * 1_024 + 1;

  /** What it has said since it was last asked, each kind in its order; heartbeats apart. */
  record Said(
      List<RiskState> states,
      List<RiskTransition> transitions,
      List<RiskTrigger> triggers,
      List<Alert> alerts) {

    Map<String, RiskState> newestStates() {
      Map<String, RiskState> newest = new TreeMap<>();
      states.forEach(state -> newest.put(state.getScope(), state));
      return newest;
    }
  }

  /** A person with a key; commands live for 30 s of {@link MachineRun}'s clock. */
  record Person(String name, KeyPair keys) {

    OperatorKey key() {
      return new OperatorKey(
          name, name + "-1", OperatorKeys.encode(keys.getPublic()), List.of(OperatorRole.values()));
    }

    MachineInput command(CommandKind kind, String scope, long number) {
      OpsCommand unsigned =
          OpsCommand.newBuilder()
              .setCommandId(kind + "-" + number)
              .setKind(kind)
              .setScopeType(scope.equals("SYSTEM") ? ScopeType.SYSTEM : ScopeType.VENUE)
              .setScope(scope)
              .setOperator(name)
              .setKeyId(name + "-1")
              .setNonce(String.format(Locale.ROOT, "%032x", number))
              .setNotBeforeMicros(START_MILLIS * MICROS_PER_MILLI)
              .setExpiresAtMicros((START_MILLIS + 30_000) * MICROS_PER_MILLI)
              .setReason("drill")
              .setSignature(ByteBuffer.allocate(0))
              .build();
      return MachineInput.of(
          CommandSigner.sign(unsigned, keys.getPrivate()),
          new RecordRef(Topic.OPS_COMMANDS.topicName(), 0, number));
    }
  }

  private static final Person ANNA = new Person("anna", OperatorKeys.generate());
  private static final Person BEN = new Person("ben", OperatorKeys.generate());

  private OperatorHarness<Void, MachineInput, OutputRecord> harness;
  private final List<RiskState> heartbeats = new ArrayList<>();
  private long nowMillis = START_MILLIS;

  private MachineRun(OperatorHarness<Void, MachineInput, OutputRecord> harness) {
    this.harness = harness;
  }

  static MachineRun start() throws Exception {
    return start(MachineOperator.MAX_WAITING);
  }

  static MachineRun start(int maxWaiting) throws Exception {
    return new MachineRun(
        OperatorHarness.operator(() -> new MachineOperator(List::of, maxWaiting))
            .startingAt(START_MILLIS)
            .open());
  }

  Person anna() {
    return ANNA;
  }

  Person ben() {
    return BEN;
  }

  /** The policy with both of them, and nobody who has to acknowledge. */
  RiskPolicy withOperators(RiskPolicy policy) {
    return RiskPolicy.newBuilder(policy).setOperators(List.of(ANNA.key(), BEN.key())).build();
  }

  /** The same with one who has to acknowledge, and a venue that has to report. */
  RiskPolicy withConsole(RiskPolicy policy) {
    return RiskPolicy.newBuilder(policy)
        .setConsumers(List.of("console"))
        .setVenues(List.of("V0"))
        .setAccounts(List.of("V0|books"))
        .build();
  }

  MachineInput acknowledgement(long stateVersion, long policyVersion) {
    return MachineInput.of(
        new Acknowledgement(
            "console",
            stateVersion,
            policyVersion,
            "build",
            nowMillis * MICROS_PER_MILLI,
            EventIds.of("Acknowledgement", "console", stateVersion)));
  }

  void push(MachineInput... inputs) throws Exception {
    for (MachineInput input : inputs) {
      harness.push(input);
    }
  }

  void watermark(long second) throws Exception {
    watermarkMillis(second * 1_000);
  }

  void watermarkMillis(long millis) throws Exception {
    harness.watermark(millis);
  }

  /** Our own clock. */
  long nowMillis() {
    return nowMillis;
  }

  /** Lets so much of our own time pass. */
  void clock(long millis) throws Exception {
    long end = nowMillis + millis;
    while (nowMillis < end) {
      nowMillis = Math.min(nowMillis + TICK_MILLIS, end);
      harness.processingTime(nowMillis);
    }
  }

  /** From its state; our own clock begins again. */
  OperatorSnapshot snapshot() throws Exception {
    return harness.snapshot();
  }

  /** From an earlier state; our own clock goes on. */
  void restartFrom(OperatorSnapshot snapshot) throws Exception {
    restartFrom(snapshot, List.of());
  }

  /** The same, and this is what consumers obey. */
  void restartFrom(OperatorSnapshot snapshot, List<RiskState> published) throws Exception {
    harness.close();
    harness =
        OperatorHarness.operator(
                () -> new MachineOperator(() -> published, MachineOperator.MAX_WAITING))
            .startingAt(nowMillis)
            .restore(snapshot);
  }

  void restart() throws Exception {
    harness = harness.restartFrom(harness.snapshot());
    nowMillis = START_MILLIS;
  }

  Said said() {
    List<RiskState> states = new ArrayList<>();
    for (OutputRecord record : harness.outputs()) {
      RiskState state = (RiskState) decoded(record.value);
      boolean repeated = state.getAsOfMicros() > state.getChangedAtMicros();
      (repeated ? heartbeats : states).add(state);
    }
    return new Said(
        states,
        harness.sideOutputs(MachineOperator.TRANSITIONS),
        harness.sideOutputs(MachineOperator.TRIGGERS),
        harness.sideOutputs(MachineOperator.ALERTS));
  }

  /** What it has said again; it is forgotten by this. */
  List<RiskState> heartbeats() {
    said();
    List<RiskState> all = List.copyOf(heartbeats);
    heartbeats.clear();
    return all;
  }

  private static Object decoded(byte[] value) {
    try {
      return RecordCodec.decode(value);
    } catch (UnreadableRecordException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
