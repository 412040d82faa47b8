package io.hedgerow.state.signal;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * The newest record of each key; an older one, or the same again, changes nothing (NET-7). Where
 * numbers say what is newer, a lower one counts when it was received well after what is held: its
 * producer has begun anew.
 *
 * <p>Bounded: of a new key too many, those are forgotten that are over an hour old; if there are
 * none, the new one is left out. Not safe for concurrent use.
 */
final class Newest<T> {

  /** More than any settings allow. */
  static final int MAX_HELD = 4_096;

  /** After so long a silence nothing is known of a key, not even that it may hedge. */
  static final long FORGET_AFTER_MICROS = 3_600_000_000L;

  private static final long RENUMBERED_AFTER_MICROS = 10_000_000L;

  private final int most;
  private final BiPredicate<T, T> rulesOver;
  private final ToLongFunction<T> receivedAtMicros;
  private final Map<String, T> held = new TreeMap<>();

  /**
   * Holds nothing yet.
   *
   * @param most keys that are held
   * @param rulesOver whether the first is to be held in place of the second
   */
  Newest(int most, BiPredicate<T, T> rulesOver, ToLongFunction<T> receivedAtMicros) {
    this.most = most;
    this.rulesOver = rulesOver;
    this.receivedAtMicros = receivedAtMicros;
  }

  /** Of records with numbers. */
  static <T> Newest<T> byVersion(
      int most, ToLongFunction<T> version, ToLongFunction<T> receivedAtMicros) {
    return new Newest<>(
        most,
        (seen, before) ->
            version.applyAsLong(seen) > version.applyAsLong(before)
                || (version.applyAsLong(seen) < version.applyAsLong(before)
                    && receivedAtMicros.applyAsLong(seen)
                        >= receivedAtMicros.applyAsLong(before) + RENUMBERED_AFTER_MICROS),
        receivedAtMicros);
  }

  /** Returns whether it is held now: it is newer, and there is room. */
  boolean take(String key, T seen, long nowMicros) {
    T before = held.get(key);
    boolean taken = before == null ? hasRoom(nowMicros) : rulesOver.test(seen, before);
    if (taken) {
      held.put(key, seen);
    }
    return taken;
  }

  /** Whether one of this key would be held, were it newer. */
  boolean hasRoomFor(String key, long nowMicros) {
    return held.containsKey(key) || hasRoom(nowMicros);
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

  /** Forgets this key; what was held of it, or null. */
  T remove(String key) {
    return held.remove(key);
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
