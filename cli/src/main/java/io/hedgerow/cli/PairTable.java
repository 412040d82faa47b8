package io.hedgerow.cli;

import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.PairEvent;
import java.util.List;
import java.util.Optional;

/** Several pairs, a line each. Stateless. */
final class PairTable {

  private PairTable() {}

  static String text(List<PairLife> lives) {
    TextTable table =
        new TextTable("decided", "id", "signal", "asset", "purpose", "outcome", "escalated");
    for (PairLife life : lives) {
      Optional<Decision> decision = life.decision();
      table.row(
          decision.map(known -> GateValues.time(known.getDecidedAtMicros())).orElse("-"),
          life.key(),
          decision
              .map(Decision::getSignalId)
              .or(() -> life.events().stream().map(PairEvent::getSignalId).findFirst())
              .orElse("-"),
          decision.map(Decision::getAsset).orElse("-"),
          decision.map(known -> known.getPurpose().name()).orElse("-"),
          life.outcome() + (life.isWhole() ? "" : " (incomplete)"),
          String.valueOf(life.escalations().size()));
    }
    return table.render();
  }
}
