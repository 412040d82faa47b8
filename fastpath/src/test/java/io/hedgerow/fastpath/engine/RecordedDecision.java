package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.wire.DecidedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.gate.GateReason;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A decision as it stands in the journal. */
record RecordedDecision(
    boolean accepted, long quantityE8, List<GateReason> reasons, List<Long> values) {

  private static final int BLOCKS = 3;

  /** The last one. */
  static RecordedDecision newest(Path journal) {
    List<RecordedDecision> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.fromStart(journal)) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == DecidedDecoder.TEMPLATE_ID) {
                  all.add(
                      of(
                          new DecidedDecoder()
                              .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())));
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return all.get(all.size() - 1);
  }

  private static RecordedDecision of(DecidedDecoder decided) {
    List<GateReason> reasons = new ArrayList<>();
    for (GateCheck check : GateCheck.values()) {
      reasons.add(GateReason.numbered(decided.verdicts(check.index())));
    }
    List<Long> values = new ArrayList<>();
    int at = decided.limit() + DecidedDecoder.inputsHeaderLength();
    for (int i = 0; i < BLOCKS * GateInputs.SLOTS; i++) {
      values.add(decided.buffer().getLong(at + i * Long.BYTES, ByteOrder.LITTLE_ENDIAN));
    }
    return new RecordedDecision(
        decided.accepted() == YesNo.YES, decided.quantityE8(), reasons, values);
  }

  GateReason reason(GateCheck check) {
    return reasons.get(check.index());
  }

  /** Null: accepted. */
  GateReason firstFailure() {
    return reasons.stream().filter(reason -> !reason.passed()).findFirst().orElse(null);
  }

  long value(GateInput input, int leg) {
    return values.get(GateInputs.LEGS * input.index() + leg);
  }

  long atMicros(GateInput input, int leg) {
    return values.get(GateInputs.SLOTS + GateInputs.LEGS * input.index() + leg);
  }
}
