package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The helper thread of a journal: prepares the next segment, writes used ones to the disk and
 * unmaps them, and forces the current one at an interval. The writer never waits for it: it takes
 * the segment that is ready, or hears that there is none.
 *
 * <p>At most one segment is ready and one retired; the next is prepared only after the retired one
 * is gone, so the slot of the retired is always free when a segment can be taken.
 */
final class SegmentSupply implements Runnable {

  private static final long IDLE_MILLIS = 1_000;

  private final Path folder;
  private final JournalSettings settings;
  private final int lastNumber;
  private final Thread thread;
  private int nextNumber;
  private long forcedAtNanos;
  private volatile Segment ready;
  private volatile Segment retired;
  private volatile Segment current;
  private volatile JournalException failure;
  private volatile boolean stopped;

  SegmentSupply(Path folder, JournalSettings settings, int nextNumber, int lastNumber) {
    this.folder = folder;
    this.settings = settings;
    this.nextNumber = nextNumber;
    this.lastNumber = lastNumber;
    this.thread = new Thread(this, "journal-" + folder.getFileName());
    thread.setDaemon(true);
  }

  /** Makes the next segment in the caller's thread, before {@link #start}. */
  Segment prepareFirst() {
    return prepare();
  }

  void start(Segment first) {
    current = first;
    thread.start();
  }

  /** The segment that is ready, or null. Writer's thread. */
  Segment ready() {
    return ready;
  }

  /** Goes from one segment to the one that was ready. Writer's thread; does not block. */
  void advance(Segment from, Segment to) {
    // In this order: whoever forces reads the current one first, and so misses none.
    retired = from;
    current = to;
    ready = null;
    LockSupport.unpark(thread);
  }

  /** Why no further segment comes, or null. */
  JournalException failure() {
    return failure;
  }

  /** Writes to the disk everything that was committed before the call. Any thread. */
  void force() {
    Segment written = current;
    Segment before = retired;
    if (before != null) {
      before.force();
    }
    written.force();
  }

  @Override
  public void run() {
    forcedAtNanos = System.nanoTime();
    while (!stopped) {
      long waitMillis = step();
      if (!stopped) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(waitMillis));
      }
    }
  }

  private long step() {
    try {
      finishRetired();
      if (ready == null && nextNumber <= lastNumber && failure == null) {
        ready = prepare();
      }
      return forceIfDue();
    } catch (JournalException e) {
      failure = e;
      return IDLE_MILLIS;
    }
  }

  private void finishRetired() {
    Segment used = retired;
    if (used == null) {
      return;
    }
    forceOrFail(used);
    used.unmap();
    retired = null;
  }

  private long forceIfDue() {
    long everyMillis = settings.forceEveryMillis();
    if (everyMillis == 0) {
      return IDLE_MILLIS;
    }
    long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - forcedAtNanos);
    if (sinceMillis < everyMillis) {
      return everyMillis - sinceMillis;
    }
    forcedAtNanos = System.nanoTime();
    forceOrFail(current);
    return everyMillis;
  }

  private static void forceOrFail(Segment segment) {
    try {
      segment.force();
    } catch (RuntimeException e) {
      throw new JournalException("Cannot force " + segment.file() + " to the disk: " + e, e);
    }
  }

  private Segment prepare() {
    Path file = SegmentFiles.file(folder, nextNumber);
    try {
      long usable = Files.getFileStore(folder).getUsableSpace();
      if (usable < settings.segmentBytes()) {
        throw new JournalException(
            "No room for "
                + file
                + ": expected "
                + settings.segmentBytes()
                + " usable bytes, seen "
                + usable);
      }
      Segment segment = Segment.create(file, nextNumber, settings.segmentBytes());
      SegmentFiles.forceNames(folder);
      nextNumber++;
      return segment;
    } catch (IOException | InternalError e) {
      // InternalError is how the JVM tells that a mapped page has no block behind it.
      throw new JournalException("Cannot prepare " + file + ": " + e, e);
    }
  }

  /** Ends the thread, forces and unmaps, and deletes the segment that was not begun. */
  void close() {
    stopped = true;
    LockSupport.unpark(thread);
    awaitEnd();
    finishRetired();
    forceOrFail(current);
    current.unmap();
    Segment unused = ready;
    if (unused != null) {
      unused.unmap();
      try {
        Files.deleteIfExists(unused.file());
      } catch (IOException e) {
        throw new JournalException("Cannot delete the unused " + unused.file() + ": " + e, e);
      }
    }
  }

  private void awaitEnd() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
