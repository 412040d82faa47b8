package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.DecidedDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.PlannedLeg;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.gate.GateReason;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Decisions of the journal as records. */
final class DecisionRecords {

  private static final Map<Integer, GateReason> REASONS = new TreeMap<>();
  private static final GateInput[] INPUTS = GateInput.values();
  private static final int BLOCKS = 3;

  static {
    for (GateReason reason : GateReason.values()) {
      REASONS.put(reason.number(), reason);
    }
  }

  private final Registry registry;
  private final ExecutionMemory memory;

  DecisionRecords(Registry registry, ExecutionMemory memory) {
    this.registry = registry;
    this.memory = memory;
  }

  Decision of(DecidedDecoder decided) {
    long correlation = decided.correlation();
    ExecutionMemory.KnownPair pair = memory.pair(correlation);
    String id = memory.correlationId(correlation);
    List<Verdict> verdicts = new ArrayList<>();
    for (GateCheck check : GateCheck.values()) {
      int number = decided.verdicts(check.index());
      GateReason reason = REASONS.get(number);
      verdicts.add(
          new Verdict(check.requirement(), reason == null ? "UNKNOWN" : reason.name(), number));
    }
    return new Decision(
        id,
        pair == null ? "" : pair.signalId,
        pair == null ? "" : pair.asset,
        pair == null ? SignalPurpose.OPEN : pair.purpose,
        decided.accepted() == YesNo.YES,
        verdicts,
        inputs(decided, pair == null ? 2 : Math.max(1, Math.min(pair.legs, 2))),
        legs(decided, pair),
        decided.policyVersion(),
        decided.riskVersion(),
        memory.timeMicros(),
        memory.sequence(),
        EventIds.of("Decision", id, memory.sequence()));
  }

  private static List<DecisionInput> inputs(DecidedDecoder decided, int legs) {
    List<DecisionInput> inputs = new ArrayList<>();
    int at = decided.limit() + DecidedDecoder.inputsHeaderLength();
    int block = decided.inputsLength() / BLOCKS;
    if (block != GateInputs.SLOTS * Long.BYTES) {
      throw new IllegalStateException(
          "a decision has inputs of another build: publish this journal with the build that wrote"
              + " it");
    }
    DirectBuffer buffer = decided.buffer();
    for (GateInput input : INPUTS) {
      boolean ofPair = input.reach() == GateInput.Reach.PAIR;
      for (int leg = 0; leg < (ofPair ? 1 : legs); leg++) {
        int place = at + (GateInputs.LEGS * input.index() + leg) * Long.BYTES;
        long value = buffer.getLong(place, ByteOrder.LITTLE_ENDIAN);
        boolean applies = value != GateInputs.NOT_APPLICABLE;
        inputs.add(
            new DecisionInput(
                input.name(),
                ofPair ? -1 : leg,
                value == GateInputs.MISSING || !applies ? null : value,
                applies,
                known(buffer.getLong(place + block, ByteOrder.LITTLE_ENDIAN)),
                known(buffer.getLong(place + 2 * block, ByteOrder.LITTLE_ENDIAN))));
      }
    }
    return inputs;
  }

  private static long known(long value) {
    return value == GateInputs.MISSING ? -1 : value;
  }

  private List<PlannedLeg> legs(DecidedDecoder decided, ExecutionMemory.KnownPair pair) {
    List<PlannedLeg> legs = new ArrayList<>();
    if (pair == null || decided.quantityE8() <= 0) {
      return legs;
    }
    for (int leg = 0; leg < Math.min(pair.legs, 2); leg++) {
      Registry.Instrument instrument = registry.instruments().get(pair.instruments[leg]);
      legs.add(
          new PlannedLeg(
              registry.venues().get(instrument.venue()).name(),
              instrument.name(),
              pair.sides[leg],
              decided.quantityE8(),
              leg == 0 ? decided.firstLimitE8() : decided.secondLimitE8()));
    }
    return legs;
  }
}
