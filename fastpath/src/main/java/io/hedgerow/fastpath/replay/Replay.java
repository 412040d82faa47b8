package io.hedgerow.fastpath.replay;

import io.hedgerow.fastpath.engine.Engine;
import io.hedgerow.fastpath.engine.EngineOutputs;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.engine.VenueLinks;
import io.hedgerow.fastpath.journal.RecordHandler;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.state.pair.PairOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Applies the inputs of a journal to a new engine and compares what follows with the outputs that
 * stand in it, byte for byte. Nothing is sent. One thread.
 *
 * <p>A journal that was cut off by a crash may lack the last outputs: they are handed out by {@link
 * #takeMissing}, to be written behind it. They were never sent, for what is sent is written first.
 */
public final class Replay implements RecordHandler {

  /** Numbers of outputs begin here. */
  public static final int FIRST_OUTPUT = 100;

  private record Output(int templateId, byte[] bytes) {}

  private final Queue<Output> followed = new ArrayDeque<>();
  private final Engine engine;
  private final SwitchedOutputs outputs = new SwitchedOutputs();
  private final SwitchedLinks links = new SwitchedLinks();
  private long inputs;
  private long compared;
  private long lastTimeMicros;
  private ReplayDifference difference;

  /** A replay into a new engine. */
  public Replay(Registry registry, EngineSettings settings) {
    engine = new Engine(registry, settings, outputs, links);
  }

  @Override
  public void onRecord(
      long sequence, int type, long timeMicros, DirectBuffer buffer, int offset, int length) {
    if (difference != null) {
      return;
    }
    if (type >= FIRST_OUTPUT) {
      compare(sequence, type, buffer, offset, length);
      return;
    }
    if (!followed.isEmpty()) {
      difference = ReplayDifference.notWritten(sequence, followed.peek().templateId());
      return;
    }
    inputs++;
    lastTimeMicros = timeMicros;
    if (!engine.apply(sequence, timeMicros, buffer, offset, length)) {
      difference = ReplayDifference.unknownInput(sequence, type);
    }
  }

  private void compare(long sequence, int type, DirectBuffer buffer, int offset, int length) {
    Output expected = followed.poll();
    byte[] written = new byte[length];
    buffer.getBytes(offset, written);
    if (expected == null) {
      difference = ReplayDifference.doesNotFollow(sequence, type);
    } else if (expected.templateId != type || !Arrays.equals(expected.bytes, written)) {
      difference =
          ReplayDifference.other(sequence, expected.templateId, expected.bytes, type, written);
    } else {
      compared++;
    }
  }

  /** Inputs applied. */
  public long inputs() {
    return inputs;
  }

  /** Outputs that were the same. */
  public long compared() {
    return compared;
  }

  /** The first difference, or null: none. */
  public ReplayDifference difference() {
    return difference;
  }

  /** Time of the last input, µs since the epoch. */
  public long lastTimeMicros() {
    return lastTimeMicros;
  }

  /** Outputs that follow from the last input and do not stand in the journal. */
  public int missing() {
    return followed.size();
  }

  /** Writes the missing outputs behind the journal. */
  public void takeMissing(EngineOutputs into) {
    for (Output output = followed.poll(); output != null; output = followed.poll()) {
      MutableDirectBuffer room = into.claim(output.templateId, output.bytes.length);
      room.putBytes(0, output.bytes);
      into.commit();
    }
  }

  /**
   * The engine as it was when the journal ended; from now on it writes and sends for real.
   *
   * @throws IllegalStateException while there is a difference, or something is missing
   */
  public Engine goLive(EngineOutputs liveOutputs, VenueLinks liveLinks) {
    if (difference != null || !followed.isEmpty()) {
      throw new IllegalStateException("the journal and its replay are not the same yet");
    }
    outputs.live = liveOutputs;
    links.live = liveLinks;
    return engine;
  }

  /** Collects, and later hands on. */
  private final class SwitchedOutputs implements EngineOutputs {

    private final ExpandableArrayBuffer bytes = new ExpandableArrayBuffer(1 << 16);
    private EngineOutputs live;
    private int templateId;
    private int length;

    @Override
    public MutableDirectBuffer claim(int outputTemplateId, int outputLength) {
      if (live != null) {
        return live.claim(outputTemplateId, outputLength);
      }
      templateId = outputTemplateId;
      length = outputLength;
      bytes.checkLimit(outputLength);
      bytes.setMemory(0, outputLength, (byte) 0);
      return bytes;
    }

    @Override
    public void commit() {
      if (live != null) {
        live.commit();
        return;
      }
      byte[] written = new byte[length];
      bytes.getBytes(0, written);
      followed.add(new Output(templateId, written));
    }
  }

  /** Sends nothing, and later hands on. */
  private static final class SwitchedLinks implements VenueLinks {

    private VenueLinks live = VenueLinks.NONE;

    @Override
    public void send(PairOrder order) {
      live.send(order);
    }

    @Override
    public void cancel(PairOrder order, long requestNumber) {
      live.cancel(order, requestNumber);
    }

    @Override
    public void ask(PairOrder order) {
      live.ask(order);
    }
  }
}
