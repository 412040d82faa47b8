package io.hedgerow.state.network;

import static io.hedgerow.state.network.FieldRules.isEventId;
import static io.hedgerow.state.network.FieldRules.isName;
import static io.hedgerow.state.network.FieldRules.isText;
import static io.hedgerow.state.network.FieldRules.isTime;
import static io.hedgerow.state.network.FieldRules.isVenueTime;
import static io.hedgerow.state.network.FieldRules.refuseInstrument;
import static io.hedgerow.state.network.FieldRules.refusePrice;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;

/**
 * What a readable record must satisfy before it may reach any state: the rules of the dead-letter
 * topic, one method for each record type.
 *
 * <p>Each returns why the record must not be used, or null if it may be. {@code key} is the Kafka
 * key as it came, {@code nowMicros} our clock. Stateless, safe from any thread.
 */
public final class RecordChecks {

  /** No price or fee is higher: 10<sup>9</sup>. */
  public static final long MAX_PRICE_E8 = 1_000_000_000L * E8.ONE;

  /** No single trade is larger: 10<sup>10</sup> units. */
  public static final long MAX_QUANTITY_E8 = 10_000_000_000L * E8.ONE;

  /** No funding rate is larger, either way: 1,000 % per interval. */
  public static final long MAX_RATE_E8 = 10 * E8.ONE;

  /** No perpetual pays more often than every two minutes. */
  public static final long MIN_FUNDING_INTERVAL_MICROS = 120_000_000L;

  /** No perpetual pays more seldom than every 32 days. */
  public static final long MAX_FUNDING_INTERVAL_MICROS = 32L * 24 * 3_600_000_000L;

  /** No answer and no confirmation takes longer than a week. */
  public static final long MAX_DURATION_MICROS = 7L * 24 * 3_600_000_000L;

  /** A settlement may bear a time that is ahead of ours by the difference of the clocks. */
  private static final long MAX_SETTLED_AHEAD_MICROS = 60_000_000L;

  /** Block times are chosen by miners, on Bitcoin up to two hours ahead. */
  private static final long MAX_BLOCK_AHEAD_MICROS = 7_200_000_000L;

  private static final int MAX_ENDPOINT_CHARS = 128;
  private static final int MAX_TRANSFERS = 4096;
  private static final int PPM = 1_000_000;

  private RecordChecks() {}

