package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;

/**
 * What a venue says of an order, as an execution report does.
 *
 * @param kind what happened
 * @param account whose order it is
 * @param orderId the venue's; empty where the order was refused before it had one
 * @param clientOrderId of the order, or of the request that is refused
 * @param originalClientOrderId of the order that was or was to be cancelled or replaced; else empty
 * @param instrument name at this venue
 * @param status of the order after this; REJECTED where the venue has none that is meant
 * @param priceE8 limit; 0 for a market order
 * @param quantityE8 ordered
 * @param cumulativeQuantityE8 filled so far
 * @param fillPriceE8 of this fill; 0 where it is none
 * @param fillQuantityE8 of this fill; 0 where it is none
 * @param averagePriceE8 of all fills so far; 0 before the first
 * @param tradeId the venue's; empty where there is no fill
 * @param maker the fill was for a resting order
 * @param feeE8 paid for this fill; negative: a rebate
 * @param feeAsset empty where there is no fill
 * @param reason the venue's words; empty where there are none
 * @param venueTimeMicros µs since the epoch, by the venue's clock
 * @param executionId the venue's ID of this report, never used for another: a report that comes
 *     twice has it twice
 */
public record OrderReport(
    Kind kind,
    String account,
    String orderId,
    String clientOrderId,
    String originalClientOrderId,
    String instrument,
    OrderSide side,
    VenueOrderStatus status,
    long priceE8,
    long quantityE8,
    long cumulativeQuantityE8,
    long fillPriceE8,
    long fillQuantityE8,
    long averagePriceE8,
    String tradeId,
    boolean maker,
    long feeE8,
    String feeAsset,
    String reason,
    long venueTimeMicros,
    String executionId) {

  /** What happened. */
  public enum Kind {
    /** The order is in force. */
    ACCEPTED,
    /** The order was refused. */
    REJECTED,
    /** It was filled, in part or whole; see status. */
    FILLED,
    /** It was cancelled, at the client's wish or by the venue; see reason. */
    CANCELED,
    /** It was replaced: this report describes the new one. */
    REPLACED,
    /** Its rest expired: IOC, FOK. */
    EXPIRED,
    /** A cancel was refused. */
    CANCEL_REJECTED,
    /** A replacement was refused. */
    REPLACE_REJECTED,
    /** An answer to a status request: nothing happened. REJECTED: there is no such order. */
    STATUS,
    /** A status request was refused: how the order stands is not said. */
    STATUS_REJECTED
  }
}
