package io.hedgerow.state.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.network.ClockSample;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.network.StaleCause;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Health of one venue over the newest 60 s of event time, and the offset of its clock (NET-6,
 * NET-7).
 *
 * <p>Two sources meet here, interface samples and looks at the clock through market data, and
 * nothing orders them against each other. So the state is a function of the <em>set</em> of inputs:
 * a late one lands in the bucket of its own time, or is dropped if the window has left it behind,
 * which is where an early one would have gone too.
 *
 * <pre>
 *   bucket = event time / 10 s, kept at bucket mod 6
 *   ├──────┼──────┼──────┼──────┼──────┼──────┤ newest input of either source
 * </pre>
 *
 * <p>The clock's offset is the median over the buckets of the largest lead in each, the lower of
 * two: within a bucket the largest lead had the least delay, and across buckets one wrong time in
 * one message cannot rule. A clock that is set anew shows after half the window.
 *
 * <p>A late input changes the view without moving its version: among equal versions the one written
 * last rules.
 *
 * <p>Bound: {@value #BUCKETS} buckets and the transfer switches. Not safe for concurrent use.
 */
public final class VenueHealth implements NetworkPart {

  /** How much event time the view covers: the newest bucket, begun, and five whole ones. */
  public static final long WINDOW_MICROS = 60_000_000L;

  /**
   * A venue's clock that seems farther off than this is a wrong time in one message, not a clock: a
   * venue whose clock is so wrong refuses our orders too.
   */
  public static final long MAX_CLOCK_OFFSET_MICROS = 600_000_000L;

  private static final int BUCKETS = 6;
  private static final long BUCKET_MICROS = WINDOW_MICROS / BUCKETS;
  private static final int PPM = 1_000_000;

  private static final int FORMAT = 1;
  private static final long HEADER_PAGE = 0;
  private static final long FIRST_BUCKET_PAGE = 1;
  private static final long NONE = -1;

  private final String venue;
  private final HealthBucket[] window = new HealthBucket[BUCKETS];
  private long newestInputMicros = NONE;
  private Newest<Boolean> answered;
  private Newest<VenueStatus> status;
  private TransferSwitches transfers = new TransferSwitches();
  private boolean wentStale;
  private long leastVersion;
  private boolean headerDirty;

  /** A venue of which nothing is known yet: stale until its first interface sample. */
  public VenueHealth(String venue) {
    this.venue = venue;
  }

  /**
   * The part that was flushed as these pages.
   *
   * @throws IllegalStateException if a page cannot be read
   */
  public static VenueHealth restore(String venue, Iterable<Map.Entry<Long, byte[]>> pages) {
    VenueHealth health = new VenueHealth(venue);
    for (Map.Entry<Long, byte[]> page : pages) {
      PageReader reader = new PageReader("health of " + venue, page.getValue(), FORMAT);
      if (page.getKey() == HEADER_PAGE) {
        health.readHeader(reader);
      } else {
        HealthBucket bucket = HealthBucket.read(reader);
        health.window[slotOf(bucket.index())] = bucket;
      }
      reader.end();
    }
    return health;
  }

  /** Takes an interface sample. */
  public Outcome apply(VenueSample sample) {
    HealthBucket bucket = bucketAt(sample.getReceivedAtMicros());
    if (bucket != null && !bucket.add(sample)) {
      return Outcome.DUPLICATE;
    }
    Newest<Boolean> answeredBefore = answered;
    boolean changed = bucket != null;
    changed |= transfers.add(sample);
    changed |= restate(sample);
    changed |= reach(sample);
    if (!changed) {
      return Outcome.OUT_OF_ORDER;
    }
    headerDirty = true;
    long versionBefore = version();
    moveTo(sample.getReceivedAtMicros());
    if (answeredBefore == null) {
      return Outcome.REVIVED;
    }
    if (wentStale && answered.atMicros() > answeredBefore.atMicros()) {
      wentStale = false;
      leastVersion = versionBefore + 1;
      return Outcome.REVIVED;
    }
    return Outcome.APPLIED;
  }

  private boolean restate(VenueSample sample) {
    if (sample.getStatus() == VenueStatus.UNSTATED) {
      return false;
    }
    Newest<VenueStatus> before = status;
    status = Newest.of(sample.getStatus(), sample).or(before);
    return !status.equals(before);
  }

  private boolean reach(VenueSample sample) {
    Newest<Boolean> before = answered;
    answered = Newest.of(HealthBucket.isAnswer(sample.getOutcome()), sample).or(before);
    return !answered.equals(before);
  }

  /** Takes a look at the venue's clock, unless it is implausible. */
  public Outcome apply(ClockSample sample) {
    long ahead = sample.aheadMicros();
    if (ahead > MAX_CLOCK_OFFSET_MICROS || ahead < -MAX_CLOCK_OFFSET_MICROS) {
      return Outcome.INVALID;
    }
    HealthBucket bucket = bucketAt(sample.receivedAtMicros());
    if (bucket == null) {
      return Outcome.OUT_OF_ORDER;
    }
    boolean changed = bucket.addAhead(ahead);
    boolean moved = moveTo(sample.receivedAtMicros());
    headerDirty |= moved;
    return changed || moved ? Outcome.APPLIED : Outcome.DUPLICATE;
  }

  /** The bucket of this time, or null if the window has left it behind. */
  private HealthBucket bucketAt(long atMicros) {
    long index = Math.floorDiv(atMicros, BUCKET_MICROS);
    if (newestInputMicros != NONE && index <= oldestLeftBehind()) {
      return null;
    }
    int slot = slotOf(index);
    if (window[slot] == null || window[slot].index() < index) {
      window[slot] = new HealthBucket(index);
    }
    return window[slot];
  }

  private static int slotOf(long bucketIndex) {
    return (int) Math.floorMod(bucketIndex, (long) BUCKETS);
  }

  private long oldestLeftBehind() {
    return Math.floorDiv(newestInputMicros, BUCKET_MICROS) - BUCKETS;
  }

  private boolean moveTo(long atMicros) {
    if (atMicros <= newestInputMicros) {
      return false;
    }
    newestInputMicros = atMicros;
    return true;
  }

  /**
   * Of the interface samples, which is what staleness is measured from; of market data while there
   * are none.
   */
  @Override
  public long receivedAtMicros() {
    return answered == null ? newestInputMicros : answered.atMicros();
  }

  @Override
  public boolean goStale(StaleCause cause) {
    if (!isUsable()) {
      return false;
    }
    wentStale = true;
    headerDirty = true;
    return true;
  }

  @Override
  public boolean isUsable() {
    return !wentStale && answered != null;
  }

  /**
   * Twice the newest event time, plus one once gone stale. The sample that ends the staleness need
   * not be the newest input: the version then still goes up, to the next even one.
   */
  private long version() {
    int parity = wentStale ? 1 : 0;
    return Math.max(2 * newestInputMicros, leastVersion) + parity;
  }

  @Override
  public byte[] view() {
    return RecordCodec.encode(record());
  }

  /** The view as a record; once STALE only with the clock, which market data tells (NET-7). */
  public VenueView record() {
    HealthBucket sum = new HealthBucket(NONE);
    boolean live = isUsable();
    if (live) {
      current().forEach(sum::addAll);
    }
    Integer answeredPpm = shareDown(sum.samples - sum.errors, sum.samples);
    Integer acknowledgedPpm = shareDown(sum.acknowledged, sum.orders);
    long version = version();
    return VenueView.newBuilder()
        .setVenue(venue)
        .setVersion(version)
        .setFreshness(live ? Freshness.LIVE : Freshness.STALE)
        .setReachable(live && answered.value())
        .setStatus(live && status != null ? status.value() : VenueStatus.UNSTATED)
        .setSampleCount(Math.toIntExact(sum.samples))
        .setLatencyP50Micros(sum.answered.percentileMicros(50))
        .setLatencyP99Micros(sum.answered.percentileMicros(99))
        .setErrorRatePpm(shareUp(sum.errors, sum.samples))
        .setRateLimitedPpm(shareUp(sum.rateLimited, sum.samples))
        .setRateLimitUsedPpm(
            sum.rateLimitUsed == null ? null : Math.toIntExact(sum.rateLimitUsed.value()))
        .setOrderSampleCount(Math.toIntExact(sum.orders))
        .setAcknowledgedPpm(acknowledgedPpm)
        .setAcknowledgementP99Micros(sum.acknowledgements.percentileMicros(99))
        .setReliabilityPpm(
            acknowledgedPpm == null
                ? answeredPpm
                : Integer.valueOf(Math.min(answeredPpm, acknowledgedPpm)))
        .setClockOffsetMicros(median(bucket -> bucket.maximumAheadMicros))
        .setClockSpreadMicros(median(HealthBucket::spreadMicros))
        .setTransfers(live ? transfers.toList() : List.of())
        .setReceivedAtMicros(answered == null ? NONE : answered.atMicros())
        .setEventId(EventIds.of("VenueView", venue, version))
        .build();
  }

  /** The buckets that the window has not left behind. */
  private Stream<HealthBucket> current() {
    return Arrays.stream(window)
        .filter(bucket -> bucket != null && bucket.index() > oldestLeftBehind());
  }

  /** The median of a figure over the buckets that have it, the lower of two; null without any. */
  private Long median(Function<HealthBucket, Long> figure) {
    long[] sorted =
        current()
            .map(figure)
            .filter(Objects::nonNull)
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    return sorted.length == 0 ? null : Long.valueOf(sorted[(sorted.length - 1) / 2]);
  }

  /** A share of what is good, rounded down. */
  private static Integer shareDown(long part, long whole) {
    return whole == 0 ? null : (int) (part * PPM / whole);
  }

  /** A share of what is bad, rounded up. */
  private static Integer shareUp(long part, long whole) {
    return whole == 0 ? null : (int) ((part * PPM + whole - 1) / whole);
  }

  @Override
  public void flush(PageStore store) {
    if (headerDirty) {
      store.put(HEADER_PAGE, headerPage());
      headerDirty = false;
    }
    for (int slot = 0; slot < BUCKETS; slot++) {
      if (window[slot] != null && window[slot].dirty) {
        PageWriter page = new PageWriter(FORMAT);
        window[slot].write(page);
        store.put(FIRST_BUCKET_PAGE + slot, page.toPage());
        window[slot].dirty = false;
      }
    }
  }

  private byte[] headerPage() {
    PageWriter page =
        new PageWriter(FORMAT).number(newestInputMicros).flag(wentStale).number(leastVersion);
    Newest.write(page, answered, PageWriter::flag);
    Newest.write(page, status, (to, value) -> to.text(value.name()));
    transfers.write(page);
    return page.toPage();
  }

  private void readHeader(PageReader page) {
    newestInputMicros = page.number();
    wentStale = page.flag();
    leastVersion = page.number();
    answered = Newest.read(page, PageReader::flag);
    status = Newest.read(page, from -> VenueStatus.valueOf(from.text()));
    transfers = TransferSwitches.read(page);
  }
}
