package io.hedgerow.state.risk;

/** The shapes over edges that make a trigger; the CEP patterns implement them (DESIGN §4). */
public enum PatternShape {
  /** A breach, confirmed by the classifier, is enough. */
  AT_ONCE("at-once", 1),
  /** A breach that has not cleared until its hold time: sustained, or not done by its deadline. */
  HELD("held", 1),
  /** Three breaches of one subject inside the policy's window. */
  REPEATED("repeated", 2),
  /** A breach of one component, then of another one of the same subject, inside the window. */
  SPREAD("spread", 2);

  private final String text;
  private final int version;

  PatternShape(String text, int version) {
    this.text = text;
    this.version = version;
  }

  /** Name and version: {@code held@1}; a changed pattern gets another version. */
  public String id() {
    return text + "@" + version;
  }
}
