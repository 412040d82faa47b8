package io.hedgerow.fastpath.run;

import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Inputs that wait on the engine's own thread. Bounded; the session is polled in pieces that are
 * far smaller, so a full queue is a fault, and the engine stops rather than lose what a venue said.
 */
public final class InputQueue {

  /** What takes a waiting input. */
  public interface Taker {
    /** An input; its bytes are the caller's again afterwards. */
    void take(int templateId, DirectBuffer buffer, int offset, int length);
  }

  private static final int BYTES = 1 << 22;

  private final OneToOneRingBuffer ring =
      new OneToOneRingBuffer(
          new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES + RingBufferDescriptor.TRAILER_LENGTH)));

  void add(int templateId, DirectBuffer buffer, int length) {
    if (!ring.write(templateId, buffer, 0, length)) {
      throw new IllegalStateException("more than " + BYTES + " bytes of inputs wait");
    }
  }

  /** Hands over all that waits, also what is added meanwhile. */
  public int drain(Taker taker) {
    int taken = 0;
    int more;
    do {
      more = ring.read(taker::take);
      taken += more;
    } while (more > 0);
    return taken;
  }
}
