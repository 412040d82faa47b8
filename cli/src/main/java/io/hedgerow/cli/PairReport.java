package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.execution.OrderEvent;
import io.hedgerow.schemas.execution.OrderRole;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.state.gate.GateReason;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The life of a pair for a person: every decision explained (LIFE, GATE). */
final class PairReport {

  private static final int OF_PAIR = -1;

  private final PairLife life;
  private final StringBuilder text = new StringBuilder();

  private PairReport(PairLife life) {
    this.life = life;
  }

  static String text(PairLife life) {
    PairReport report = new PairReport(life);
    report.line("%s: %s", life.key(), life.outcome());
    life.signal().ifPresent(report::signal);
    life.decision().ifPresent(report::decision);
    life.legs().forEach(report::leg);
    report.pair();
    report.moments();
    report.findings();
    return report.text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void signal(Signal signal) {
    text.append('\n');
    line(
        "Signal %s of %s at %s",
        signal.getSignalId(), signal.getSource(), GateValues.time(signal.getCreatedAtMicros()));
    line("%s", signal.getText());
    line(
        "%s %s, %s %s of each leg: %s %s%s",
        signal.getPurpose(),
        signal.getAsset(),
        E8.toDecimal(signal.getNotionalE8()),
        signal.getQuoteAsset(),
        signal.getDirection(),
        signal.getFirstVenue() + " " + signal.getFirstInstrument(),
        signal.getSecondVenue().isEmpty()
            ? ""
            : ", then " + signal.getSecondVenue() + " " + signal.getSecondInstrument());
    line(
        "Edge %d ppm after costs (%s); slippage at most %d ppm, both legs within %s, route %s,"
            + " policy version %d",
        signal.getExpectedEdgePpm(),
        costs(signal.getCosts()),
        signal.getMaxSlippagePpm(),
        GateValues.duration(signal.getTimeoutMicros()),
        signal.getRouteClass(),
        signal.getPolicyVersion());
  }

  private static String costs(List<SignalCost> costs) {
    return costs.isEmpty()
        ? "none"
        : costs.stream()
            .map(cost -> cost.getKind() + " " + cost.getPpm())
            .collect(Collectors.joining(", "));
  }

  private void decision(Decision decision) {
    text.append('\n');
    line(
        "Decision at %s: %s, policy version %d, risk.state version %d, journal sequence %d",
        GateValues.time(decision.getDecidedAtMicros()),
        decision.getAccepted() ? "ACCEPTED" : "REJECTED",
        decision.getPolicyVersion(),
        decision.getRiskVersion(),
        decision.getJournalSequence());
    decision
        .getLegs()
        .forEach(
            leg ->
                line(
                    "%s %s of %s at %s, limit %s",
                    leg.getSide(),
                    E8.toDecimal(leg.getQuantityE8()),
                    leg.getInstrument(),
                    leg.getVenue(),
                    E8.toDecimal(leg.getLimitPriceE8())));
    for (Verdict verdict : decision.getVerdicts()) {
      text.append('\n');
      line(
          "%s  %s (%d): %s",
          verdict.getCheck(), verdict.getReason(), verdict.getReasonNumber(), sentence(verdict));
      inputs(
          decision,
          decision.getInputs().stream().filter(input -> isOf(verdict.getCheck(), input)).toList());
    }
    List<DecisionInput> others =
        decision.getInputs().stream().filter(input -> isOfNone(decision, input)).toList();
    if (!others.isEmpty()) {
      text.append('\n');
      line("Inputs of no check that stands there");
      inputs(decision, others);
    }
  }

  private static String sentence(Verdict verdict) {
    GateReason reason = GateReason.numbered(verdict.getReasonNumber());
    return reason == null ? "not known to this build" : reason.sentence();
  }

  private static boolean isOf(String check, DecisionInput input) {
    return GateValues.check(input).filter(known -> known.requirement().equals(check)).isPresent();
  }

  private static boolean isOfNone(Decision decision, DecisionInput input) {
    return decision.getVerdicts().stream().noneMatch(one -> isOf(one.getCheck(), input));
  }

  private void inputs(Decision decision, List<DecisionInput> inputs) {
    TextTable table = new TextTable("input", "leg", "value", "age", "sequence");
    for (DecisionInput input : inputs) {
      OptionalLong age = GateValues.ageMicros(input, decision.getDecidedAtMicros());
      table.row(
          input.getName(),
          input.getLeg() == OF_PAIR ? "-" : String.valueOf(input.getLeg() + 1),
          GateValues.text(input),
          age.isPresent() ? GateValues.duration(age.getAsLong()) : "-",
          input.getSequence() < 0 ? "-" : String.valueOf(input.getSequence()));
    }
    text.append(table.isEmpty() ? "" : table.render());
  }

  private void leg(LegLife leg) {
    text.append('\n');
    OptionalLong reference = life.referenceE8(leg.leg());
    line(
        "%s%s",
        Character.toUpperCase(leg.name().charAt(0)) + leg.name().substring(1),
        reference.isPresent() ? ", reference " + E8.toDecimal(reference.getAsLong()) : "");
    TextTable table =
        new TextTable(
            "step",
            "time",
            "after",
            "order",
            "role",
            "what",
            "side",
            "quantity",
            "price",
            "filled",
            "fee",
            "text");
    for (LegLife.Step step : leg.steps()) {
      if (step.event() == null) {
        fill(table, step, step.fill());
      } else {
        event(table, step, step.event());
      }
    }
    text.append(table.render());
    for (OrderRole role : OrderRole.values()) {
      leg.filled(role).ifPresent(filled -> filled(leg, role, filled));
    }
  }

  private void event(TextTable table, LegLife.Step step, OrderEvent event) {
    table.row(
        String.valueOf(step.sequence()),
        GateValues.time(step.atMicros()),
        after(step.atMicros()),
        event.getClientOrderId(),
        event.getRole().name(),
        event.getKind().name(),
        event.getSide().name(),
        E8.toDecimal(event.getQuantityE8()),
        E8.toDecimal(event.getPriceE8()),
        E8.toDecimal(event.getCumulativeQuantityE8()),
        "",
        event.getReason());
  }

  private void fill(TextTable table, LegLife.Step step, Fill fill) {
    table.row(
        String.valueOf(step.sequence()),
        GateValues.time(step.atMicros()),
        after(step.atMicros()),
        fill.getClientOrderId(),
        fill.getRole().name(),
        "FILL",
        fill.getSide().name(),
        E8.toDecimal(fill.getQuantityE8()),
        E8.toDecimal(fill.getPriceE8()),
        E8.toDecimal(fill.getCumulativeQuantityE8()),
        (E8.toDecimal(fill.getFeeE8()) + " " + fill.getFeeAsset()).strip(),
        (fill.getMaker() ? "maker" : "taker")
            + (fill.getTradeId().isEmpty() ? "" : ", trade " + fill.getTradeId()));
  }

  private void filled(LegLife leg, OrderRole role, LegLife.Filled filled) {
    Optional<BigInteger> average = filled.averagePriceE8();
    OptionalLong reference = life.referenceE8(leg.leg());
    OptionalLong slippage =
        reference.isPresent() ? filled.slippagePpm(reference.getAsLong()) : OptionalLong.empty();
    line(
        "%s filled %s%s%s%s",
        role,
        LegLife.decimal(filled.quantityE8()),
        average.map(price -> " at " + LegLife.decimal(price) + " on average").orElse(""),
        slippage.isPresent() ? ", slippage " + slippage.getAsLong() + " ppm" : "",
        fees(filled.feesE8()));
  }

  private static String fees(Map<String, BigInteger> feesE8) {
    return feesE8.isEmpty()
        ? ", no fee"
        : ", fees "
            + feesE8.entrySet().stream()
                .map(fee -> LegLife.decimal(fee.getValue()) + " " + fee.getKey())
                .collect(Collectors.joining(" and "));
  }

  private void pair() {
    if (life.events().isEmpty()) {
      return;
    }
    text.append("\nPair\n");
    TextTable table = new TextTable("time", "after", "what", "state", "not hedged");
    for (PairEvent event : life.events()) {
      table.row(
          GateValues.time(event.getReceivedAtMicros()),
          after(event.getReceivedAtMicros()),
          event.getKind().name(),
          event.getState(),
          E8.toDecimal(event.getImbalanceE8()));
    }
    text.append(table.render());
  }

  private void moments() {
    Map<String, Long> moments = life.moments();
    if (moments.isEmpty()) {
      return;
    }
    text.append('\n');
    TextTable table = new TextTable("moment", "time", "after the signal");
    moments.forEach((name, at) -> table.row(name, GateValues.time(at), after(at)));
    text.append(table.render());
  }

  private String after(long atMicros) {
    OptionalLong start = life.startMicros();
    return start.isPresent() ? GateValues.duration(atMicros - start.getAsLong()) : "-";
  }

  private void findings() {
    if (life.isWhole()) {
      return;
    }
    text.append("\nMissing, or contradicting the rest:\n");
    life.findings().forEach(finding -> line("- %s", finding));
  }
}
