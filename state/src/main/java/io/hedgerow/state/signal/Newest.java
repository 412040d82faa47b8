package io.hedgerow.state.signal;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * The newest record of each key; an older one, or the same again, changes nothing (NET-7).
 *
 * <p>Bounded: of a new key too many, those are forgotten that are over an hour old; if there are
 * none, the new one is left out. Not safe for concurrent use.
 */
final class Newest<T> {

  /** More than any settings allow. */
  static final int MAX_HELD = 4_096;

  private static final long FORGET_AFTER_MICROS = 3_600_000_000L;

  private final int most;
  private final Comparator<T> age;
  private final ToLongFunction<T> receivedAtMicros;
  private final Map<String, T> held = new TreeMap<>();

  /**
   * Holds nothing yet.
   *
   * @param most keys that are held
   * @param age the newer record is the greater
   */
  Newest(int most, Comparator<T> age, ToLongFunction<T> receivedAtMicros) {
    this.most = most;
    this.age = age;
    this.receivedAtMicros = receivedAtMicros;
  }

  /** Returns whether it is held now: it is newer, and there is room. */
  boolean take(String key, T seen, long nowMicros) {
    T before = held.get(key);
    boolean taken = before == null ? hasRoom(nowMicros) : age.compare(seen, before) > 0;
    if (taken) {
      held.put(key, seen);
    }
    return taken;
  }

  private boolean hasRoom(long nowMicros) {
    if (held.size() >= most) {
      long pastMicros = nowMicros - FORGET_AFTER_MICROS;
      held.values().removeIf(each -> receivedAtMicros.applyAsLong(each) < pastMicros);
    }
    return held.size() < most;
  }

  /** The newest of this key, or null. */
  T get(String key) {
    return held.get(key);
  }

  /** All of them, by their keys. */
  Collection<T> all() {
    return held.values();
  }

  /** A view of all of them with their keys, in order. */
  Map<String, T> byKey() {
    return held;
  }

  int size() {
    return held.size();
  }

  void write(PageWriter out, Function<T, SpecificRecord> recordOf) {
    out.number(held.size());
    held.forEach((key, each) -> out.text(key).bytes(RecordCodec.encode(recordOf.apply(each))));
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalStateException if it cannot be read
   */
  void read(PageReader in, Function<SpecificRecord, T> of) {
    int count = in.count(MAX_HELD);
    for (int i = 0; i < count; i++) {
      String key = in.text();
      try {
        held.put(key, of.apply(RecordCodec.decode(in.bytes())));
      } catch (UnreadableRecordException | ClassCastException e) {
        throw new IllegalStateException("expected a record of " + key, e);
      }
    }
  }
}
