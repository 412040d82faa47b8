package io.hedgerow.schemas.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing buffer of Avro's binary primitives, reused from record to record.
 *
 * <p>Not safe for concurrent use.
 */
public final class WireWriter {

  private byte[] bytes;
  private int length;

  /** An empty buffer that holds this many bytes before it grows. */
  public WireWriter(int capacity) {
    bytes = new byte[Math.max(capacity, Varint.MAX_BYTES)];
  }

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  /** Bytes written so far. */
  public int length() {
    return length;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** One byte, the low eight bits. */
  public void putByte(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  /** An Avro boolean. */
  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  /** An Avro int or long. */
  public void putLong(long value) {
    ensure(Varint.MAX_BYTES);
    long digits = Varint.zigzag(value);
    if (Varint.fitsWord(digits)) {
      length += Varint.putWord(bytes, length, digits);
    } else {
      putLongSlowly(digits);
    }
  }

  private void putLongSlowly(long digits) {
    long left = digits;
    while ((left & ~0x7fL) != 0) {
      bytes[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
  }

  /** An Avro string. */
  public void putString(String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    putLong(text.length);
    putBytes(text);
  }

  /** These bytes as they are, without a length. */
  public void putBytes(byte[] value) {
    ensure(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** The Confluent frame: a zero byte and the schema ID. */
  void putFrame(int schemaId) {
    putByte(0);
    putByte(schemaId >>> 24);
    putByte(schemaId >>> 16);
    putByte(schemaId >>> 8);
    putByte(schemaId);
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
