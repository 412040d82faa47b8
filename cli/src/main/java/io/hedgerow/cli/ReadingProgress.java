package io.hedgerow.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A line now and then from a read that takes long; a short one says nothing. */
final class ReadingProgress {

  private static final long EVERY_NANOS = 3_000_000_000L;
  private static final int ALL = 100;

  private final String what;
  private final Consumer<String> lines;
  private final LongSupplier nanos;
  private long saidAtNanos;
  private long records;

  /** Lines go to the error output: what a command prints stays clean. */
  ReadingProgress(String what) {
    this(what, System.err::println, System::nanoTime);
  }

  ReadingProgress(String what, Consumer<String> lines, LongSupplier nanos) {
    this.what = what;
    this.lines = lines;
    this.nanos = nanos;
    this.saidAtNanos = nanos.getAsLong();
  }

  /**
   * After some more records.
   *
   * @param atMicros the event time that is reached
   * @param fromMicros where the stretch begins
   * @param toMicros where it ends; not after the begin if that is not known
   */
  void read(int come, long atMicros, long fromMicros, long toMicros) {
    records += come;
    long now = nanos.getAsLong();
    if (now - saidAtNanos < EVERY_NANOS) {
      return;
    }
    saidAtNanos = now;
    boolean known = toMicros > fromMicros && atMicros >= fromMicros;
    long share = known ? (atMicros - fromMicros) / Math.max(1, (toMicros - fromMicros) / ALL) : 0;
    lines.accept(
        String.format(
            Locale.ROOT,
            "Reading %s: %,d records%s",
            what,
            records,
            atMicros < fromMicros
                ? ""
                : ", at "
                    + Instant.EPOCH
                        .plus(atMicros, ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.SECONDS)
                    + (known ? " (" + Math.min(ALL, share) + " %)" : "")));
  }
}
