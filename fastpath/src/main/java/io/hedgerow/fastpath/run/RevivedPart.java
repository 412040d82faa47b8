package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.bridge.KafkaPart;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/**
 * Keeps one part of the Kafka side alive: Kafka may be away, also when the engine starts, and the
 * engine goes on without it. A thread of its own looks each second, and puts another one in the
 * place of one that has ended.
 */
final class RevivedPart<T extends KafkaPart> implements AutoCloseable {

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So long a part must have run to be well again. */
  private static final long WELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Supplier<T> maker;
  private final Thread thread;
  private volatile boolean running = true;
  private volatile T part;
  private volatile String trouble = "";
  private long madeAtNanos;

  /**
   * @param name of its thread
   * @param maker makes the part; may throw while Kafka is away
   */
  RevivedPart(String name, Supplier<T> maker) {
    this.maker = maker;
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Makes the first part and begins to look after it.
   *
   * @throws IllegalStateException if what it needs is not there, and waiting will not bring it
   */
  void start() throws InterruptedException {
    make();
    thread.start();
  }

  private void make() throws InterruptedException {
    T made = null;
    try {
      made = maker.get();
      made.start();
      part = made;
      madeAtNanos = System.nanoTime();
    } catch (KafkaException e) {
      trouble = String.valueOf(e.getMessage());
      if (made != null) {
        made.close();
      }
    }
  }

  private void run() {
    while (running) {
      LockSupport.parkNanos(LOOK_NANOS);
      try {
        look();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        trouble = String.valueOf(e.getMessage());
      }
    }
  }

  private void look() throws InterruptedException {
    T now = part;
    Throwable failure = now == null ? null : now.failure();
    if (failure != null) {
      trouble = String.valueOf(failure.getMessage());
      part = null;
      now.close();
    } else if (now != null && System.nanoTime() - madeAtNanos > WELL_NANOS) {
      trouble = "";
    }
    if (part == null && running) {
      make();
    }
  }

  /** What is wrong now; empty: nothing. */
  String trouble() {
    return trouble;
  }

  @Override
  public void close() throws InterruptedException {
    running = false;
    LockSupport.unpark(thread);
    thread.join(TimeUnit.SECONDS.toMillis(10));
    T last = part;
    if (last != null) {
      last.close();
    }
  }
}
