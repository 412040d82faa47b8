package io.hedgerow.operators.network;

import io.hedgerow.operators.input.KeyedRecord;
import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.alerts.Severity;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.StaleCause;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The smallest part there can be: it adds up numbers, and its view is text. It shows what the
 * operator does with a part, whatever the part is.
 */
final class TallyPart implements NetworkPart {

  private static final long PAGE = 7;

  private long sum;
  private long receivedAtMicros;
  private boolean stale;
  private boolean broken;

  @Override
  public boolean isUsable() {
    return !stale && !broken;
  }

  @Override
  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  @Override
  public boolean goStale(StaleCause cause) {
    boolean changed = !stale;
    stale = true;
    return changed;
  }

  @Override
  public byte[] view() {
    String validity = stale ? "STALE " : broken ? "BROKEN " : "LIVE ";
    return (validity + sum).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void flush(PageStore store) {
    store.put(
        PAGE, ByteBuffer.allocate(17).putLong(sum).putLong(receivedAtMicros).put(flag()).array());
  }

  private byte flag() {
    return (byte) (stale ? 1 : 0);
  }

  /**
   * How the operator handles tallies: an input is a number; zero changes nothing, one below zero is
   * urgent with an alert, one below -100 breaks the part until the next above.
   */
  static final class Kind implements PartKind<KeyedRecord, TallyPart> {

    private static final long serialVersionUID = 1L;

    private static final int BREAKING = -100;

    private static Alert alert(String text) {
      return new Alert(
          "id", Severity.INFO, "TALLY", ScopeType.ROUTE, "a", text, List.of(), List.of(), 0L);
    }

    static KeyedRecord input(String key, int number, long receivedAtMicros) {
      return new KeyedRecord(key, new byte[] {(byte) number}, 0, receivedAtMicros);
    }

    @Override
    public String keyOf(KeyedRecord input) {
      return input.key();
    }

    @Override
    public TallyPart create(String key) {
      return new TallyPart();
    }

    @Override
    public TallyPart restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
      TallyPart part = new TallyPart();
      for (Map.Entry<Long, byte[]> page : pages) {
        ByteBuffer bytes = ByteBuffer.wrap(page.getValue());
        part.sum = bytes.getLong();
        part.receivedAtMicros = bytes.getLong();
        part.stale = bytes.get() == 1;
      }
      return part;
    }

    @Override
    public Effect apply(TallyPart part, KeyedRecord input, Emissions emissions) {
      int number = input.value()[0];
      if (number == 0) {
        return Effect.IGNORED;
      }
      part.sum += number;
      part.receivedAtMicros = input.offset();
      part.stale = false;
      boolean wasBroken = part.broken;
      part.broken = number < BREAKING;
      if (part.broken != wasBroken) {
        emissions.alert(alert(part.broken ? "broken" : "mended"));
      }
      return number < 0 ? Effect.URGENT : Effect.CHANGED;
    }
  }
}
