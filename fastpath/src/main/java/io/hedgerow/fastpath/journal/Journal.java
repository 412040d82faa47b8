package io.hedgerow.fastpath.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The append-only journal of an engine: segment files of a fixed size, mapped into memory, with one
 * writer. {@link JournalReader} reads it while it grows and afterwards (LAT-7, IDEM-1).
 *
 * <p>A record is written in place: {@link #claim} gives room, {@link #body} is encoded into, {@link
 * #commit} makes it visible. None of the three allocates, locks, or waits for a disk or a thread;
 * pages and blocks of a segment exist before it is used. (The kernel may still hold up a store into
 * a page that it is just writing to the disk.) What cannot be taken is told by a code: {@link
 * #FULL}, {@link #NOT_READY}, {@link #FAILED}. After FULL nothing smaller fits either, so that no
 * record is left out between two others.
 *
 * <p><b>What survives.</b> A killed process: every committed record, for the pages are the
 * kernel's. A power cut or a crash of the kernel: what was forced before, by {@link #force} or at
 * {@link JournalSettings#forceEveryMillis}; a used segment is forced in the background. Pages not
 * yet forced reach the disk in any order: after a power cut a record may be whole behind one that
 * is not. Opening then says damage and cuts nothing; a person decides.
 *
 * <p><b>Threads.</b> The first to claim owns the journal: claim, body, commit, abort and append are
 * its alone, and close comes after its last call. Everything else may be called from any thread
 * until then. A helper thread (daemon) prepares segments; {@link #close} ends it.
 *
 * <p><b>Bounds.</b> Segments: {@link JournalSettings#maxBytes}. In memory: the current, the next
 * and for a moment the last segment.
 */
public final class Journal implements AutoCloseable {

  /** The journal has reached its bound. Final until it is opened with a greater one. */
  public static final long FULL = -1;

  /** The next segment is still being prepared: try again. */
  public static final long NOT_READY = -2;

  /**
   * The next segment could not be prepared, see {@link #failure}. Final until it is opened anew.
   */
  public static final long FAILED = -3;

  /** Largest type of a record; the smallest is 1. */
  public static final int MAX_TYPE = Short.MAX_VALUE;

  private static final long PPM = 1_000_000;
  private static final byte[] NO_BYTES = {};

  private final JournalSettings settings;
  private final JournalLock lock;
  private final RecoveryReport recovery;
  private final SegmentSupply supply;
  private final int lastNumber;
  private final byte[] buildId;
  private final int maxBodyBytes;
  private final UnsafeBuffer body = new UnsafeBuffer(NO_BYTES);
  private Thread owner;
  private volatile Segment current;
  private int position;
  private long nextSequence;
  private volatile boolean full;
  private boolean claimed;
  private int claimedType;
  private int claimedLength;
  private long claimedTimeMicros;
  private boolean closed;

  private Journal(Path folder, JournalSettings settings, JournalLock lock) {
    this.settings = settings;
    this.lock = lock;
    this.buildId = settings.buildIdBytes();
    this.maxBodyBytes = settings.maxBodyBytes();
    JournalRecovery end = JournalRecovery.of(folder);
    this.recovery = end.report();
    this.nextSequence = end.nextSequence();
    int bound = (int) (settings.maxBytes() / settings.segmentBytes());
    this.lastNumber = Math.max(bound, end.lastSegment());
    requireSpace(folder, lastNumber - end.lastSegment());
    if (end.lastSegment() == 0) {
      this.supply = new SegmentSupply(folder, settings, 1, lastNumber);
      this.current = supply.prepareFirst();
      begin(current);
    } else {
      this.supply = new SegmentSupply(folder, settings, end.lastSegment() + 1, lastNumber);
      this.current = map(SegmentFiles.file(folder, end.lastSegment()), end);
      this.position = end.endOffset();
    }
    supply.start(current);
  }

  /**
   * Opens the journal in a folder to write, which is made if it is missing. An existing journal is
   * read to its end, checked, and continued; {@link #recovery} tells what was found.
   *
   * @throws JournalException if another writer has it, the folder cannot be written, the disk has
   *     not the room that the settings allow, or the journal is damaged before its end
   */
  public static Journal open(Path folder, JournalSettings settings) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new JournalException("Cannot make the journal folder " + folder + ": " + e, e);
    }
    JournalLock lock = JournalLock.take(folder);
    boolean opened = false;
    try {
      Journal journal = new Journal(folder, settings, lock);
      opened = true;
      return journal;
    } finally {
      if (!opened) {
        lock.release();
      }
    }
  }

  /** What was found when the journal was opened. */
  public RecoveryReport recovery() {
    return recovery;
  }

  /** Longest body that a record may have, in bytes. */
  public int maxBodyBytes() {
    return maxBodyBytes;
  }

  /** The sequence that the next record will have. */
  public long nextSequence() {
    return nextSequence;
  }

  /**
   * Gives room for a record. Until it is committed nobody sees it.
   *
   * @param type 1 to {@link #MAX_TYPE}, the caller's
   * @param length of the body in bytes, 0 to {@link #maxBodyBytes}
   * @param timeMicros the record's time
   * @return the sequence that it will have, or {@link #FULL}, {@link #NOT_READY}, {@link #FAILED}
   */
  public long claim(int type, int length, long timeMicros) {
    requireOwner();
    if (claimed) {
      throw new IllegalStateException("Record " + nextSequence + " is claimed and not committed");
    }
    if (type < 1 || type > MAX_TYPE) {
      throw new IllegalArgumentException("type must be 1 to 32767, seen " + type);
    }
    if (length < 0 || length > maxBodyBytes) {
      throw new IllegalArgumentException(
          "length must be 0 to " + maxBodyBytes + " bytes, seen " + length);
    }
    if (full) {
      return FULL;
    }
    Segment segment = current;
    if (FrameLayout.aligned(FrameLayout.HEADER_BYTES + length) > segment.bytes() - position) {
      long code = takeNext(segment);
      if (code < 0) {
        return code;
      }
      segment = current;
    }
    body.wrap(segment.buffer(), position + FrameLayout.HEADER_BYTES, length);
    claimed = true;
    claimedType = type;
    claimedLength = length;
    claimedTimeMicros = timeMicros;
    return nextSequence;
  }

  /** The body of the claimed record, from 0 to the claimed length. The same object each time. */
  public MutableDirectBuffer body() {
    return body;
  }

  /** Makes the claimed record visible. The body must not be touched any more. */
  public void commit() {
    requireClaim();
    int length = FrameLayout.HEADER_BYTES + claimedLength;
    current.writeFrame(
        position, length, claimedType, claimedLength, nextSequence, claimedTimeMicros);
    position += FrameLayout.aligned(length);
    nextSequence++;
    release();
  }

  /** Gives the claimed record up; its sequence goes to the next one. */
  public void abort() {
    requireClaim();
    body.setMemory(0, claimedLength, (byte) 0);
    release();
  }

  /**
   * Claims, copies and commits.
   *
   * @return the sequence of the record, or a code like {@link #claim}
   */
  public long append(int type, DirectBuffer source, int offset, int length, long timeMicros) {
    long sequence = claim(type, length, timeMicros);
    if (sequence > 0) {
      body.putBytes(0, source, offset, length);
      commit();
    }
    return sequence;
  }

  /** Bytes that can still be written, frames and padding included; 0 is full. */
  public long leftBytes() {
    if (full) {
      return 0;
    }
    Segment segment = current;
    long segmentsLeft = supply.failure() == null ? lastNumber - segment.number() : 0;
    return segmentsLeft * settings.segmentBytes() + segment.bytes() - position;
  }

  /**
   * Whether records of together so many bytes, frames included, are sure to find room now, without
   * a code in between. For the writer; so many bytes are less than half a segment.
   */
  public boolean hasRoom(int bytes) {
    return !full
        && (current.bytes() - position >= bytes
            || (current.number() < lastNumber && supply.ready() != null));
  }

  /** Parts per million of the bound that can still be written, rounded up; 0 is full. */
  public int roomPpm() {
    long left = leftBytes();
    long bound = Math.max(settings.maxBytes(), left);
    return (int) ((left * PPM + bound - 1) / bound);
  }

  /** Why no further segment comes, or null: the journal ends with the current one. */
  public JournalException failure() {
    return supply.failure();
  }

  /**
   * Writes to the disk everything that was committed before the call, and waits for it:
   * milliseconds, or more on a busy disk.
   */
  public void force() {
    supply.force();
  }

  /** Gives up a claimed record, forces, ends the helper thread and lets the next writer in. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (claimed) {
      abort();
    }
    body.wrap(NO_BYTES);
    try {
      supply.close();
    } finally {
      lock.release();
    }
  }

  private long takeNext(Segment from) {
    if (from.number() >= lastNumber) {
      full = true;
      return FULL;
    }
    Segment next = supply.ready();
    if (next == null) {
      return supply.failure() == null ? NOT_READY : FAILED;
    }
    int rest = from.bytes() - position;
    if (rest >= FrameLayout.HEADER_BYTES) {
      from.writeFrame(position, rest, FrameLayout.PADDING, 0, nextSequence, 0);
    }
    begin(next);
    supply.advance(from, next);
    current = next;
    return nextSequence;
  }

  private void begin(Segment segment) {
    SegmentHeader.write(segment, settings.engineRun(), nextSequence, buildId);
    position = SegmentHeader.BYTES;
  }

  private void release() {
    claimed = false;
    body.wrap(NO_BYTES);
  }

  private void requireClaim() {
    if (!claimed) {
      throw new IllegalStateException("No record is claimed");
    }
  }

  private void requireOwner() {
    Thread caller = Thread.currentThread();
    if (owner != caller) {
      if (owner != null) {
        throw new IllegalStateException(
            "Expected the writer " + owner.getName() + ", seen " + caller.getName());
      }
      owner = caller;
    }
    if (closed) {
      throw new IllegalStateException("The journal is closed");
    }
  }

  private static Segment map(Path file, JournalRecovery end) {
    try {
      return Segment.toWrite(file, end.lastSegment(), end.lastSegmentBytes());
    } catch (IOException e) {
      throw new JournalException("Cannot map " + file + ": " + e, e);
    }
  }

  private void requireSpace(Path folder, int segments) {
    long needed = (long) segments * settings.segmentBytes();
    try {
      long usable = Files.getFileStore(folder).getUsableSpace();
      if (usable < needed) {
        throw new JournalException(
            "No room for the journal in "
                + folder
                + ": expected "
                + needed
                + " usable bytes (maxBytes "
                + settings.maxBytes()
                + "), seen "
                + usable);
      }
    } catch (IOException e) {
      throw new JournalException("Cannot ask for the room of " + folder + ": " + e, e);
    }
  }
}
