package io.hedgerow.simulator.fix;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A thread that polls one {@link FixAcceptor} and owns it and the venue behind it until it is
 * closed.
 */
public final class AcceptorThread implements AutoCloseable {

  private final FixAcceptor acceptor;
  private final LongSupplier clockMicros;
  private final long pauseNanos;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Throwable failure;

  private AcceptorThread(FixAcceptor acceptor, LongSupplier clockMicros, long pauseNanos) {
    this.acceptor = acceptor;
    this.clockMicros = clockMicros;
    this.pauseNanos = pauseNanos;
    thread = new Thread(this::run, "fix-acceptor-" + acceptor.address().getPort());
    thread.setDaemon(true);
  }

  /**
   * Starts polling.
   *
   * @param clockMicros µs since the epoch, never running back
   * @param pauseNanos between two polls; 0 burns a core for the shortest latency
   */
  public static AcceptorThread start(
      FixAcceptor acceptor, LongSupplier clockMicros, long pauseNanos) {
    AcceptorThread started = new AcceptorThread(acceptor, clockMicros, pauseNanos);
    started.thread.start();
    return started;
  }

  private void run() {
    try (acceptor) {
      while (!closed) {
        acceptor.poll(clockMicros.getAsLong());
        if (pauseNanos > 0) {
          LockSupport.parkNanos(pauseNanos);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  /** What ended the thread before it was closed; null if nothing did. */
  public Throwable failure() {
    return failure;
  }

  /**
   * Stops polling, ends all connections and waits until both are done.
   *
   * @throws IllegalStateException if the thread had failed
   */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(5_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new IllegalStateException("the acceptor had failed", failure);
    }
    if (thread.isAlive()) {
      throw new IllegalStateException("the acceptor did not stop within 5 s");
    }
  }
}
