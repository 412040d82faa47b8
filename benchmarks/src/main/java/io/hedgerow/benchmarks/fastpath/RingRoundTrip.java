package io.hedgerow.benchmarks.fastpath;

import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** A message through a ring to another thread and back, one at a time, both spinning. */
final class RingRoundTrip {

  private static final int BYTES = 1 << 16;
  private static final int MESSAGE_BYTES = 128;
  private static final long SECOND_NANOS = 1_000_000_000;

  private RingRoundTrip() {}

  static Histogram measure(int seconds) throws InterruptedException {
    OneToOneRingBuffer there = ring();
    OneToOneRingBuffer back = ring();
    long now = System.nanoTime();
    UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
    Thread echo =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                if (there.read(
                        (type, buffer, offset, length) -> back.write(type, buffer, offset, length))
                    == 0) {
                  Thread.onSpinWait();
                }
              }
            },
            "ring-echo");
    echo.setDaemon(true);
    echo.start();
    Histogram histogram = new Histogram(3);
    long half = now + seconds * SECOND_NANOS / 2;
    long end = now + seconds * SECOND_NANOS;
    while (now < end) {
      long start = System.nanoTime();
      there.write(1, message, 0, MESSAGE_BYTES);
      while (back.read((type, buffer, offset, length) -> {}) == 0) {
        Thread.onSpinWait();
      }
      now = System.nanoTime();
      if (start > half) {
        histogram.recordValue(now - start);
      }
    }
    echo.interrupt();
    echo.join();
    return histogram;
  }

  private static OneToOneRingBuffer ring() {
    return new OneToOneRingBuffer(
        new UnsafeBuffer(ByteBuffer.allocateDirect(BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
  }
}
