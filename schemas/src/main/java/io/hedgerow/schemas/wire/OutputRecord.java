package io.hedgerow.schemas.wire;

/**
 * A Kafka record on its way out: a compacted view, or its tombstone. A POJO for Flink; unchanged
 * once it is sent.
 */
public final class OutputRecord {

  public String key;

  /** A framed record; null deletes the key from a compacted topic. */
  public byte[] value;

  /** For Flink. */
  public OutputRecord() {}

  /** A record, or with a null value a tombstone. */
  public OutputRecord(String key, byte[] value) {
    this.key = key;
    this.value = value;
  }
}
