package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
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
 * caller. Everything else happens on the one thread that {@link #start} makes. However the engine
 * ends (it is closed, the journal ends, anything unexpected happens), every order that may rest is
 * cancelled and the venues' answers are waited for, at most two seconds, before the sessions are
 * cut. {@link #failure} says why it ended, and what was not confirmed.
 */
public final class EngineRunner implements AutoCloseable {

  private static final int RING_BYTES = 1 << 24;
  private static final int BATCH = 64;
  private static final long TICK_MICROS = 10_000;
  private static final long PAUSE_NANOS = 50_000;
  private static final long LAST_WORD_MICROS = 2_000_000;
  private static final long JOIN_MILLIS = 10_000;
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
  private final PairLatency latency = new PairLatency();
  private JournaledEngine engine;
  private LocalControl control;
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
      if (engine != null) {
        cancelAll(new LastCancels(engine.engine().pairs(), links));
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

  private void cancelAll(LastCancels last) {
    long untilMicros = clock.microTime() + LAST_WORD_MICROS;
    nowMicros = clock.microTime();
    while (!last.areConfirmed() && nowMicros < untilMicros) {
      last.send();
      links.poll(nowMicros);
      queue.drain((type, buffer, offset, length) -> lastWord(last, type, buffer, offset, length));
      LockSupport.parkNanos(PAUSE_NANOS);
      nowMicros = clock.microTime();
    }
    if (!last.areConfirmed()) {
      String why = failure == null ? "it was closed" : failure.toString();
      failure = new OrdersLeftException(last.leftText() + "; the engine ended: " + why, failure);
    }
  }

  /** While the engine is whole it goes on to see its orders through; the next start asks anyway. */
  private void lastWord(
      LastCancels last, int templateId, DirectBuffer buffer, int offset, int length) {
    last.take(templateId, buffer, offset);
    if (failure == null) {
      try {
        engine.input(templateId, buffer, offset, length, nowMicros);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
  }

  private int turn() {
    nowMicros = clock.microTime();
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

  /** Stops the thread once what rests is cancelled; the journal stays open. */
  @Override
  public void close() throws InterruptedException {
    running = false;
    if (thread != null) {
      thread.join(JOIN_MILLIS);
    }
  }
}
