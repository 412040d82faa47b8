package io.hedgerow.fastpath.bridge;

/**
 * Something that joins the engine to Kafka on a thread of its own. One that has ended by itself
 * does not begin again; another one takes its place.
 */
public interface KafkaPart extends AutoCloseable {

  /**
   * Begins, once.
   *
   * @throws IllegalStateException if what it needs is not there, and waiting will not bring it
   */
  void start();

  /** Why it ended by itself; null: it did not. */
  Throwable failure();

  @Override
  void close() throws InterruptedException;
}
