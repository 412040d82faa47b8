package io.hedgerow.connectors.feed;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.market.Contract;

/**
 * What one venue calls by one symbol.
 *
 * @param venue venue ID
 * @param symbol as the venue writes it; Bybit's with its market before it
 * @param id instrument ID
 * @param asset base asset
 * @param contract what a unit of quantity is
 * @param contractSizeE8 contract size; 1 for spot
 * @param priceDecimals decimals of a price in the venue's checksum; 0 where it has none
 * @param quantityDecimals decimals of a quantity in the venue's checksum; 0 where it has none
 * @param streamDepth levels per side of the subscribed stream; 0: no limit
 * @param snapshotDepth levels per side of a book fetched beside the stream; 0: no limit
 */
public record Instrument(
    String venue,
    String symbol,
    String id,
    String asset,
    Contract contract,
    long contractSizeE8,
    int priceDecimals,
    int quantityDecimals,
    int streamDepth,
    int snapshotDepth) {

  /** The key of its records on the {@code market.*} topics: {@code venue|instrument}. */
  public String key() {
    return InstrumentKey.of(venue, id);
  }
}
