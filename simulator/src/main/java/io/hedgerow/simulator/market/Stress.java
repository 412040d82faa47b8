package io.hedgerow.simulator.market;

import io.hedgerow.connectors.kafka.RecordKeys;
import io.hedgerow.schemas.E8;
import java.time.Duration;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The episodes of a market at their times: what they do to its prices, its books and its records. A
 * function of its arguments; safe from any thread.
 */
final class Stress {

  private static final long MILLION = 1_000_000;
  private static final long CRASH_PPM = 40_000;
  private static final long LONGEST_CRASH_MICROS = Duration.ofSeconds(60).toNanos() / 1_000;

  /** 2 %. */
  private static final long STALE_DIVISOR = 50;

  private static final long THIN_DIVISOR = 1_000;

  private final List<StressEpisode.Plan> plans;
  private final long openMicros;

  Stress(List<StressEpisode.Plan> plans, long openMicros) {
    this.plans = List.copyOf(plans);
    this.openMicros = openMicros;
  }

  /** What is sent in place of the record; null: nothing. */
  SpecificRecord recordInPlaceOf(SpecificRecord record) {
    SpecificRecord sent = record;
    for (StressEpisode.Plan plan : plans) {
      if (sent != null && covers(plan, RecordKeys.eventTimeMicrosOf(sent))) {
        sent = StressedRecords.inPlaceOf(sent, plan.episode(), fromMicros(plan));
      }
    }
    return sent;
  }

  /** The price of an asset at every venue and in the index. */
  long priceE8(String asset, long atMicros, long calmPriceE8) {
    long priceE8 = calmPriceE8;
    for (StressEpisode.Plan plan : plans) {
      if (plan.episode() == StressEpisode.PRICE_CRASH && asset.equals("BTC")) {
        long left = MILLION - fallenPpm(plan, atMicros);
        priceE8 = E8.mulDivFloor(priceE8, left, MILLION);
      }
    }
    return priceE8;
  }

  /**
   * How a book is shown in its delta of this time. A receiver must be told when it is shown in
   * another way, so the last deltas inside of a stretch show it as it is again.
   *
   * @param intervalMicros from one message of the book to the next; one of two is a delta
   */
  Quoting quoting(SimulatedInstrument instrument, long atMicros, long intervalMicros) {
    for (StressEpisode.Plan plan : plans) {
      Quoting quoting = quoting(plan.episode(), instrument);
      if (!quoting.equals(Quoting.PLAIN)
          && covers(plan, atMicros)
          && covers(plan, atMicros + 2 * intervalMicros)) {
        return quoting;
      }
    }
    return Quoting.PLAIN;
  }

  private static Quoting quoting(StressEpisode episode, SimulatedInstrument instrument) {
    String asset = instrument.asset().symbol();
    return switch (episode) {
      case STALE_PRICE ->
          instrument.venue() == SimulatedVenue.SIM_CHARLIE && asset.equals("SOL")
              ? new Quoting(
                  -instrument.asset().startPriceE8() / STALE_DIVISOR / instrument.asset().tickE8(),
                  1)
              : Quoting.PLAIN;
      case THIN_BOOKS ->
          instrument.venue() == SimulatedVenue.SIM_ALPHA && asset.equals("ETH")
              ? new Quoting(0, THIN_DIVISOR)
              : Quoting.PLAIN;
      default -> Quoting.PLAIN;
    };
  }

  private long fallenPpm(StressEpisode.Plan plan, long atMicros) {
    long crashMicros = Math.min(plan.lastsMicros(), LONGEST_CRASH_MICROS);
    long fallingMicros = Math.max(0, Math.min(atMicros - fromMicros(plan), crashMicros));
    return CRASH_PPM * fallingMicros / crashMicros;
  }

  private boolean covers(StressEpisode.Plan plan, long atMicros) {
    long sinceMicros = atMicros - fromMicros(plan);
    return sinceMicros >= 0 && sinceMicros < plan.lastsMicros();
  }

  private long fromMicros(StressEpisode.Plan plan) {
    return openMicros + plan.startsAfterMicros();
  }
}
