package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.engine.Engine;
import io.hedgerow.fastpath.engine.EngineOutputs;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.engine.VenueLinks;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.replay.JournalRegistry;
import io.hedgerow.fastpath.replay.Replay;
import io.hedgerow.fastpath.wire.ConfiguredEncoder;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.RestartedEncoder;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine and its journal: each input is written before it is applied, each output before it is
 * sent. Opened on an existing journal it first becomes what it was, then says that it was
 * restarted, so that everything without a final answer is asked for (TRUTH-3). One thread.
 */
public final class JournaledEngine {

  private static final int RESTART_BYTES = 256;

  /** Ten minutes: runs of a century fit into the numbers of orders. */
  private static final long RUN_MICROS = 600_000_000;

  private final Journal journal;
  private final JournalOutputs outputs;
  private final Engine engine;
  private final long replayed;
  private long lastTimeMicros;

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
        nowMicros);
  }

  /**
   * Reads the journal and goes on behind it.
   *
   * @param registryText the file that the registry was read from; the journal's first record, and
   *     the same at each start
   * @param around sees each output on its way into the journal: for measurements
   * @param folder of the journal, which is open for writing
   * @param nowMicros our clock
   * @throws IllegalStateException if the journal has another registry, or if its outputs do not
   *     follow from its inputs: then nobody knows what was sent, and nothing is
   */
  public JournaledEngine(
      Journal journal,
      Path folder,
      Registry registry,
      String registryText,
      EngineSettings settings,
      VenueLinks links,
      UnaryOperator<EngineOutputs> around,
      long nowMicros) {
    this.journal = journal;
    outputs = new JournalOutputs(journal);
    String before = JournalRegistry.textOf(folder);
    if (before != null && !before.equals(registryText)) {
      throw new IllegalStateException(
          "the journal in "
              + folder
              + " was written with another registry: begin a new journal once nothing is open, or"
              + " start with the old one");
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
              + replay.difference().text());
    }
    lastTimeMicros = replay.lastTimeMicros();
    outputs.at(lastTimeMicros);
    replay.takeMissing(outputs);
    replayed = replay.inputs();
    engine = replay.goLive(around.apply(outputs), links);
    if (before == null) {
      configure(registryText, nowMicros);
    }
    restart(nowMicros);
  }

  private void configure(String registryText, long nowMicros) {
    int room = MessageHeaderEncoder.ENCODED_LENGTH + Short.BYTES + 4 * registryText.length();
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[room]);
    ConfiguredEncoder configured = new ConfiguredEncoder();
    configured.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).registry(registryText);
    input(
        ConfiguredEncoder.TEMPLATE_ID,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + configured.encodedLength(),
        nowMicros);
  }

  /**
   * Above every run before, of this journal and of those that it follows: a number of ten minutes,
   * or one more than the last.
   */
  private int nextRun(long nowMicros) {
    return (int) Math.max(engine.run() + 1L, nowMicros / RUN_MICROS);
  }

  private void restart(long nowMicros) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[RESTART_BYTES]);
    RestartedEncoder restarted = new RestartedEncoder();
    restarted
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .run(nextRun(nowMicros))
        .build("");
    input(
        RestartedEncoder.TEMPLATE_ID,
        buffer,
        0,
        MessageHeaderEncoder.ENCODED_LENGTH + restarted.encodedLength(),
        nowMicros);
    // The run is part of every order's number: not even a power cut may take it back.
    journal.force();
  }

  /**
   * Writes an input and applies it.
   *
   * @throws JournalEndedException if it cannot be written: it was not applied
   */
  public void input(int templateId, DirectBuffer buffer, int offset, int length, long nowMicros) {
    long timeMicros = Math.max(nowMicros, lastTimeMicros);
    lastTimeMicros = timeMicros;
    long sequence = JournalOutputs.claim(journal, templateId, length, timeMicros);
    journal.body().putBytes(0, buffer, offset, length);
    journal.commit();
    outputs.at(timeMicros);
    engine.apply(sequence, timeMicros, buffer, offset, length);
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
