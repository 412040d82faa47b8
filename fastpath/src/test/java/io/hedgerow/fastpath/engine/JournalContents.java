package io.hedgerow.fastpath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.wire.DecidedDecoder;
import io.hedgerow.fastpath.wire.EscalatedDecoder;
import io.hedgerow.fastpath.wire.HaltedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateReason;
import io.hedgerow.state.pair.Escalation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands in a journal, as values to compare. */
final class JournalContents {

  private JournalContents() {}

  /** Of each word of the kill switch whether it said flat. */
  static List<Boolean> flat(Path folder) {
    List<Boolean> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == HaltedDecoder.TEMPLATE_ID) {
                  all.add(
                      new HaltedDecoder()
                              .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                              .flat()
                          == YesNo.YES);
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return all;
  }

  /** Of each decision the distinct reasons that failed; empty: accepted. */
  static List<List<GateReason>> verdicts(Path folder) {
    List<List<GateReason>> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == DecidedDecoder.TEMPLATE_ID) {
                  all.add(
                      failed(
                          new DecidedDecoder()
                              .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())));
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return all;
  }

  /** Of each escalation its reason and its venue. */
  static List<String> escalations(Path folder) {
    List<String> all = new ArrayList<>();
    EscalatedDecoder escalated = new EscalatedDecoder();
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> {
                if (type == EscalatedDecoder.TEMPLATE_ID) {
                  escalated.wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder());
                  all.add(Escalation.numbered(escalated.reason()) + " " + escalated.venue());
                }
              },
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return all;
  }

  private static List<GateReason> failed(DecidedDecoder decided) {
    List<GateReason> failed = new ArrayList<>();
    for (GateCheck check : GateCheck.values()) {
      GateReason reason = GateReason.numbered(decided.verdicts(check.index()));
      if (!reason.passed() && !failed.contains(reason)) {
        failed.add(reason);
      }
    }
    assertThat(decided.accepted() == YesNo.YES).isEqualTo(failed.isEmpty());
    return failed;
  }
}
