package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.engine.HaltCause;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.state.pair.PairBook;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The engine's thread: takes inputs from a bounded ring and from the sessions, puts each into the
 * journal and applies it, and lets time pass while nothing comes.
 *
 * <p>{@link #offer} may be called from any thread and never waits: a full ring is told to the
 * caller. Everything else happens on the one thread that {@link #start} makes. Time is that of
 * {@link RunClock}; while the machine's clock is elsewhere, nothing new is opened.
 *
 * <p>However the engine ends, every order that may rest is cancelled before the sessions are cut.
 * One that is whole halts and goes on, at most five seconds, until nothing is open, unknown or
 * unhedged (ORD-4). Where it cannot go on (the journal has ended, or anything unexpected happens)
 * what rests is cancelled without it. {@link #failure} says why it ended, what may rest and what is
 * unhedged.
 */
public final class EngineRunner implements AutoCloseable {

  private static final int RING_BYTES = 1 << 24;
  private static final int BATCH = 64;
  private static final long TICK_MICROS = 10_000;
  private static final long PAUSE_NANOS = 50_000;
  private static final long END_MICROS = 5_000_000;

  /** At least, for cancels without the engine. */
  private static final long LAST_WORD_MICROS = 2_000_000;

  private static final long JOIN_MILLIS = 15_000;
  private static final int LEGS = 2;

  private final ManyToOneRingBuffer ring =
      new ManyToOneRingBuffer(
          new UnsafeBuffer(
              ByteBuffer.allocateDirect(RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH)));
  private final Supplier<JournaledEngine> opener;
  private final FixLinks links;
  private final InputQueue queue;
  private final EpochMicroClock clock;
  private final boolean spins;
  private final MessageHandler fromRing = this::fromRing;
  private final InputQueue.Taker fromQueue = this::fromQueue;
  private final OwnCommands own = new OwnCommands();
  private final PairLatency latency = new PairLatency();
  private JournaledEngine engine;
  private LocalControl control;
  private RunClock time;
  private long nowMicros;
  private long lastTickMicros;
  private volatile boolean running;
  private volatile boolean opened;
  private volatile boolean flat;
  private volatile Throwable failure;
  private Thread thread;

  /**
   * @param opener opens the engine on its journal; called on the engine's thread, which the journal
   *     belongs to from then on
   * @param spins whether the thread never sleeps: for a core of its own
   */
  EngineRunner(
      Supplier<JournaledEngine> opener,
      FixLinks links,
      InputQueue queue,
      EpochMicroClock clock,
      boolean spins) {
    this.opener = opener;
    this.links = links;
    this.queue = queue;
    this.clock = clock;
    this.spins = spins;
  }

  /** Lets a control folder halt it; before {@link #start}. */
  void controlledBy(LocalControl folder) {
    control = folder;
  }

  /** Begins to run. */
  public void start() {
    running = true;
    thread = new Thread(this::run, "hedgerow-engine");
    thread.start();
  }

  /**
   * Hands an input to the engine.
   *
   * @return false: there is no room, the input was not taken
   */
  public boolean offer(int templateId, DirectBuffer buffer, int length) {
    return ring.write(templateId, buffer, 0, length);
  }

  private void run() {
    try {
      engine = opener.get();
      time = new RunClock(clock, System::nanoTime, engine.lastTimeMicros());
      opened = true;
      while (running) {
        if (turn() == 0) {
          pause();
        }
      }
    } catch (Throwable e) {
      failure = e;
    } finally {
      running = false;
      end();
    }
  }

  /** Nothing may rest once the sessions are cut: not every venue cancels then. */
  private void end() {
    try {
      if (time != null) {
        long untilMicros = time.microTime() + END_MICROS;
        seeThrough(engine.engine().pairs(), untilMicros);
        lastWords(untilMicros);
      }
    } catch (Throwable e) {
      failure = new OrdersLeftException("what rests could not be cancelled: " + e, failure);
    } finally {
      links.close();
      if (control != null) {
        control.ended(failure);
      }
    }
  }

  /** What has no other leg is taken back while somebody is there to do it. */
  private void seeThrough(PairBook pairs, long untilMicros) {
    if (failure != null || pairs.isFlat()) {
      return;
    }
    try {
      nowMicros = time.microTime();
      if (!stands(HaltCause.ENDING)) {
        own.end(engine, nowMicros);
      }
      while (!pairs.isFlat() && nowMicros < untilMicros) {
        if (turn() == 0) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } catch (Throwable e) {
      failure = e;
    }
  }

  /** An engine that is not whole is not asked: what may rest is cancelled without it. */
  private void lastWords(long untilMicros) {
    LastCancels last = new LastCancels(engine.engine().pairs(), links);
    if (failure != null) {
      nowMicros = time.microTime();
      long lastMicros = Math.max(untilMicros, nowMicros + LAST_WORD_MICROS);
      while (!last.areConfirmed() && nowMicros < lastMicros) {
        last.send(nowMicros);
        links.poll(nowMicros);
        queue.drain((type, buffer, offset, length) -> last.take(type, buffer, offset, nowMicros));
        LockSupport.parkNanos(PAUSE_NANOS);
        nowMicros = time.microTime();
      }
    }
    String left = last.leftText();
    if (!left.isEmpty()) {
      String why = failure == null ? "it was closed" : failure.toString();
      failure = new OrdersLeftException(left + "; the engine ended: " + why, failure);
    }
  }

  private int turn() {
    nowMicros = time.microTime();
    if (time.agrees() == stands(HaltCause.CLOCK)) {
      own.clock(engine, time.agrees(), nowMicros);
    }
    if (control != null) {
      control.turn(engine, nowMicros);
    }
    int work = ring.read(fromRing, BATCH);
    links.poll(nowMicros);
    work += queue.drain(fromQueue);
    long due = engine.engine().nextDeadlineMicros();
    if (nowMicros - lastTickMicros >= TICK_MICROS || due <= nowMicros) {
      lastTickMicros = nowMicros;
      engine.tick(nowMicros);
      work += queue.drain(fromQueue);
      flat = engine.engine().haltCauses() != 0 && engine.engine().isFlat();
    }
    return work;
  }

  private boolean stands(HaltCause cause) {
    return (engine.engine().haltCauses() & cause.bit()) != 0;
  }

  private void fromRing(int templateId, MutableDirectBuffer buffer, int offset, int length) {
    if (templateId == SignalReceivedDecoder.TEMPLATE_ID) {
      signal(buffer, offset, length);
    } else {
      engine.input(templateId, buffer, offset, length, nowMicros);
    }
    queue.drain(fromQueue);
  }

  private void signal(MutableDirectBuffer buffer, int offset, int length) {
    long sentBefore = links.sent();
    long takenNanos = System.nanoTime();
    engine.input(SignalReceivedDecoder.TEMPLATE_ID, buffer, offset, length, nowMicros);
    if (links.sent() >= sentBefore + LEGS) {
      latency.record(System.nanoTime() - takenNanos);
    }
  }

  private void fromQueue(int templateId, DirectBuffer buffer, int offset, int length) {
    engine.input(templateId, buffer, offset, length, nowMicros);
  }

  private void pause() {
    if (spins) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether it is halted and nothing was open, owed or unknown a moment ago. */
  public boolean isFlat() {
    return flat;
  }

  /** From signals to both legs. */
  public PairLatency latency() {
    return latency;
  }

  /** Why the engine stopped by itself; null: it did not. */
  public Throwable failure() {
    return failure;
  }

  /** Whether it has read its journal and takes inputs. */
  public boolean isOpen() {
    return opened;
  }

  /** Whether the engine's thread is at work. */
  public boolean isRunning() {
    return running;
  }

  /** Stops the thread once nothing is open and nothing unhedged; the journal stays open. */
  @Override
  public void close() throws InterruptedException {
    running = false;
    if (thread != null) {
      thread.join(JOIN_MILLIS);
    }
  }
}
