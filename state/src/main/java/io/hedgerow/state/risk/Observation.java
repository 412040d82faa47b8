package io.hedgerow.state.risk;

import io.hedgerow.schemas.topics.Topic;
import java.util.Comparator;

/**
 * One fact of one measure, taken from one record.
 *
 * @param measure what is measured
 * @param subject on what: {@code BTC}, {@code SIM-ALPHA|BTC-USDT}; with the measure the key
 * @param component which part of the subject it is of: a venue, a route; may be empty
 * @param valueE8 the fact, scaled; its meaning is the statistic's
 * @param referenceE8 a second figure that the statistic compares it with; 0 where it needs none
 * @param atMicros event time, µs since the epoch
 * @param topic the record's topic
 * @param partition the record's partition
 * @param offset the record's offset
 */
public record Observation(
    Measure measure,
    String subject,
    String component,
    long valueE8,
    long referenceE8,
    long atMicros,
    Topic topic,
    int partition,
    long offset) {

  /** The order in which a subject must take them, so that it does not depend on the run. */
  public static final Comparator<Observation> IN_ORDER =
      Comparator.comparingLong(Observation::atMicros)
          .thenComparing(Observation::measure)
          .thenComparing(Observation::topic)
          .thenComparingInt(Observation::partition)
          .thenComparingLong(Observation::offset)
          .thenComparing(Observation::component);

  /** What is later than this is left out, unless it says what is. */
  public static final long MAX_LATE_MICROS = 1_000_000L;

  /** The same as of another time. */
  public Observation at(long micros) {
    return new Observation(
        measure, subject, component, valueE8, referenceE8, micros, topic, partition, offset);
  }

  /**
   * The observation as of this time, if it is of an earlier one; null if it is too late: a
   * statistic must not see an hour of backlog as one moment. What says how things stand always
   * counts.
   *
   * @param micros the earliest time that has not passed
   */
  public Observation notBefore(long micros) {
    if (atMicros >= micros) {
      return this;
    }
    return micros - atMicros > MAX_LATE_MICROS && !measure.saysWhatIs() ? null : at(micros);
  }
}
