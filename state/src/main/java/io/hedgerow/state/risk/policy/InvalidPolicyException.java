package io.hedgerow.state.risk.policy;

import java.util.List;

/** A policy that cannot be obeyed, with all that is wrong with it. */
public final class InvalidPolicyException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /** With each problem as a sentence without its full stop. */
  public InvalidPolicyException(List<String> problems) {
    this(String.join("; ", problems), problems);
  }

  /** With a message that tells less than all of them. */
  InvalidPolicyException(String message, List<String> problems) {
    super(message);
    this.problems = List.copyOf(problems);
  }

  /** What is wrong, at least one. */
  public List<String> problems() {
    return problems;
  }
}
