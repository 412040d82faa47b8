package io.hedgerow.connectors.fix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/**
 * Lets only whole, well-formed FIX 4.4 messages through to the parser behind it, which trusts
 * lengths and digits.
 *
 * <p>Bytes that are no message (wrong BodyLength, wrong CheckSum, garbage) are skipped, as FIX
 * asks, up to the next possible beginning: a wrong length swallows no message that follows. A
 * message with a right CheckSum but fields that cannot be read is kept back and reported through
 * {@link #malformedReason()}, because its sequence number must be answered. For one thread.
 */
final class FrameGuard implements ReadableByteChannel {

  /** No message is kept back. */
  static final int NONE = -1;

  static final int INVALID_TAG_NUMBER = 0;
  static final int NO_VALUE = 4;
  static final int VALUE_TOO_LONG = 5;
  static final int OUT_OF_ORDER = 14;
  static final int TOO_MANY_FIELDS = 99;

  private static final byte SOH = 1;
  private static final byte[] BEGIN = "8=FIX.4.4\u00019=".getBytes(StandardCharsets.US_ASCII);
  private static final int TRAILER = 7;
  private static final int MSG_TYPE = 35;
  private static final int MSG_SEQ_NUM = 34;

  private final ReadableByteChannel source;
  private final FixLimits limits;
  private final byte[] bytes;
  private final ByteBuffer buffer;
  private int start;
  private int end;
  private boolean ended;
  private boolean oversized;
  private long garbledBytes;
  private int malformedReason = NONE;
  private int malformedTag;
  private long malformedSequence;

  FrameGuard(ReadableByteChannel source, FixLimits limits) {
    this.source = source;
    this.limits = limits;
    bytes = new byte[2 * limits.messageBytes()];
    buffer = ByteBuffer.wrap(bytes);
  }

  /** The other end announced a message longer than allowed: nothing more can be read. */
  boolean oversized() {
    return oversized;
  }

  /** Bytes skipped so far. */
  long garbledBytes() {
    return garbledBytes;
  }

  /** SessionRejectReason(373) of a message kept back; {@link #NONE} if there is none. */
  int malformedReason() {
    return malformedReason;
  }

  /** Tag of its first unreadable field; 0 where the tag itself is unreadable. */
  int malformedTag() {
    return malformedTag;
  }

  /** Its MsgSeqNum(34); 0 if it has none. */
  long malformedSequence() {
    return malformedSequence;
  }

  /** The message kept back has been answered. */
  void forgetMalformed() {
    malformedReason = NONE;
  }

  /** Something was read that has not been handed on, and more calls may hand it on. */
  boolean hasMore() {
    return malformedReason == NONE && !oversized && frameLength() > 0;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    fill();
    int delivered = 0;
    while (malformedReason == NONE && !oversized) {
      int length = frameLength();
      if (length == 0 || length > target.remaining()) {
        break;
      }
      if (wellFormed(length)) {
        target.put(bytes, start, length);
        delivered += length;
      }
      start += length;
    }
    boolean over = ended && delivered == 0 && malformedReason == NONE && !hasMore();
    return over ? -1 : delivered;
  }

  private void fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == bytes.length) {
      System.arraycopy(bytes, start, bytes, 0, end - start);
      end -= start;
      start = 0;
    }
    if (ended || end == bytes.length) {
      return;
    }
    buffer.limit(bytes.length).position(end);
    int read = source.read(buffer);
    if (read < 0) {
      ended = true;
    } else {
      end += read;
    }
  }

  /**
   * Length of the whole message at {@code start}, after skipping what is none; 0: none is whole.
   */
  private int frameLength() {
    while (start < end && !oversized) {
      int length = lengthHere();
      if (length >= 0) {
        return length;
      }
      start++;
      garbledBytes++;
    }
    return 0;
  }

  /** -1: no message begins here; 0: perhaps, more bytes are needed. */
  private int lengthHere() {
    int available = end - start;
    int compared = Math.min(available, BEGIN.length);
    for (int i = 0; i < compared; i++) {
      if (bytes[start + i] != BEGIN[i]) {
        return -1;
      }
    }
    int body = 0;
    int at = start + BEGIN.length;
    for (int digits = 0; ; digits++, at++) {
      if (at >= end) {
        return 0;
      }
      if (bytes[at] == SOH && digits > 0) {
        break;
      }
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9 || digits == 8) {
        return -1;
      }
      body = body * 10 + digit;
    }
    if (body > limits.messageBytes() - TRAILER - (at + 1 - start)) {
      oversized = true;
      return 0;
    }
    int length = at + 1 - start + body + TRAILER;
    if (available < length) {
      return 0;
    }
    return checked(start + length - TRAILER) ? length : -1;
  }

  private boolean checked(int trailer) {
    boolean shaped =
        bytes[trailer - 1] == SOH
            && bytes[trailer] == '1'
            && bytes[trailer + 1] == '0'
            && bytes[trailer + 2] == '='
            && bytes[trailer + 6] == SOH;
    if (!shaped) {
      return false;
    }
    int sum = 0;
    for (int i = start; i < trailer; i++) {
      sum += bytes[i];
    }
    int stated = 0;
    for (int i = trailer + 3; i < trailer + 6; i++) {
      stated = stated * 10 + bytes[i] - '0';
    }
    return (sum & 0xff) == stated;
  }

  private boolean wellFormed(int length) {
    int last = start + length - TRAILER;
    int at = start + BEGIN.length;
    while (bytes[at] != SOH) {
      at++;
    }
    at++;
    int fields = 0;
    int reason = NONE;
    int reasonTag = 0;
    long sequence = 0;
    while (at < last) {
      int tag = 0;
      int tagStart = at;
      while (at < last && bytes[at] >= '0' && bytes[at] <= '9' && at - tagStart < 5) {
        tag = tag * 10 + bytes[at] - '0';
        at++;
      }
      boolean tagged = bytes[at] == '=' && bytes[tagStart] != '0' && at > tagStart;
      int valueStart = at + 1;
      while (bytes[at] != SOH) {
        at++;
      }
      int seen = fieldProblem(fields, tag, tagged, at - valueStart);
      if (seen != NONE && reason == NONE) {
        reason = seen;
        reasonTag = tagged ? tag : 0;
      }
      if (tagged && tag == MSG_SEQ_NUM && sequence == 0) {
        sequence = number(valueStart, at);
      }
      fields++;
      at++;
    }
    malformedReason = reason;
    malformedTag = reasonTag;
    malformedSequence = sequence;
    return reason == NONE;
  }

  private int fieldProblem(int fields, int tag, boolean tagged, int valueLength) {
    if (!tagged) {
      return INVALID_TAG_NUMBER;
    }
    if (fields == 0 && tag != MSG_TYPE) {
      return OUT_OF_ORDER;
    }
    if (valueLength <= 0) {
      return NO_VALUE;
    }
    if (valueLength >= limits.valueBytes()) {
      return VALUE_TOO_LONG;
    }
    return fields >= limits.fields() ? TOO_MANY_FIELDS : NONE;
  }

  private long number(int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9 || to - from > 15) {
        return 0;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  @Override
  public boolean isOpen() {
    return source.isOpen();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
