package io.hedgerow.cli;

import java.util.concurrent.atomic.AtomicReference;

/** A thread whose failure is kept for whoever asks, and whose end can be waited for. */
final class FeedThread {

  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final Thread thread;

  FeedThread(String name, Runnable work) {
    this.thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException e) {
                failure.set(e);
              }
            },
            name);
  }

  void start() {
    thread.start();
  }

  boolean ended() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  void requireHealthy() {
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  void join() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
