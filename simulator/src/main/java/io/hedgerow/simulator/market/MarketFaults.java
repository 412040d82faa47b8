package io.hedgerow.simulator.market;

import java.util.List;

/**
 * What goes wrong in a generated market, at places that depend on the counts alone.
 *
 * @param dropDeltaEvery each so-manieth delta of an instrument is lost, at another moment for each:
 *     a gap, or a wrong checksum where there are no numbers; 0: never
 * @param repeatDeltaEvery each so-manieth delta of an instrument comes twice; 0: never
 * @param silences stretches in which a venue sends nothing at all
 */
public record MarketFaults(int dropDeltaEvery, int repeatDeltaEvery, List<Silence> silences) {

  /** A venue that is not heard from {@code fromMicros} until before {@code untilMicros}. */
  public record Silence(SimulatedVenue venue, long fromMicros, long untilMicros) {}

  /** Keeps an unmodifiable copy. */
  public MarketFaults {
    silences = List.copyOf(silences);
  }

  /** Nothing goes wrong. */
  public static MarketFaults none() {
    return new MarketFaults(0, 0, List.of());
  }

  /** Each so-manieth delta of an instrument is lost. */
  public static MarketFaults dropping(int dropDeltaEvery) {
    return new MarketFaults(dropDeltaEvery, 0, List.of());
  }

  boolean drops(long deltaNumber) {
    return dropDeltaEvery > 0 && deltaNumber % dropDeltaEvery == 0;
  }

  boolean repeats(long deltaNumber) {
    return repeatDeltaEvery > 0 && deltaNumber % repeatDeltaEvery == 0;
  }

  boolean silent(SimulatedVenue venue, long atMicros) {
    return silences.stream()
        .anyMatch(
            silence ->
                silence.venue() == venue
                    && atMicros >= silence.fromMicros()
                    && atMicros < silence.untilMicros());
  }
}
