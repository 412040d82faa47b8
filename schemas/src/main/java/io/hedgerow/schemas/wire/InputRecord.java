package io.hedgerow.schemas.wire;

import org.apache.avro.specific.SpecificRecord;

/**
 * A Kafka record as it came, before anyone has looked into it: what a dead letter must be able to
 * give back untouched.
 *
 * <p>A mutable POJO, because Flink's type system wants one; nobody changes it after the source has
 * filled it.
 */
public final class InputRecord {

  public String topic;
  public int partition;
  public long offset;

  /** The record's Kafka timestamp, ms since the epoch. */
  public long timestampMillis;

  /** May be null. */
  public byte[] key;

  /** May be null. */
  public byte[] value;

  public String[] headerNames;

  /** One for each name; an element may be null. */
  public byte[][] headerValues;

  /** The value as an object, left by a check that had to make it; not part of the record. */
  public transient SpecificRecord decoded;
}
