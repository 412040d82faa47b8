package io.hedgerow.state.risk;

import io.hedgerow.schemas.topics.Topic;

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
    long offset) {}
