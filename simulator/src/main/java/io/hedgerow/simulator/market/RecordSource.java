package io.hedgerow.simulator.market;

import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Something that sends records at times of its own. */
interface RecordSource {

  /** When it sends next, µs since the epoch. */
  long nextAtMicros();

  /** Sends what is due at {@link #nextAtMicros} and moves on. */
  void emit(Consumer<SpecificRecord> out);
}
