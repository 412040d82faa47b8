package io.hedgerow.state.funding;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.IntervalStatus;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.network.RecordChecks;
import io.hedgerow.state.network.StaleCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Funding of one perpetual at one venue, by the interval that was observed (NET-4, NET-7).
 *
 * <p>The rate accruing now comes from CURRENT updates, the newest by receipt. A period enters the
 * history when it is SETTLED, or when the funding time moves on after it was reached; a funding
 * time that is withdrawn before it was reached never was a period. {@link ObservedIntervals} says
 * what the distances between periods mean.
 *
 * <p>Freshness follows CURRENT updates once there are any: a settlement says nothing of the rate
 * that accrues now. A venue that sends history alone is judged by that.
 *
 * <p>Bound: {@link FundingHistory#MAX_PERIODS} periods, under 8 kB in pages. Not safe for
 * concurrent use.
 */
public final class Funding implements NetworkPart {

  private static final long YEAR_MICROS = 365L * 24 * 3_600_000_000L;
  private static final long RANGE_INTERVAL_MICROS = 8 * 3_600_000_000L;

  private static final int FORMAT = 1;
  private static final long HEADER_PAGE = 0;
  private static final long HISTORY_PAGE = 1;
  private static final long NONE = -1;

  private final String key;
  private FundingHistory history = new FundingHistory();

  private String asset = "";
  private long offset = NONE;
  private boolean stale;
  private FundingPeriod open;
  private long declaredMicros;

  private boolean currentSeen;
  private long rateE8;
  private Long predictedRateE8;
  private long nextFundingTimeMicros = NONE;
  private long receivedAtMicros = NONE;
  private long venueTimeMicros = NONE;
  private String newestEventId = "";

  private boolean headerDirty;
  private boolean historyDirty;

  private IntervalStatus intervalStatus = IntervalStatus.UNKNOWN;
  private long intervalMicros;
  private long minimumRateE8;
  private long maximumRateE8;
  private int rangeCount;

  /**
   * Funding of which nothing is known yet.
   *
   * @param key {@code venue|instrument}
   */
  public Funding(String key) {
    this.key = key;
  }

  /**
   * The part that was flushed as these pages.
   *
   * @throws IllegalStateException if a page cannot be read
   */
  public static Funding restore(String key, Iterable<Map.Entry<Long, byte[]>> pages) {
    Funding funding = new Funding(key);
    for (Map.Entry<Long, byte[]> page : pages) {
      PageReader reader = new PageReader("funding of " + key, page.getValue(), FORMAT);
      if (page.getKey() == HEADER_PAGE) {
        funding.readHeader(reader);
      } else {
        funding.history = FundingHistory.read(reader);
      }
      reader.end();
    }
    funding.observe();
    return funding;
  }

  /**
   * Takes an update.
   *
   * @param recordOffset where it stood in its partition; grows per key
   */
  public Outcome apply(FundingUpdate update, long recordOffset) {
    if (recordOffset <= offset) {
      return Outcome.DUPLICATE;
    }
    if (!RecordChecks.isPlausibleRate(update.getRateE8())
        || !RecordChecks.isPlausibleFundingTime(update)) {
      return Outcome.INVALID;
    }
    boolean wasStale = stale;
    Outcome outcome =
        update.getKind() == FundingKind.CURRENT ? applyCurrent(update) : applySettled(update);
    if (outcome == Outcome.APPLIED) {
      asset = update.getAsset();
      offset = recordOffset;
      headerDirty = true;
    }
    return outcome == Outcome.APPLIED && wasStale && !stale ? Outcome.REVIVED : outcome;
  }

  private Outcome applyCurrent(FundingUpdate update) {
    if (currentSeen && update.getReceivedAtMicros() < receivedAtMicros) {
      return Outcome.OUT_OF_ORDER;
    }
    if (currentSeen && update.getEventId().equals(newestEventId)) {
      return Outcome.DUPLICATE;
    }
    currentSeen = true;
    predictedRateE8 = update.getPredictedRateE8();
    nextFundingTimeMicros = update.getFundingTimeMicros();
    take(update);
    boolean declaredAnew = declare(update);
    boolean movedOn = nextFundingTimeMicros >= 0 && moveOpenPeriod(update);
    if (movedOn || declaredAnew) {
      observe();
    }
    return Outcome.APPLIED;
  }

  /** Whether the set of known funding times has changed. */
  private boolean moveOpenPeriod(FundingUpdate update) {
    FundingPeriod named = FundingPeriod.of(update, false);
    FundingPeriod before = open;
    if (before != null && before.timeMicros() == named.timeMicros()) {
      open = before.mergedWith(named);
      return false;
    }
    boolean reached =
        before != null
            && named.timeMicros() > before.timeMicros()
            && update.getReceivedAtMicros() >= before.timeMicros() - ObservedIntervals.GRACE_MICROS;
    if (reached) {
      historyDirty |= history.add(before);
    }
    open = named;
    return true;
  }

  private Outcome applySettled(FundingUpdate update) {
    FundingPeriod period = FundingPeriod.of(update, true);
    boolean added = history.add(period);
    boolean newest = period.timeMicros() == history.newestTimeMicros();
    boolean later = update.getReceivedAtMicros() > receivedAtMicros;
    boolean rules = !currentSeen && newest && (added || later);
    if (!added && !rules) {
      return period.timeMicros() < oldestTimeMicros() ? Outcome.OUT_OF_ORDER : Outcome.DUPLICATE;
    }
    if (rules) {
      take(update);
    }
    historyDirty |= added;
    declare(update);
    observe();
    return Outcome.APPLIED;
  }

  private long oldestTimeMicros() {
    List<FundingPeriod> periods = history.periods();
    return periods.isEmpty() ? Long.MIN_VALUE : periods.get(0).timeMicros();
  }

  private void take(FundingUpdate update) {
    rateE8 = update.getRateE8();
    venueTimeMicros = update.getVenueTimeMicros();
    newestEventId = update.getEventId();
    if (update.getReceivedAtMicros() > receivedAtMicros) {
      receivedAtMicros = update.getReceivedAtMicros();
      stale = false;
    }
  }

  private boolean declare(FundingUpdate update) {
    Long declared = update.getDeclaredIntervalMicros();
    if (declared == null || !RecordChecks.isPlausibleInterval(declared)) {
      return false;
    }
    boolean anew = declared != declaredMicros;
    declaredMicros = declared;
    return anew;
  }

  /** Derives interval and range from the periods. */
  private void observe() {
    List<FundingPeriod> ended = history.periods();
    List<FundingPeriod> all = new ArrayList<>(ended);
    if (open != null && open.timeMicros() > history.newestTimeMicros()) {
      all.add(open);
    }
    ObservedIntervals observed = ObservedIntervals.of(all, declaredMicros);
    intervalStatus = observed.status();
    intervalMicros = observed.intervalMicros();
    rangeCount = 0;
    minimumRateE8 = Long.MAX_VALUE;
    maximumRateE8 = Long.MIN_VALUE;
    for (int i = 0; i < ended.size(); i++) {
      if (observed.intervalMicrosOf(i) > 0) {
        long rate =
            E8.mulDivHalfEven(
                ended.get(i).rateE8(), RANGE_INTERVAL_MICROS, observed.intervalMicrosOf(i));
        minimumRateE8 = Math.min(minimumRateE8, rate);
        maximumRateE8 = Math.max(maximumRateE8, rate);
        rangeCount++;
      }
    }
    if (rangeCount == 0) {
      minimumRateE8 = 0;
      maximumRateE8 = 0;
    }
  }

  @Override
  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  @Override
  public boolean isUsable() {
    return !stale && offset != NONE;
  }

  @Override
  public boolean goStale(StaleCause cause) {
    if (!isUsable()) {
      return false;
    }
    stale = true;
    headerDirty = true;
    return true;
  }

  @Override
  public byte[] view() {
    return RecordCodec.encode(record());
  }

  /** The view as a record; without its rates once STALE (NET-7). */
  public FundingView record() {
    long version = 2 * offset + (stale ? 1 : 0);
    boolean known = intervalStatus != IntervalStatus.UNKNOWN;
    return FundingView.newBuilder()
        .setVenue(InstrumentKey.venueOf(key))
        .setInstrument(InstrumentKey.instrumentOf(key))
        .setAsset(asset)
        .setVersion(version)
        .setFreshness(stale ? Freshness.STALE : Freshness.LIVE)
        .setRateE8(stale ? null : Long.valueOf(rateE8))
        .setPredictedRateE8(stale ? null : predictedRateE8)
        .setNextFundingTimeMicros(nextFundingTimeMicros)
        .setIntervalMicros(known ? intervalMicros : null)
        .setIntervalStatus(intervalStatus)
        .setAnnualizedE8(
            known && !stale ? E8.mulDivHalfEven(rateE8, YEAR_MICROS, intervalMicros) : null)
        .setMinimumRateE8(minimumRateE8)
        .setMaximumRateE8(maximumRateE8)
        .setRangeCount(rangeCount)
        .setReceivedAtMicros(receivedAtMicros)
        .setVenueTimeMicros(venueTimeMicros)
        .setEventId(EventIds.of("FundingView", key, version))
        .build();
  }

  @Override
  public void flush(PageStore store) {
    if (headerDirty) {
      store.put(HEADER_PAGE, headerPage());
      headerDirty = false;
    }
    if (historyDirty) {
      PageWriter page = new PageWriter(FORMAT);
      history.write(page);
      store.put(HISTORY_PAGE, page.toPage());
      historyDirty = false;
    }
  }

  private byte[] headerPage() {
    PageWriter page =
        new PageWriter(FORMAT)
            .text(asset)
            .number(offset)
            .flag(stale)
            .number(declaredMicros)
            .flag(currentSeen)
            .number(rateE8)
            .optional(predictedRateE8)
            .number(nextFundingTimeMicros)
            .number(receivedAtMicros)
            .number(venueTimeMicros)
            .text(newestEventId)
            .flag(open != null);
    if (open != null) {
      page.number(open.timeMicros())
          .number(open.rateE8())
          .number(open.announcedAtMicros())
          .number(open.receivedAtMicros());
    }
    return page.toPage();
  }

  private void readHeader(PageReader page) {
    asset = page.text();
    offset = page.number();
    stale = page.flag();
    declaredMicros = page.number();
    currentSeen = page.flag();
    rateE8 = page.number();
    predictedRateE8 = page.optional();
    nextFundingTimeMicros = page.number();
    receivedAtMicros = page.number();
    venueTimeMicros = page.number();
    newestEventId = page.text();
    if (page.flag()) {
      open = new FundingPeriod(page.number(), page.number(), false, page.number(), page.number());
    }
  }
}
