package io.hedgerow.schemas.codec;

/** Bytes that are no record of the contract, with the reason that goes to the dead-letter topic. */
public final class UnreadableRecordException extends Exception {

  private static final long serialVersionUID = 1L;

  private final DeadLetterReason reason;

  /**
   * @param reason what a consumer of the dead-letter topic sorts by
   * @param message what was expected and what was seen
   */
  public UnreadableRecordException(DeadLetterReason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** The typed reason. */
  public DeadLetterReason reason() {
    return reason;
  }
}
