package io.hedgerow.simulator.feedserver;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong at a feed server. May be changed from any thread while it runs; what is left to
 * chance is drawn by the server alone.
 */
public final class FeedFaults {

  private static final int MILLION = 1_000_000;

  private final SplittableRandom random;
  private final AtomicInteger leftOut = new AtomicInteger();
  private final AtomicInteger failedAnswers = new AtomicInteger();
  private final AtomicInteger oldAnswers = new AtomicInteger();
  private volatile int failedStatus;
  private volatile int dropChancePpm;
  private volatile boolean stale;
  private volatile boolean mute;
  private volatile boolean away;
  private volatile boolean inPieces;
  private volatile Duration answerDelay = Duration.ZERO;

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

  /** The next so many changes of books are lost. */
  public void leaveOut(int changes) {
    leftOut.set(changes);
  }

  /** Messages come in several frames. */
  public void inPieces(boolean on) {
    inPieces = on;
  }

  /** Whole books are answered so much later than asked for, but are of the time of the question. */
  public void answerAfter(Duration delay) {
    answerDelay = delay;
  }

  /** The next so many requests end with this HTTP status. */
  public void failAnswers(int answers, int status) {
    failedStatus = status;
    failedAnswers.set(answers);
  }

  /** The next so many whole books are those of now. */
  void answerOld(int answers) {
    oldAnswers.set(answers);
  }

  boolean losesChange() {
    return takeOne(leftOut);
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

  Duration answerDelay() {
    return answerDelay;
  }

  boolean answersOld() {
    return takeOne(oldAnswers);
  }

  /** The status of this answer; 0: it succeeds. */
  int failure() {
    return takeOne(failedAnswers) ? failedStatus : 0;
  }

  private static boolean takeOne(AtomicInteger left) {
    return left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }
}
