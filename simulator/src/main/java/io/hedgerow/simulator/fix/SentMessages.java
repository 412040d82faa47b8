package io.hedgerow.simulator.fix;

import com.paritytrading.philadelphia.FIXMessage;
import io.hedgerow.connectors.fix.SequenceStore;
import java.nio.ByteBuffer;

/**
 * What one account's session must remember between connections: its numbers and the newest messages
 * that it sent. Older ones, and administrative ones, are gap-filled when asked for. For one thread.
 */
final class SentMessages implements SequenceStore {

  private static final int MAX_MESSAGE_BYTES = 8_192;

  private final byte[][] messages;
  private final long[] sequences;
  private final ByteBuffer scratch = ByteBuffer.allocate(MAX_MESSAGE_BYTES);
  private long nextOut = 1;
  private long nextIn = 1;

  /**
   * @param kept how many messages are kept
   */
  SentMessages(int kept) {
    messages = new byte[kept][];
    sequences = new long[kept];
  }

  void keep(FIXMessage message, long sequence) {
    scratch.clear();
    message.put(scratch);
    byte[] bytes = new byte[scratch.position()];
    scratch.flip().get(bytes);
    int slot = (int) (sequence % messages.length);
    messages[slot] = bytes;
    sequences[slot] = sequence;
  }

  /** Fields of the message sent under a number; null where none is kept. */
  byte[] sentAs(long sequence) {
    int slot = (int) (sequence % messages.length);
    return sequences[slot] == sequence ? messages[slot] : null;
  }

  void clear() {
    java.util.Arrays.fill(messages, null);
    java.util.Arrays.fill(sequences, 0);
  }

  @Override
  public long nextOut() {
    return nextOut;
  }

  @Override
  public long nextIn() {
    return nextIn;
  }

  @Override
  public void nextOut(long number) {
    nextOut = number;
  }

  @Override
  public void nextIn(long number) {
    nextIn = number;
  }
}
