package io.hedgerow.schemas.codec;

/**
 * Why a record went to the dead-letter topic; the value of its {@code dlq-reason} header. Constants
 * are never renamed or reused.
 */
public enum DeadLetterReason {
  /** The value is null where the topic has no tombstones. */
  NULL_VALUE,
  /** The value does not start with the frame: a zero byte and a four-byte schema ID. */
  NOT_FRAMED,
  /** The schema ID is not in the lock file. */
  UNKNOWN_SCHEMA_ID,
  /** A known record type that does not belong on this topic. */
  FOREIGN_RECORD_TYPE,
  /** The bytes end early, go on too long, or are no Avro of that schema. */
  MALFORMED,
  /** Larger than any record of the contract may be. */
  OVERSIZE,
  /** The Kafka key is missing or is not the one that the record's content asks for. */
  WRONG_KEY,
  /** A price at or below zero. */
  PRICE_NOT_POSITIVE,
  /** A quantity below zero. */
  QUANTITY_NEGATIVE,
  /** A number so large that sums or products over it would overflow. */
  OUT_OF_RANGE,
  /** Received in the future, or before the year 2000. */
  IMPOSSIBLE_TIME,
  /** Any other field whose value the contract does not allow. */
  INVALID_FIELD
}