  /** Judges a funding update. */
  public static DeadLetterReason refuse(FundingUpdate update, String key, long nowMicros) {
    if (!isName(update.getAsset())
        || !isVenueTime(update.getVenueTimeMicros())
        || !isEventId(update.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    DeadLetterReason address = refuseInstrument(update.getVenue(), update.getInstrument(), key);
    if (address != null) {
      return address;
    }
    if (!isTime(update.getReceivedAtMicros(), nowMicros) || !isPlausibleFundingTime(update)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    Long predicted = update.getPredictedRateE8();
    if (!isPlausibleRate(update.getRateE8())
        || (predicted != null && !isPlausibleRate(predicted))) {
      return DeadLetterReason.OUT_OF_RANGE;
    }
    Long declared = update.getDeclaredIntervalMicros();
    if (declared != null && !isPlausibleInterval(declared)) {
      return DeadLetterReason.INVALID_FIELD;
    }
    DeadLetterReason mark = refuseOptionalPrice(update.getMarkPriceE8());
    return mark != null ? mark : refuseOptionalPrice(update.getIndexPriceE8());
  }

  /** Judges a venue sample. */
  public static DeadLetterReason refuse(VenueSample sample, String key, long nowMicros) {
    Integer used = sample.getRateLimitUsedPpm();
    if (!isName(sample.getVenue())
        || !isText(sample.getEndpoint(), MAX_ENDPOINT_CHARS)
        || !isVenueTime(sample.getVenueTimeMicros())
        || !isEventId(sample.getEventId())
        || !isDuration(sample.getLatencyMicros())
        || (used != null && used < 0)
        || sample.getTransfers().size() > MAX_TRANSFERS) {
      return DeadLetterReason.INVALID_FIELD;
    }
    for (TransferSwitch transfer : sample.getTransfers()) {
      if (!isName(transfer.getAsset()) || !isName(transfer.getNetwork())) {
        return DeadLetterReason.INVALID_FIELD;
      }
    }
    if (!sample.getVenue().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    if (!isTime(sample.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    return used != null && used > 1000 * PPM ? DeadLetterReason.OUT_OF_RANGE : null;
  }

  /** Judges a chain sample. */
  public static DeadLetterReason refuse(ChainSample sample, String key, long nowMicros) {
    if (!isName(sample.getChain())
        || !isEventId(sample.getEventId())
        || sample.getBlockNumber() < 0
        || (sample.getConfirmationDelayMicros() != null
            && !isDuration(sample.getConfirmationDelayMicros()))) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!sample.getChain().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    if (!isTime(sample.getReceivedAtMicros(), nowMicros)
        || !isTime(sample.getBlockTimeMicros(), nowMicros + MAX_BLOCK_AHEAD_MICROS)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    boolean inRange =
        isFee(sample.getBaseFeeGweiE8())
            && isFee(sample.getPriorityFeeGweiE8())
            && isFee(sample.getComputeUnitPriceMicroLamports())
            && isFee(sample.getFeeRateSatPerVbyteE8());
    return inRange ? null : DeadLetterReason.OUT_OF_RANGE;
  }

  /** Judges a trade. */
  public static DeadLetterReason refuse(Trade trade, String key, long nowMicros) {
    if (trade.getTradeId().length() > FieldRules.MAX_NAME_CHARS
        || !isVenueTime(trade.getVenueTimeMicros())
        || !isEventId(trade.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    DeadLetterReason address = refuseInstrument(trade.getVenue(), trade.getInstrument(), key);
    if (address != null) {
      return address;
    }
    if (!isTime(trade.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    if (trade.getQuantityE8() < 0) {
      return DeadLetterReason.QUANTITY_NEGATIVE;
    }
    if (trade.getQuantityE8() > MAX_QUANTITY_E8) {
      return DeadLetterReason.OUT_OF_RANGE;
    }
    return refusePrice(trade.getPriceE8());
  }

  /** Judges a reference price. */
  public static DeadLetterReason refuse(ReferencePrice price, String key, long nowMicros) {
    if (!isName(price.getAsset())
        || !isSource(price.getSource())
        || !isVenueTime(price.getVenueTimeMicros())
        || !isEventId(price.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!price.getAsset().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    if (!isTime(price.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    return refusePrice(price.getPriceE8());
  }

  /**
   * Whether a funding rate is inside {@link #MAX_RATE_E8}, so that nothing made of it overflows.
   */
  public static boolean isPlausibleRate(long rateE8) {
    return rateE8 >= -MAX_RATE_E8 && rateE8 <= MAX_RATE_E8;
  }

  /** Whether a perpetual may be paid at this interval. */
  public static boolean isPlausibleInterval(long intervalMicros) {
    return intervalMicros >= MIN_FUNDING_INTERVAL_MICROS
        && intervalMicros <= MAX_FUNDING_INTERVAL_MICROS;
  }

  /**
   * Whether a funding time can be: a settlement lies behind its receipt, and what accrues now is
   * paid within {@link #MAX_FUNDING_INTERVAL_MICROS}. Only what accrues may be without a time.
   */
  public static boolean isPlausibleFundingTime(FundingUpdate update) {
    long time = update.getFundingTimeMicros();
    if (update.getKind() == FundingKind.CURRENT && time == -1) {
      return true;
    }
    long maxAhead =
        update.getKind() == FundingKind.SETTLED
            ? MAX_SETTLED_AHEAD_MICROS
            : MAX_FUNDING_INTERVAL_MICROS;
    return time >= InputTimes.EARLIEST_MICROS && time - maxAhead <= update.getReceivedAtMicros();
  }

  private static DeadLetterReason refuseOptionalPrice(Long priceE8) {
    return priceE8 == null ? null : refusePrice(priceE8);
  }

  private static boolean isFee(Long fee) {
    return fee == null || (fee >= 0 && fee <= MAX_PRICE_E8);
  }

  private static boolean isDuration(long micros) {
    return micros >= 0 && micros <= MAX_DURATION_MICROS;
  }

  /** The name of an index, or {@code venue|instrument}. */
  private static boolean isSource(String text) {
    return text.indexOf(InstrumentKey.SEPARATOR) < 0
        ? isName(text)
        : isName(InstrumentKey.venueOf(text)) && isName(InstrumentKey.instrumentOf(text));
  }
}
