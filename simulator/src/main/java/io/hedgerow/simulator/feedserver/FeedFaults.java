package io.hedgerow.simulator.feedserver;

import java.util.SplittableRandom;

/**
 * What goes wrong at a feed server. May be changed from any thread while it runs; what is left to
 * chance is drawn by the server alone.
 */
public final class FeedFaults {

  private static final int MILLION = 1_000_000;

  private final SplittableRandom random;
  private volatile int dropChancePpm;
  private volatile boolean stale;
  private volatile boolean mute;
  private volatile boolean away;
  private volatile boolean inPieces;

  /**
   * @param seed of which messages are lost
   */
  FeedFaults(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Messages of streams are lost with this chance while heartbeats are fine; 0: none. */
  public void drop(int chancePpm) {
    dropChancePpm = chancePpm;
  }

  /** Nothing of any stream is sent while heartbeats and answers are fine. */
  public void stale(boolean on) {
    stale = on;
  }

  /** Nothing at all is sent, not even heartbeats; links stay open. */
  public void mute(boolean on) {
    mute = on;
  }

  /** Messages come in several frames. */
  public void inPieces(boolean on) {
    inPieces = on;
  }

  /** Whether this message is lost. For one thread at a time. */
  boolean loses() {
    return stale || (dropChancePpm > 0 && random.nextInt(MILLION) < dropChancePpm);
  }

  /** Nobody gets through: neither to the websockets nor to the answers. */
  void away(boolean on) {
    away = on;
  }

  boolean isAway() {
    return away;
  }

  boolean isMute() {
    return mute;
  }

  boolean sendsInPieces() {
    return inPieces;
  }
}
