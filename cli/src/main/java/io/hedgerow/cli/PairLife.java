package io.hedgerow.cli;

import io.hedgerow.schemas.execution.Decision;
import io.hedgerow.schemas.execution.DecisionInput;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.execution.PairEvent;
import io.hedgerow.schemas.execution.PairStep;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.Verdict;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The life of one pair, from its signal to what became of it, put in order (LIFE-1 to LIFE-7). What
 * is missing, or contradicts the rest, is said and never guessed. Immutable.
 *
 * @param key the correlation ID; the client order ID of an order of no pair; else the signal's ID
 * @param events of the pair as a whole, as the engine said them
 * @param findings what is missing or contradicts itself
 */
record PairLife(
    String key,
    Optional<Signal> signal,
    Optional<Decision> decision,
    List<LegLife> legs,
    List<PairEvent> events,
    List<String> findings) {

  /** Puts in order what stands there. */
  static PairLife of(String key, PairRecords records) {
    List<Decision> decisions =
        records.decisions().stream()
            .sorted(Comparator.comparingLong(Decision::getJournalSequence))
            .toList();
    Optional<Decision> decision = decisions.stream().findFirst();
    Optional<Signal> signal = records.signals().stream().findFirst();
    List<LegLife> legs = LegLife.of(records);
    List<PairEvent> events =
        records.pairs().stream()
            .sorted(Comparator.comparingLong(PairEvent::getJournalSequence))
            .toList();
    List<String> findings = new ArrayList<>();
    records.contradicted().forEach(one -> findings.add(one + " stands there with two contents"));
    if (records.unreadable() > 0) {
      findings.add(records.unreadable() + " records cannot be read");
    }
    if (records.signals().size() > 1) {
      findings.add("its signal stands there with two contents; the first is shown");
    }
    if (decisions.size() > 1) {
      findings.add(decisions.size() + " decisions stand there; the first is shown");
    }
    boolean ofPair = decision.isPresent() || !events.isEmpty() || isOfPair(legs);
    if (ofPair && signal.isEmpty()) {
      findings.add("its signal does not stand on execution.signals any more");
    }
    if (ofPair && decision.isEmpty()) {
      findings.add("no decision stands on execution.decisions");
    }
    decision.ifPresent(known -> check(known, legs, findings));
    legs.forEach(leg -> findings.addAll(leg.findings()));
    return new PairLife(key, signal, decision, legs, events, List.copyOf(findings));
  }

  private static boolean isOfPair(List<LegLife> legs) {
    return legs.stream()
        .flatMap(leg -> leg.steps().stream())
        .anyMatch(
            step ->
                step.event() == null
                    ? !step.fill().getCorrelationId().isEmpty()
                    : !step.event().getCorrelationId().isEmpty());
  }

  private static void check(Decision decision, List<LegLife> legs, List<String> findings) {
    int expected = GateCheck.values().length;
    if (decision.getVerdicts().size() != expected) {
      findings.add(
          "the decision has " + decision.getVerdicts().size() + " verdicts, expected " + expected);
    }
    for (Verdict verdict : decision.getVerdicts()) {
      GateReason reason = GateReason.numbered(verdict.getReasonNumber());
      if (reason == null) {
        findings.add(
            verdict.getCheck() + ": this build knows no reason " + verdict.getReasonNumber());
      } else if (!reason.name().equals(verdict.getReason())) {
        findings.add(
            verdict.getCheck()
                + ": reason "
                + verdict.getReasonNumber()
                + " is "
                + reason
                + ", recorded as "
                + verdict.getReason());
      }
    }
    boolean passed = failed(decision).isEmpty();
    if (decision.getAccepted() != passed) {
      findings.add(
          decision.getAccepted()
              ? "it was accepted although a check failed"
              : "it was rejected although every check passed");
    }
    if (!decision.getAccepted() && !legs.isEmpty()) {
      findings.add("orders were sent although the gate rejected it");
    }
  }

  /** The first check that did not pass: what rejects a pair. Unknown reasons do not pass. */
  private static Optional<Verdict> failed(Decision decision) {
    return decision.getVerdicts().stream().filter(verdict -> !passed(verdict)).findFirst();
  }

  static boolean passed(Verdict verdict) {
    GateReason reason = GateReason.numbered(verdict.getReasonNumber());
    return reason != null && reason.passed();
  }

  /** Whether all of it stands there and fits together, as far as it has come. */
  boolean isWhole() {
    return findings.isEmpty();
  }

  /** What became of it, in one or two words and, where it was not opened, why. */
  String outcome() {
    Optional<PairEvent> newest =
        events.stream()
            .filter(event -> event.getKind() != PairStep.ESCALATED)
            .reduce((first, second) -> second);
    if (newest.isPresent()) {
      boolean ended = newest.get().getKind() == PairStep.ENDED;
      return ended ? ended(newest.get().getState()) : "OPEN";
    }
    if (!legs.isEmpty()) {
      return isOfPair(legs) ? "OPEN" : "OF NO PAIR";
    }
    if (decision.isEmpty()) {
      return "NOT DECIDED";
    }
    return decision.get().getAccepted()
        ? "ACCEPTED"
        : "NOT OPENED: "
            + failed(decision.get())
                .map(verdict -> verdict.getCheck() + " " + verdict.getReason())
                .orElse("no check says why");
  }

  /** A pair that ends before any order was refused by the book of pairs. */
  private String ended(String state) {
    return legs.isEmpty() ? "NOT OPENED: " + state : state;
  }

  /** Why it called for a person, each reason with its time. */
  List<PairEvent> escalations() {
    return events.stream().filter(event -> event.getKind() == PairStep.ESCALATED).toList();
  }

  /** The decision's reference price of a leg; empty where it had none. */
  OptionalLong referenceE8(int leg) {
    return decision.stream()
        .flatMap(known -> known.getInputs().stream())
        .filter(input -> input.getLeg() == leg && input.getValue() != null)
        .filter(input -> input.getName().equals(GateInput.REFERENCE_PRICE.name()))
        .mapToLong(DecisionInput::getValue)
        .findFirst();
  }

  /** When the signal was made, from which all times count; empty if nobody says. */
  OptionalLong startMicros() {
    if (signal.isPresent()) {
      return OptionalLong.of(signal.get().getCreatedAtMicros());
    }
    return decision.stream()
        .flatMap(known -> known.getInputs().stream())
        .filter(input -> input.getValue() != null)
        .filter(input -> input.getName().equals(GateInput.SIGNAL_CREATED.name()))
        .mapToLong(DecisionInput::getValue)
        .findFirst();
  }

  /** Until when both legs had to be filled; empty if nobody says. */
  OptionalLong deadlineMicros() {
    return legs.stream()
        .flatMap(leg -> leg.steps().stream())
        .filter(step -> step.event() != null && step.event().getDeadlineMicros() >= 0)
        .mapToLong(step -> step.event().getDeadlineMicros())
        .findFirst();
  }

  /** The moments that matter, in the order of its life, µs since the epoch. */
  Map<String, Long> moments() {
    Map<String, Long> moments = new LinkedHashMap<>();
    startMicros().ifPresent(at -> moments.put("signal", at));
    decision.ifPresent(known -> moments.put("decided", known.getDecidedAtMicros()));
    for (LegLife leg : legs) {
      leg.firstMicros(step -> step.is(OrderStep.SUBMITTED))
          .ifPresent(at -> moments.put(leg.name() + " sent", at));
      leg.firstMicros(step -> step.is(OrderStep.ACCEPTED))
          .ifPresent(at -> moments.put(leg.name() + " accepted", at));
      leg.firstMicros(step -> step.fill() != null)
          .ifPresent(at -> moments.put(leg.name() + " first fill", at));
      leg.lastMicros(step -> step.fill() != null)
          .ifPresent(at -> moments.put(leg.name() + " last fill", at));
    }
    events.stream()
        .filter(event -> event.getKind() == PairStep.ENDED)
        .reduce((first, second) -> second)
        .ifPresent(event -> moments.put("ended", event.getReceivedAtMicros()));
    deadlineMicros().ifPresent(at -> moments.put("deadline", at));
    return moments;
  }
}
