package io.hedgerow.schemas.wire;

import io.hedgerow.schemas.codec.DeadLetterReason;

/** A record that could not be used, with where and why it was put aside. A POJO for Flink. */
public final class DeadLetter {

  public InputRecord record;

  /** The operator that refused it: {@code network-state/check-books}. */
  public String stage;

  public DeadLetterReason reason;

  /** What was expected and what was seen. */
  public String message;

  /** For Flink. */
  public DeadLetter() {}

  /** A refused record. */
  public DeadLetter(InputRecord record, String stage, DeadLetterReason reason, String message) {
    this.record = record;
    this.stage = stage;
    this.reason = reason;
    this.message = message;
  }
}
