package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import java.util.List;

/**
 * What goes wrong in a generated market, at places that depend on the counts alone.
 *
 * @param dropDeltaEvery each so-manieth delta of an instrument is lost, at another moment for each:
 *     a gap, or a wrong checksum where there are no numbers; 0: never
 * @param repeatDeltaEvery each so-manieth delta of an instrument comes twice; 0: never
 * @param silences stretches in which a venue sends nothing at all
 * @param jumps stretches in which an instrument stands elsewhere
 */
public record MarketFaults(
    int dropDeltaEvery, int repeatDeltaEvery, List<Silence> silences, List<PriceJump> jumps) {

  /** No price jumps further, up or down. */
  public static final long LARGEST_MOVE_PPM = 500_000;

  private static final long MILLION = 1_000_000;

  /** A venue that is not heard from {@code fromMicros} until before {@code untilMicros}. */
  public record Silence(SimulatedVenue venue, long fromMicros, long untilMicros) {}

  /**
   * A book and its mark price that stand elsewhere from {@code fromMicros} until before {@code
   * untilMicros}.
   *
   * @param instrument its name; empty: all of the venue
   * @param movePpm of the price at which the asset started; half of it at most
   */
  public record PriceJump(
      SimulatedVenue venue, String instrument, long fromMicros, long untilMicros, long movePpm) {

    /** Checks that a price is left. */
    public PriceJump {
      if (Math.abs(movePpm) > LARGEST_MOVE_PPM) {
        throw new IllegalArgumentException(
            "expected a move of "
                + -LARGEST_MOVE_PPM
                + " to "
                + LARGEST_MOVE_PPM
                + " ppm, saw "
                + movePpm);
      }
    }

    private boolean moves(SimulatedInstrument other, long atMicros) {
      return other.venue() == venue
          && (instrument.isEmpty() || instrument.equals(other.name()))
          && atMicros >= fromMicros
          && atMicros < untilMicros;
    }
  }

  /** Keeps unmodifiable copies. */
  public MarketFaults {
    silences = List.copyOf(silences);
    jumps = List.copyOf(jumps);
  }

  /** Nothing goes wrong. */
  public static MarketFaults none() {
    return new MarketFaults(0, 0, List.of(), List.of());
  }

  /** Each so-manieth delta of an instrument is lost. */
  public static MarketFaults dropping(int dropDeltaEvery) {
    return new MarketFaults(dropDeltaEvery, 0, List.of(), List.of());
  }

  /** The same with these jumps in place of its own. */
  public MarketFaults with(List<PriceJump> chosen) {
    return new MarketFaults(dropDeltaEvery, repeatDeltaEvery, silences, chosen);
  }

  /** How many ticks an instrument stands from its price; of several jumps the first counts. */
  long jumpTicks(SimulatedInstrument instrument, long atMicros) {
    for (PriceJump jump : jumps) {
      if (jump.moves(instrument, atMicros)) {
        long moveE8 = E8.mulDivFloor(instrument.asset().startPriceE8(), jump.movePpm(), MILLION);
        return moveE8 / instrument.asset().tickE8();
      }
    }
    return 0;
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
