package io.hedgerow.operators.risk;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.RiskTransition;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.wire.OutputRecord;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.machine.MachineOutput;
import io.hedgerow.state.risk.machine.RiskMachine;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * The state machine with all its scopes in one subtask, the only writer of {@code risk.state}
 * (RISK-1 … RISK-6).
 *
 * <p>Triggers, confirmations and policies are applied in the order of event time once the watermark
 * has passed them; commands and acknowledgements at once. Our own clock is looked at for this
 * alone: whether a command has expired, whether event time has stopped (TRIG-15), and from when on
 * nothing can come again that was there before a restart.
 *
 * <p>Each second of event time SYSTEM says again what it said last, so that a consumer can tell a
 * job that has nothing to say from one that is dead. While event time stands it is silent.
 *
 * <p>At most {@link #MAX_WAITING} inputs wait. One more, and everything is closed (TRIG-15), and
 * all but policies are applied in the order of their times: nothing is lost. What then comes of an
 * earlier time counts as of now.
 *
 * <p>Operator state: {@code machine}, one page; {@code waiting}, what the watermark has not passed;
 * {@code snapshot-at}, our clock at the checkpoint.
 */
public final class MachineOperator extends AbstractStreamOperator<OutputRecord>
    implements OneInputStreamOperator<MachineInput, OutputRecord> {

  /** The audit trail. */
  public static final OutputTag<RiskTransition> TRANSITIONS = new OutputTag<>("transitions") {};

  /** Triggers as they were published. */
  public static final OutputTag<RiskTrigger> TRIGGERS = new OutputTag<>("triggers") {};

  /** For people. */
  public static final OutputTag<Alert> ALERTS = new OutputTag<>("alerts") {};

  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long LOOK_AT_CLOCK_EVERY_MILLIS = 500;
  private static final long COMMANDS_READ_WITHIN_MILLIS = 10_000;

  /** So many inputs wait for event time; one more, and all but policies are applied at once. */
  static final int MAX_WAITING = 100_000;

  private static final Comparator<MachineInput> IN_ORDER =
      Comparator.comparingLong(MachineInput::dueMicros).thenComparing(MachineInput::identity);

  private final PublishedStates published;
  private final int maxWaiting;

  private transient ListState<byte[]> machineState;
  private transient ListState<MachineInput> waitingState;
  private transient ListState<Long> snapshotAt;
  private transient long snapshotAtMillis;
  private transient long openedAtMillis;
  private transient boolean restored;
  private transient RiskMachine machine;
  private transient List<MachineInput> waiting;
  private transient MachineOutput out;
  private transient long watermarkMillis;
  private transient long movedAtMillis;
  private transient boolean stopped;

  /** Not known after a restart, so it is ended then. */
  private transient boolean overflowed;

  private transient Counter applied;
  private transient Counter states;
  private transient Counter refusedPolicies;

  /** The machine, which asks at a restart what was published before. */
  public MachineOperator(PublishedStates published) {
    this(published, MAX_WAITING);
  }

  MachineOperator(PublishedStates published, int maxWaiting) {
    this.published = published;
    this.maxWaiting = maxWaiting;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    machineState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("machine", BytePrimitiveArraySerializer.INSTANCE));
    waitingState =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>("waiting", TypeInformation.of(MachineInput.class)));
    machine = RiskMachine.start();
    for (byte[] page : machineState.get()) {
      machine = RiskMachine.read(page);
    }
    waiting = new ArrayList<>();
    waitingState.get().forEach(waiting::add);
    snapshotAt =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("snapshot-at", LongSerializer.INSTANCE));
    snapshotAtMillis = Long.MAX_VALUE / MICROS_PER_MILLI;
    for (long millis : snapshotAt.get()) {
      snapshotAtMillis = millis;
    }
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // Flink fails the task itself, and ends it
  public void open() throws Exception {
    super.open();
    applied = getMetricGroup().counter("applied");
    states = getMetricGroup().counter("statesPublished");
    refusedPolicies = getMetricGroup().counter("refusedPolicies");
    getMetricGroup().gauge("waiting", () -> waiting.size());
    getMetricGroup().gauge("catchingUp", () -> machine.isCatchingUp() ? 1 : 0);
    out = new Outputs();
    watermarkMillis = Long.MIN_VALUE;
    movedAtMillis = getProcessingTimeService().getCurrentProcessingTime();
    openedAtMillis = movedAtMillis;
    machine.open(openedAtMillis, restored ? published.read() : List.of(), out);
    machine.awaitClock();
    overflowed = true;
    getProcessingTimeService()
        .scheduleWithFixedDelay(
            ignored -> lookAtClock(), LOOK_AT_CLOCK_EVERY_MILLIS, LOOK_AT_CLOCK_EVERY_MILLIS);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    machineState.update(List.of(machine.write()));
    snapshotAt.update(List.of(getProcessingTimeService().getCurrentProcessingTime()));
    waitingState.update(waiting);
  }

  @Override
  public void processElement(StreamRecord<MachineInput> element) {
    MachineInput input = element.getValue();
    long dueMicros = input.dueMicros();
    if (dueMicros == Long.MIN_VALUE || hasPassed(dueMicros)) {
      apply(input);
    } else {
      waiting.add(input);
      if (waiting.size() > maxWaiting) {
        applyBeforeTheirTime();
      }
    }
  }

  private void applyBeforeTheirTime() {
    overflowed = true;
    machine.overflowed(waiting.size(), out);
    waiting.sort(IN_ORDER);
    List<MachineInput> all = List.copyOf(waiting);
    waiting.removeIf(input -> input.policy == null);
    all.stream().filter(input -> input.policy == null).forEach(this::apply);
  }

  private boolean hasPassed(long micros) {
    return Math.floorDiv(micros, MICROS_PER_MILLI) <= watermarkMillis;
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > watermarkMillis) {
      // The machine knows from before a restart that the clock had stopped; this operator does not.
      boolean first = watermarkMillis == Long.MIN_VALUE;
      watermarkMillis = mark.getTimestamp();
      movedAtMillis = getProcessingTimeService().getCurrentProcessingTime();
      if (stopped || first) {
        stopped = false;
        machine.clockMoved(out);
      }
      drain();
      lookWhetherCaughtUp();
      if (watermarkMillis != Long.MAX_VALUE) {
        machine.heartbeat((watermarkMillis + 1) * MICROS_PER_MILLI, out);
      }
    }
    super.processWatermark(mark);
  }

  /**
   * The run before cannot have seen later event time than our clock when this one began; and what
   * bears no event time, a halt, is read again within moments.
   */
  private void lookWhetherCaughtUp() {
    long nowMillis = getProcessingTimeService().getCurrentProcessingTime();
    if (machine.isCatchingUp()
        && watermarkMillis >= openedAtMillis
        && nowMillis >= openedAtMillis + COMMANDS_READ_WITHIN_MILLIS) {
      machine.caughtUp(out);
    }
  }

  private void drain() {
    if (!waiting.isEmpty()) {
      waiting.sort(IN_ORDER);
      int passed = 0;
      while (passed < waiting.size() && hasPassed(waiting.get(passed).dueMicros())) {
        apply(waiting.get(passed++));
      }
      waiting.subList(0, passed).clear();
    }
    if (overflowed && waiting.size() <= maxWaiting / 2) {
      overflowed = false;
      machine.overflowEnded(out);
    }
    if (watermarkMillis != Long.MAX_VALUE) {
      machine.advanceTo((watermarkMillis + 1) * MICROS_PER_MILLI - 1, out);
    }
  }

  private void apply(MachineInput input) {
    applied.inc();
    if (input.trigger != null) {
      machine.trigger(input.trigger, out);
    } else if (input.steady != null) {
      machine.steady(
          Measure.of(input.steady.getMeasure()),
          input.steady.getSubject(),
          input.steady.getEdge().getAtMicros(),
          out);
    } else if (input.policy != null) {
      apply(input.policy, input.dueMicros());
    } else if (input.command != null) {
      machine.command(input.command, input.record, asOf(input.command), out);
    } else {
      machine.acknowledge(input.acknowledgement, out);
    }
  }

  /**
   * When a command is judged to have come: now. A halt whose validity ended after the checkpoint
   * that this run began with may have been obeyed by the run before, so while that is caught up
   * with it is judged as of its last moment. What loosens is never obeyed late.
   */
  private long asOf(OpsCommand command) {
    long nowMicros = getProcessingTimeService().getCurrentProcessingTime() * MICROS_PER_MILLI;
    long expiresAtMicros = command.getExpiresAtMicros();
    boolean mayHaveBeenObeyed =
        command.getKind() == CommandKind.HALT
            && machine.isCatchingUp()
            && expiresAtMicros >= snapshotAtMillis * MICROS_PER_MILLI;
    return mayHaveBeenObeyed ? Math.min(nowMicros, expiresAtMicros) : nowMicros;
  }

  private void apply(RiskPolicy policy, long dueMicros) {
    if (PolicyRecords.endsShadow(policy)) {
      return;
    }
    long atMicros = Math.max(dueMicros, machine.nowMicros());
    try {
      Policy valid = Policy.of(policy);
      if (policy.getMode() == PolicyMode.LIVE) {
        machine.policy(valid, atMicros, out);
      }
    } catch (IllegalArgumentException e) {
      refusedPolicies.inc();
      machine.refusePolicy(e.getMessage(), policy, atMicros, out);
    }
  }

  /** A clock of the inputs that has stopped is a fault of its own, raised by ours. */
  private void lookAtClock() {
    long silentForMillis = getProcessingTimeService().getCurrentProcessingTime() - movedAtMillis;
    if (!stopped && silentForMillis > machine.silentAfterMillis()) {
      stopped = true;
      machine.clockStopped(silentForMillis, out);
    }
    lookWhetherCaughtUp();
  }

  private final class Outputs implements MachineOutput {
    @Override
    public void state(RiskState state) {
      states.inc();
      output.collect(
          new StreamRecord<>(
              new OutputRecord(
                  state.getScopeType() + "|" + state.getScope(), RecordCodec.encode(state))));
    }

    @Override
    public void transition(RiskTransition transition) {
      output.collect(TRANSITIONS, new StreamRecord<>(transition));
    }

    @Override
    public void trigger(RiskTrigger trigger) {
      output.collect(TRIGGERS, new StreamRecord<>(trigger));
    }

    @Override
    public void alert(Alert alert) {
      output.collect(ALERTS, new StreamRecord<>(alert));
    }
  }
}
