package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.engine.Engine;
import io.hedgerow.fastpath.engine.EngineOutputs;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.engine.SettingNumbers;
import io.hedgerow.fastpath.engine.VenueLinks;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.replay.JournalRegistry;
import io.hedgerow.fastpath.replay.Replay;
import io.hedgerow.fastpath.wire.BalancesChangedDecoder;
import io.hedgerow.fastpath.wire.BookChangedDecoder;
import io.hedgerow.fastpath.wire.ConfiguredEncoder;
import io.hedgerow.fastpath.wire.MarginChangedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.ReferenceChangedDecoder;
import io.hedgerow.fastpath.wire.RestartedEncoder;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.fastpath.wire.TickEncoder;
import io.hedgerow.fastpath.wire.VenueChangedDecoder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine and its journal: each input is written before it is applied, each output before it is
 * sent. Opened on an existing journal it first becomes what it was, then says that it was
 * restarted, so that everything without a final answer is asked for (TRUTH-3). One thread.
 */
public final class JournaledEngine {

  private static final int RESTART_BYTES = 256;
  private static final int TICK_BYTES = 64;

  /** What a decision and both its legs take, and the record that closes a signal's turn. */
  private static final int PAIR_BYTES = 1 << 14;

  /** Kept for orders in life, ticks and commands: signals and market data find it full. */
  private static final long RESERVE_BYTES = 1 << 20;

  /** The same for each pair that is open: cancels, offsets, questions and what venues say. */
  private static final long RESERVE_A_PAIR_BYTES = 1 << 14;

  /** A journal that ends further ahead of the clock was written by another clock. */
  private static final long MOST_AHEAD_MICROS = 10_000_000;

  /** Ten minutes: runs of a century fit into the numbers of orders. */
  private static final long RUN_MICROS = 600_000_000;

  private final Journal journal;
  private final RunNumbers runs;
  private final JournalOutputs outputs;
  private final Engine engine;
  private final long replayed;
  private final UnsafeBuffer tickBuffer = new UnsafeBuffer(new byte[TICK_BYTES]);
  private final TickEncoder tick = new TickEncoder();
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private long lastTimeMicros;
  private long refused;

  /** Reads the journal and goes on behind it, as the other constructor does. */
  public JournaledEngine(
      Journal journal,
      Path folder,
      Registry registry,
      String registryText,
      EngineSettings settings,
      VenueLinks links,
      long nowMicros) {
    this(
        journal,
        folder,
        registry,
        registryText,
        settings,
        links,
        UnaryOperator.identity(),
        RunNumbers.OF_THE_JOURNAL,
        nowMicros);
  }

