package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.run.JournaledEngine;
import io.hedgerow.state.pair.PairOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine on a real journal, with two venues ALPHA and BRAVO whose sessions write down what they
 * are told. Time stands where a test puts it.
 */
public final class EngineRig extends EngineInputs implements AutoCloseable, VenueLinks {

  private static final int SEGMENT = 1 << 20;

  /** What a venue was asked. */
  public record Request(
      String kind, int venue, long number, String side, long quantityE8, long priceE8) {}

  public final List<Request> requests = new ArrayList<>();

  private final Path folder;
  private final EngineSettings settings;
  private final boolean remember;
  private final long journalBytes;
  private Journal journal;
  private JournaledEngine engine;
  private int run;

  public EngineRig(Path folder) {
    this(folder, true, 1L << 26);
  }

  public EngineRig(Path folder, EngineSettings settings) {
    this(folder, true, 1L << 26, settings);
  }

  public EngineRig(Path folder, boolean remember, long journalBytes) {
    this(folder, remember, journalBytes, settings(registry()));
  }

  private EngineRig(Path folder, boolean remember, long journalBytes, EngineSettings settings) {
    this.folder = folder;
    this.settings = settings;
    this.remember = remember;
    this.journalBytes = journalBytes;
    start();
  }

  /** Starts, or starts again. */
  public void start() {
    run++;
    journal =
        Journal.open(folder, JournalSettings.of(run, "test").withBytes(SEGMENT, journalBytes));
    engine = new JournaledEngine(journal, folder, registry, "the rig", settings, this, nowMicros);
  }

  /** The process is gone; what was committed stays. */
  public void kill() {
    journal.close();
  }

  public static EngineSettings settings(Registry registry) {
    return EngineSettings.of(registry.venues().size(), registry.instruments().size());
  }

  @Override
  protected void input(int templateId, UnsafeBuffer message, int length) {
    offer(templateId, message, length);
  }

  /** False: refused for lack of room. */
  public boolean offer(int templateId, DirectBuffer message, int length) {
    return engine.input(templateId, message, 0, length, nowMicros);
  }

  @Override
  protected int journalRoomPpm() {
    return engine.roomPpm();
  }

  public Engine engine() {
    return engine.engine();
  }

  public JournaledEngine journaled() {
    return engine;
  }

  public Path folder() {
    return folder;
  }

  public Journal journal() {
    return journal;
  }

  @Override
  public void send(PairOrder order) {
    add("ORDER", order, order.number());
  }

  @Override
  public void cancel(PairOrder order, long requestNumber) {
    add("CANCEL", order, order.number());
  }

  @Override
  public void ask(PairOrder order) {
    add("STATUS", order, order.number());
  }

  private void add(String kind, PairOrder order, long number) {
    if (remember) {
      requests.add(
          new Request(
              kind,
              order.venue(),
              number,
              order.side().name(),
              order.quantityE8(),
              order.limitPriceE8()));
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
