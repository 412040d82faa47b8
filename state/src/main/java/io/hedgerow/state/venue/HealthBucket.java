package io.hedgerow.state.venue;

import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.TreeSet;

/**
 * One slice of a venue's window: counts, latencies, and the extremes of its clock. What it holds
 * does not depend on the order of input. Not safe for concurrent use.
 *
 * <p>A repeated sample is recognised by a 64-bit fingerprint of its event ID. Bound: the first
 * {@value #MAX_FINGERPRINTS} samples; beyond them repeats are counted.
 */
final class HealthBucket {

  static final int MAX_FINGERPRINTS = 4096;

  private final long index;
  private final TreeSet<Long> fingerprints = new TreeSet<>();

  long samples;
  long errors;
  long rateLimited;
  long orders;
  long acknowledged;
  LatencyHistogram answered = new LatencyHistogram();
  LatencyHistogram acknowledgements = new LatencyHistogram();
  Newest<Long> rateLimitUsed;
  Long minimumAheadMicros;
  Long maximumAheadMicros;
  boolean dirty = true;

  /**
   * @param index event time divided by the width of a bucket
   */
  HealthBucket(long index) {
    this.index = index;
  }

  long index() {
    return index;
  }

  /** Counts a sample; whether it was not counted before. */
  boolean add(VenueSample sample) {
    long fingerprint = fingerprintOf(sample.getEventId());
    if (fingerprints.contains(fingerprint)) {
      return false;
    }
    if (fingerprints.size() < MAX_FINGERPRINTS) {
      fingerprints.add(fingerprint);
    }
    dirty = true;
    samples++;
    boolean order = sample.getChannel() == Channel.ORDER;
    orders += order ? 1 : 0;
    if (isAnswer(sample.getOutcome())) {
      answered.add(sample.getLatencyMicros());
    } else {
      errors++;
    }
    rateLimited += sample.getOutcome() == Outcome.RATE_LIMITED ? 1 : 0;
    if (order && sample.getOutcome() == Outcome.OK) {
      acknowledged++;
      acknowledgements.add(sample.getLatencyMicros());
    }
    if (sample.getRateLimitUsedPpm() != null) {
      rateLimitUsed = Newest.of((long) sample.getRateLimitUsedPpm(), sample).or(rateLimitUsed);
    }
    return true;
  }

  /** Takes a look at the clock; whether it was a new extreme. */
  boolean addAhead(long aheadMicros) {
    boolean lower = minimumAheadMicros == null || aheadMicros < minimumAheadMicros;
    boolean higher = maximumAheadMicros == null || aheadMicros > maximumAheadMicros;
    minimumAheadMicros = lower ? Long.valueOf(aheadMicros) : minimumAheadMicros;
    maximumAheadMicros = higher ? Long.valueOf(aheadMicros) : maximumAheadMicros;
    dirty |= lower || higher;
    return lower || higher;
  }

  /** Largest minus smallest lead; null without a look at the clock. */
  Long spreadMicros() {
    return maximumAheadMicros == null ? null : maximumAheadMicros - minimumAheadMicros;
  }

  /** Adds the counts and latencies of another bucket: for the sum of a window. */
  void addAll(HealthBucket other) {
    samples += other.samples;
    errors += other.errors;
    rateLimited += other.rateLimited;
    orders += other.orders;
    acknowledged += other.acknowledged;
    answered.addAll(other.answered);
    acknowledgements.addAll(other.acknowledgements);
    if (other.rateLimitUsed != null) {
      rateLimitUsed = other.rateLimitUsed.or(rateLimitUsed);
    }
  }

  /** Whether the venue answered at all. */
  static boolean isAnswer(Outcome outcome) {
    return switch (outcome) {
      case OK, REJECTED, RATE_LIMITED -> true;
      case ERROR, TIMEOUT -> false;
    };
  }

  /** FNV-1a, 64 bits. */
  private static long fingerprintOf(String eventId) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < eventId.length(); i++) {
      hash = (hash ^ eventId.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  void write(PageWriter page) {
    page.number(index)
        .number(samples)
        .number(errors)
        .number(rateLimited)
        .number(orders)
        .number(acknowledged)
        .optional(minimumAheadMicros)
        .optional(maximumAheadMicros);
    Newest.write(page, rateLimitUsed, PageWriter::number);
    answered.write(page);
    acknowledgements.write(page);
    page.number(fingerprints.size());
    fingerprints.forEach(page::fixed);
  }

  static HealthBucket read(PageReader page) {
    HealthBucket bucket = new HealthBucket(page.number());
    bucket.samples = page.number();
    bucket.errors = page.number();
    bucket.rateLimited = page.number();
    bucket.orders = page.number();
    bucket.acknowledged = page.number();
    bucket.minimumAheadMicros = page.optional();
    bucket.maximumAheadMicros = page.optional();
    bucket.rateLimitUsed = Newest.read(page, PageReader::number);
    bucket.answered = LatencyHistogram.read(page);
    bucket.acknowledgements = LatencyHistogram.read(page);
    int count = page.count(MAX_FINGERPRINTS);
    for (int i = 0; i < count; i++) {
      bucket.fingerprints.add(page.fixed());
    }
    bucket.dirty = false;
    return bucket;
  }
}