  /**
   * Reads the journal and goes on behind it.
   *
   * @param registryText the file that the registry was read from; the journal's first record, and
   *     the same at each start
   * @param around sees each output on its way into the journal: for measurements
   * @param folder of the journal, which is open for writing
   * @param runs gives this start its number
   * @param nowMicros our clock
   * @throws IllegalArgumentException if the segments of the journal are too small for an engine
   * @throws IllegalStateException if the journal has another registry or other settings, or if its
   *     outputs do not follow from its inputs: then nobody knows what was sent, and nothing is; or
   *     if it ends more than 10 s ahead of our clock
   */
  public JournaledEngine(
      Journal journal,
      Path folder,
      Registry registry,
      String registryText,
      EngineSettings settings,
      VenueLinks links,
      UnaryOperator<EngineOutputs> around,
      RunNumbers runs,
      long nowMicros) {
    this.journal = journal;
    this.runs = runs;
    outputs = new JournalOutputs(journal);
    if (journal.maxBodyBytes() < PAIR_BYTES) {
      throw new IllegalArgumentException(
          "expected segments that take records of "
              + PAIR_BYTES
              + " bytes, saw "
              + journal.maxBodyBytes());
    }
    String before = JournalRegistry.textOf(folder);
    if (before != null && !before.equals(registryText)) {
      throw new IllegalStateException(
          "the journal in "
              + folder
              + " was written with another registry: begin a new journal once nothing is open, or"
              + " start with the old one");
    }
    if (before != null && !settings.equals(JournalRegistry.settingsOf(folder))) {
      throw new IllegalStateException(
          "the journal in "
              + folder
              + " was written with other settings, of another build: begin a new journal once"
              + " nothing is open, or start with that build; expected "
              + JournalRegistry.settingsOf(folder)
              + ", saw "
              + settings);
    }
    Replay replay = new Replay(registry, settings);
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      while (reader.poll(replay, Integer.MAX_VALUE) > 0) {
        // to its end
      }
    }
    if (replay.difference() != null) {
      throw new IllegalStateException(
          "the journal in "
              + folder
              + " and its replay part at record "
              + replay.difference().sequence()
              + ": "
              + replay.difference().text()
              + ". This build decides otherwise than the one that wrote it: start with that one, or"
              + " begin a new journal once nothing is open");
    }
    lastTimeMicros = replay.lastTimeMicros();
    requireClock(folder, nowMicros);
    outputs.at(lastTimeMicros);
    replay.takeMissing(outputs);
    replayed = replay.inputs();
    engine = replay.goLive(around.apply(outputs), links);
    if (before == null) {
      configure(registryText, settings, nowMicros);
    }
    restart(nowMicros);
  }

  private void requireClock(Path folder, long nowMicros) {
    if (lastTimeMicros - nowMicros > MOST_AHEAD_MICROS) {
      throw new IllegalStateException(
          "the journal in "
              + folder
              + " ends "
              + (lastTimeMicros - nowMicros) / 1_000_000
              + " s ahead of this machine's clock: set the clock right, then start again");
    }
  }

  private void configure(String registryText, EngineSettings settings, long nowMicros) {
    ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    ConfiguredEncoder configured = new ConfiguredEncoder();
    configured.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    SettingNumbers.write(settings, configured);
    configured.registry(registryText);
    apply(
        ConfiguredEncoder.TEMPLATE_ID,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + configured.encodedLength(),
        nowMicros);
  }

  /**
   * Above every run before: a number of ten minutes, or one more than the last of this journal or
   * of those that it follows.
   */
  private int nextRun(long nowMicros) {
    return runs.next((int) Math.max(engine.run() + 1L, nowMicros / RUN_MICROS));
  }

  private void restart(long nowMicros) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[RESTART_BYTES]);
    RestartedEncoder restarted = new RestartedEncoder();
    restarted
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .run(nextRun(nowMicros))
        .build("");
    apply(
        RestartedEncoder.TEMPLATE_ID,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + restarted.encodedLength(),
        nowMicros);
    // The run is part of every order's number: not even a power cut may take it back.
    journal.force();
  }

  /**
   * Writes an input and applies it. When the journal comes to its end, signals and market data are
   * refused, so that what is left is for orders in life; and no signal is taken unless both its
   * legs are sure to find room.
   *
   * @return false: it was refused for lack of room, and not applied
   * @throws JournalEndedException if it cannot be written: it was not applied
   */
  public boolean input(
      int templateId, DirectBuffer buffer, int offset, int length, long nowMicros) {
    if (isForNewEntries(templateId) && !hasRoomFor(templateId, length, nowMicros)) {
      refused++;
      return false;
    }
    apply(templateId, buffer, offset, length, nowMicros);
    return true;
  }

  /** Time has come so far, and this much room is left in the journal. */
  public void tick(long nowMicros) {
    tick.wrapAndApplyHeader(tickBuffer, 0, header).journalRoomPpm(roomPpm());
    apply(
        TickEncoder.TEMPLATE_ID,
        tickBuffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + tick.encodedLength(),
        nowMicros);
  }

  private static boolean isForNewEntries(int templateId) {
    return switch (templateId) {
      case SignalReceivedDecoder.TEMPLATE_ID,
          BookChangedDecoder.TEMPLATE_ID,
          ReferenceChangedDecoder.TEMPLATE_ID,
          VenueChangedDecoder.TEMPLATE_ID,
          MarginChangedDecoder.TEMPLATE_ID,
          BalancesChangedDecoder.TEMPLATE_ID ->
          true;
      default -> false;
    };
  }

  private boolean hasRoomFor(int templateId, int length, long nowMicros) {
    if (journal.leftBytes() < reserveBytes() + length + PAIR_BYTES) {
      return false;
    }
    if (templateId != SignalReceivedDecoder.TEMPLATE_ID) {
      return true;
    }
    if (engine.nextDeadlineMicros() <= nowMicros) {
      // What is due is written before, so that nothing comes between the signal and its legs.
      tick(nowMicros);
    }
    while (!journal.hasRoom(length + PAIR_BYTES)) {
      if (journal.failure() != null) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  private long reserveBytes() {
    return RESERVE_BYTES + RESERVE_A_PAIR_BYTES * engine.pairs().openPairs();
  }

  /** Parts per million of the journal that are left beside the reserve; 0: nothing new begins. */
  public int roomPpm() {
    return journal.leftBytes() < reserveBytes() + PAIR_BYTES ? 0 : journal.roomPpm();
  }

  /** Inputs that were refused for lack of room since the start. */
  public long refused() {
    return refused;
  }

  private void apply(int templateId, DirectBuffer buffer, int offset, int length, long nowMicros) {
    long timeMicros = Math.max(nowMicros, lastTimeMicros);
    lastTimeMicros = timeMicros;
    long sequence = JournalOutputs.claim(journal, templateId, length, timeMicros);
    journal.body().putBytes(0, buffer, offset, length);
    journal.commit();
    outputs.at(timeMicros);
    engine.apply(sequence, timeMicros, buffer, offset, length);
  }

  /** Time of the last record, µs: time of the next is not before. */
  public long lastTimeMicros() {
    return lastTimeMicros;
  }

  /** The engine, for reading. */
  public Engine engine() {
    return engine;
  }

  /** Inputs that the journal held before this start. */
  public long replayed() {
    return replayed;
  }
}
