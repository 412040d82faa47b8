package io.hedgerow.state.risk.policy;

import java.util.Arrays;
import java.util.Optional;

/** A section of the policy that is of no measure: its options have no exceptions. */
public enum PolicySection {
  MACHINE("machine", "What the state machine obeys."),
  ALPHA("alpha", "Signals: edge between venues, from depth, after every cost."),
  FUNDING_CARRY("funding-carry", "Signals: carry of a short perpetual with a long book."),
  REDUCTION("reduction", "Signals: what is asked to be reduced where margin runs short."),
  ROUTING("routing", "Signals: how chains are compared, and which of them are available."),
  GATE("gate", "The eligibility gate of the fast path: what an order must satisfy.");

  private final String text;
  private final String content;

  PolicySection(String text, String content) {
    this.text = text;
    this.content = content;
  }

  /** How it stands in records and in the policy file: {@code funding-carry}. */
  public String text() {
    return text;
  }

  /** What it is about, as a sentence. */
  public String content() {
    return content;
  }

  static Optional<PolicySection> named(String text) {
    return Arrays.stream(values()).filter(section -> section.text.equals(text)).findFirst();
  }
}
