package io.hedgerow.simulator.market;

import io.hedgerow.connectors.kafka.RecordKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A small market of 40 s, with an episode from its 10th to its 30th second or without. */
final class StressedMarket {

  static final long START_MICROS = 1_790_000_000_000_000L;
  static final long LENGTH_MICROS = 40_000_000;
  static final long FROM_MICROS = START_MICROS + 10_000_000;
  static final long UNTIL_MICROS = START_MICROS + 30_000_000;
  static final MarketSettings CALM =
      MarketSettings.usual(7, START_MICROS).with(SimulatedAsset.usual(), 4);

  private static final List<SpecificRecord> CALM_RECORDS = run(CALM, LENGTH_MICROS);

  private StressedMarket() {}

  static List<SpecificRecord> calm() {
    return CALM_RECORDS;
  }

  static List<SpecificRecord> of(StressEpisode episode) {
    return of(episode, LENGTH_MICROS);
  }

  static List<SpecificRecord> of(StressEpisode episode, long stepMicros) {
    return run(CALM.with(episode.plan(Duration.ofSeconds(10), Duration.ofSeconds(20))), stepMicros);
  }

  static List<SpecificRecord> run(MarketSettings settings, long stepMicros) {
    MarketGenerator generator = new MarketGenerator(settings);
    List<SpecificRecord> records = new ArrayList<>();
    long end = START_MICROS + LENGTH_MICROS;
    for (long now = START_MICROS; now < end; now += stepMicros) {
      records.addAll(generator.step(Math.min(now + stepMicros, end)));
    }
    return records;
  }

  static <T extends SpecificRecord> List<T> only(Class<T> type, List<SpecificRecord> records) {
    return records.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The records of the type inside the stretch. */
  static <T extends SpecificRecord> List<T> inside(Class<T> type, List<SpecificRecord> records) {
    return only(type, records.stream().filter(StressedMarket::isInside).toList());
  }

  static boolean isInside(SpecificRecord record) {
    return isAfterStart(record) && RecordKeys.eventTimeMicrosOf(record) < UNTIL_MICROS;
  }

  static boolean isAfterStart(SpecificRecord record) {
    return RecordKeys.eventTimeMicrosOf(record) >= FROM_MICROS;
  }
}
