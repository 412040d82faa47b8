package io.hedgerow.connectors.feed;

/**
 * What a venue says of a funding payment; {@code null} where it says nothing.
 *
 * @param fundingTimeMicros when it is, or was, paid; {@code -1} where the venue does not say
 */
record FundingTerms(
    long rateE8,
    Long predictedRateE8,
    long fundingTimeMicros,
    Long declaredIntervalMicros,
    Long markPriceE8,
    Long indexPriceE8) {

  static FundingTerms of(long rateE8, long fundingTimeMicros) {
    return new FundingTerms(rateE8, null, fundingTimeMicros, null, null, null);
  }

  FundingTerms withPredictedRate(Long predictedE8) {
    return new FundingTerms(
        rateE8, predictedE8, fundingTimeMicros, declaredIntervalMicros, markPriceE8, indexPriceE8);
  }

  FundingTerms withInterval(Long intervalMicros) {
    return new FundingTerms(
        rateE8, predictedRateE8, fundingTimeMicros, intervalMicros, markPriceE8, indexPriceE8);
  }

  FundingTerms withPrices(Long markE8, Long indexE8) {
    return new FundingTerms(
        rateE8, predictedRateE8, fundingTimeMicros, declaredIntervalMicros, markE8, indexE8);
  }
}
