package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.control.ControlFolder;
import io.hedgerow.fastpath.control.EngineStatus;
import io.hedgerow.fastpath.control.HaltOrder;
import io.hedgerow.fastpath.engine.Engine;
import io.hedgerow.fastpath.engine.HaltCause;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.run.StatusBoard.Figure;
import io.hedgerow.fastpath.wire.CommandReceivedEncoder;
import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.state.pair.PairBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets the control folder halt the engine, and writes there how the engine stands (RISK-6).
 *
 * <p>A thread of its own looks at the folder each 10 ms. What it saw the engine's thread takes at
 * its next turn, past the ring, so that no crowd of inputs holds a halt up; a disk that hangs holds
 * up nobody. If the folder cannot be read, or was not looked at for {@value #PATIENCE_NANOS} ns,
 * the engine is halted until it is. What is done is an input like every other: it stands in the
 * journal with who and why.
 *
 * <p>{@link #turn} and {@link #ended} belong to the engine's thread and allocate nothing while
 * nothing is commanded; the rest is safe from any thread.
 */
public final class LocalControl implements AutoCloseable {

  static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long LOOK_NANOS = 10_000_000L;
  private static final long TELL_NANOS = 1_000_000_000L;
  private static final long PUBLISH_MICROS = 10_000;
  private static final long JOIN_MILLIS = 10_000;
  private static final int MASK_BITS = 63;
  private static final int MESSAGE_BYTES = 1 << 13;
  private static final byte[] ENGINE = "engine".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LOST =
      "the control folder cannot be read".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FOUND =
      "the control folder can be read again".getBytes(StandardCharsets.UTF_8);

  /** What the folder says, ready to be written into a message. */
  private record Word(long number, boolean halt, String id, byte[] by, byte[] reason) {}

  private final ControlFolder folder;
  private final Registry registry;
  private final EpochMicroClock clock;
  private final StatusBoard board = new StatusBoard();
  private final Thread watcher = new Thread(this::watch, "hedgerow-control");

  private volatile boolean open = true;
  private volatile boolean lost = true;
  private volatile long lookedAtNanos;
  private volatile Word word;
  private volatile String ending;

  // The watcher's own.
  private final long[] figures = new long[Figure.values().length];
  private Optional<HaltOrder> seen;
  private EngineStatus told;
  private long toldAtNanos;

  // The engine's thread's own.
  private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final CommandReceivedEncoder command = new CommandReceivedEncoder();
  private Word obeyed;
  private long publishedMicros;

  private LocalControl(ControlFolder folder, Registry registry, EpochMicroClock clock) {
    this.folder = folder;
    this.registry = registry;
    this.clock = clock;
    watcher.setDaemon(true);
  }

  /**
   * Looks once and begins to watch. A folder that is not there is not made: without it nobody could
   * tell a halt that was lost from none, so the engine stays halted.
   */
  public static LocalControl watch(ControlFolder folder, Registry registry, EpochMicroClock clock) {
    LocalControl control = new LocalControl(folder, registry, clock);
    control.look();
    control.watcher.start();
    return control;
  }

  /** Does what the folder says, and leaves word of how the engine stands. */
  void turn(JournaledEngine engine, long nowMicros) {
    boolean due = nowMicros - publishedMicros >= PUBLISH_MICROS || nowMicros < publishedMicros;
    if (due || isNew(word)) {
      obey(engine, nowMicros);
    }
    if (due) {
      publishedMicros = nowMicros;
      publish(engine.engine(), nowMicros);
    }
  }

  private void obey(JournaledEngine engine, long nowMicros) {
    Word newest = word;
    if (isNew(newest)) {
      if (newest.halt) {
        input(engine, LocalCommand.HALT, CommandSource.LOCAL, newest.by, newest.reason, nowMicros);
      } else if (stands(engine, HaltCause.LOCAL)) {
        input(
            engine, LocalCommand.RESUME, CommandSource.LOCAL, newest.by, newest.reason, nowMicros);
      }
      obeyed = newest;
    }
    boolean blind = lost || System.nanoTime() - lookedAtNanos > PATIENCE_NANOS;
    if (blind != stands(engine, HaltCause.CONTROL_LOST)) {
      LocalCommand what = blind ? LocalCommand.HALT : LocalCommand.RESUME;
      input(engine, what, CommandSource.CONTROL_LOST, ENGINE, blind ? LOST : FOUND, nowMicros);
    }
  }

  private boolean isNew(Word newest) {
    return newest != null && (obeyed == null || newest.number != obeyed.number);
  }

  private static boolean stands(JournaledEngine engine, HaltCause cause) {
    return (engine.engine().haltCauses() & cause.bit()) != 0;
  }

  private void input(
      JournaledEngine engine,
      LocalCommand what,
      CommandSource source,
      byte[] by,
      byte[] reason,
      long nowMicros) {
    command
        .wrapAndApplyHeader(message, 0, header)
        .command(what)
        .scopeType(WireScope.SYSTEM)
        .scope((short) Registry.UNKNOWN)
        .source(source)
        .putBy(by, 0, by.length)
        .putReason(reason, 0, reason.length);
    int length = MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    engine.input(CommandReceivedEncoder.TEMPLATE_ID, message, 0, length, nowMicros);
  }

  private void publish(Engine engine, long nowMicros) {
    PairBook pairs = engine.pairs();
    long unknown = 0;
    long notFlat = 0;
    long notConfirmed = 0;
    for (int venue = 0; venue < registry.venues().size(); venue++) {
      long bit = 1L << Math.min(venue, MASK_BITS);
      int unknownHere = pairs.unknownOrders(venue);
      unknown += unknownHere;
      notFlat |= pairs.isFlat(venue) ? 0 : bit;
      notConfirmed |= engine.mirror().sessionUp(venue) && unknownHere == 0 ? 0 : bit;
    }
    long rests = 0;
    for (int instrument = 0; instrument < registry.instruments().size(); instrument++) {
      rests += pairs.residualE8(instrument) == 0 ? 0 : 1;
    }
    board.begin();
    board.put(Figure.AT_MICROS, nowMicros);
    board.put(Figure.RUN, engine.run());
    board.put(Figure.CAUSES, engine.haltCauses());
    board.put(Figure.FLAT, engine.haltCauses() != 0 && engine.isFlat() ? 1 : 0);
    board.put(Figure.OPEN_PAIRS, pairs.openPairs());
    board.put(Figure.UNKNOWN_ORDERS, unknown);
    board.put(Figure.RESTS, rests);
    board.put(Figure.NOT_FLAT, notFlat);
    board.put(Figure.NOT_CONFIRMED, notConfirmed);
    board.put(Figure.ORDER, obeyed == null ? 0 : obeyed.number);
    board.end();
  }

  /** The engine's thread is gone; null: it was told to. */
  void ended(Throwable failure) {
    ending = failure == null ? "" : failure.toString();
  }

  private void watch() {
    while (open) {
      look();
      tell(false);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    tell(true);
  }

  private void look() {
    try {
      Optional<HaltOrder> now = folder.standing();
      if (!now.equals(seen)) {
        seen = now;
        word = wordOf(now);
      }
      lost = false;
    } catch (IOException | RuntimeException e) {
      lost = true;
    }
    lookedAtNanos = System.nanoTime();
  }

  private Word wordOf(Optional<HaltOrder> halt) {
    HaltOrder order = halt.orElseGet(folder::lastResume);
    return new Word(
        word == null ? 1 : word.number + 1,
        halt.isPresent(),
        halt.isPresent() ? order.id() : "",
        order.by().getBytes(StandardCharsets.UTF_8),
        order.reason().getBytes(StandardCharsets.UTF_8));
  }

  private void tell(boolean anyway) {
    String ended = ending;
    boolean whole = board.isEmpty() || board.read(figures);
    if (!whole && ended == null) {
      return;
    }
    EngineStatus status = status(ended);
    long nowNanos = System.nanoTime();
    if (anyway || !status.saysTheSame(told) || nowNanos - toldAtNanos >= TELL_NANOS) {
      told = status;
      toldAtNanos = nowNanos;
      try {
        folder.write(status);
      } catch (IOException e) {
        // Tried again within a second. A status that grows old is what a reader sees till then.
        toldAtNanos = nowNanos;
      }
    }
  }

  private EngineStatus status(String ended) {
    boolean started = !board.isEmpty();
    EngineStatus.State state = started ? EngineStatus.State.RUNNING : EngineStatus.State.STARTING;
    Word newest = word;
    boolean newestObeyed = newest != null && newest.number == figure(Figure.ORDER);
    return new EngineStatus(
        ended == null ? state : EngineStatus.State.ENDED,
        HaltCause.of(figure(Figure.CAUSES)),
        newestObeyed ? newest.id : "",
        figure(Figure.FLAT) == 1,
        figure(Figure.OPEN_PAIRS),
        figure(Figure.UNKNOWN_ORDERS),
        figure(Figure.RESTS),
        venues(figure(Figure.NOT_FLAT)),
        venues(figure(Figure.NOT_CONFIRMED)),
        figure(Figure.RUN),
        started ? figure(Figure.AT_MICROS) : clock.microTime(),
        ended == null ? "" : ended);
  }

  private long figure(Figure figure) {
    return figures[figure.place()];
  }

  /** Venues from the 64th on share a bit. */
  private List<String> venues(long mask) {
    List<String> names = new ArrayList<>();
    for (int venue = 0; venue < registry.venues().size(); venue++) {
      if ((mask & (1L << Math.min(venue, MASK_BITS))) != 0) {
        names.add(registry.venues().get(venue).name());
      }
    }
    return names;
  }

  /** Stops watching, after a last word; an engine that goes on without it halts itself. */
  @Override
  public void close() throws InterruptedException {
    open = false;
    LockSupport.unpark(watcher);
    watcher.join(JOIN_MILLIS);
  }
}
