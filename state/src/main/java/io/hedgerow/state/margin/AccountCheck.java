package io.hedgerow.state.margin;

import static io.hedgerow.state.network.FieldRules.isAccount;
import static io.hedgerow.state.network.FieldRules.isEventId;
import static io.hedgerow.state.network.FieldRules.isName;
import static io.hedgerow.state.network.FieldRules.isTime;
import static io.hedgerow.state.network.FieldRules.isVenueTime;
import static io.hedgerow.state.network.FieldRules.refusePrice;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.network.RecordChecks;
import io.hedgerow.state.venue.VenueHealth;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a statement of an account must satisfy before its margin is believed (NET-3): addresses,
 * times, margin and positions. Balances, transfers and payments are not margin, and not looked at.
 *
 * <p>Stateless, safe from any thread.
 */
public final class AccountCheck {

  /** No statement lists more positions, closed ones included. */
  public static final int MAX_LISTED = 4_096;

  /**
   * No amount of an asset is larger, either way: 4 × 10<sup>10</sup>. The difference of two fits.
   */
  public static final long MAX_AMOUNT_E8 = 40_000_000_000L * E8.ONE;

  private AccountCheck() {}

  /**
   * Why the statement must not be used, or null if it may be.
   *
   * @param key the Kafka key as it came
   * @param nowMicros our clock
   * @param maxPositions that may be open
   */
  public static DeadLetterReason refuse(
      VenueAccount statement, String key, long nowMicros, int maxPositions) {
    if (!isName(statement.getVenue())
        || !isAccount(statement.getAccount())
        || statement.getVersion() <= 0
        || !isVenueTime(statement.getVenueTimeMicros())
        || !isEventId(statement.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!InstrumentKey.of(statement.getVenue(), statement.getAccount()).equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    long receivedAtMicros = statement.getReceivedAtMicros();
    if (!isTime(receivedAtMicros, nowMicros)
        || statement.getVenueTimeMicros() - VenueHealth.MAX_CLOCK_OFFSET_MICROS
            > receivedAtMicros) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    if (!isAmount(statement.getEquityE8())
        || !isRequirement(statement.getInitialMarginE8())
        || !isRequirement(statement.getMaintenanceMarginE8())) {
      return DeadLetterReason.OUT_OF_RANGE;
    }
    return refusePositions(statement, maxPositions);
  }

  private static DeadLetterReason refusePositions(VenueAccount statement, int maxPositions) {
    if (statement.getPositions().size() > MAX_LISTED) {
      return DeadLetterReason.INVALID_FIELD;
    }
    Set<String> seen = new TreeSet<>();
    int open = 0;
    for (Position position : statement.getPositions()) {
      if (!isName(position.getInstrument()) || !seen.add(position.getInstrument())) {
        return DeadLetterReason.INVALID_FIELD;
      }
      DeadLetterReason figures = refuse(position);
      if (figures != null) {
        return figures;
      }
      open += position.getQuantityE8() == 0 ? 0 : 1;
    }
    String asset = statement.getMarginAsset();
    boolean named = isName(asset) || (asset.isEmpty() && open == 0);
    return named && open <= maxPositions ? null : DeadLetterReason.INVALID_FIELD;
  }

  /** The mean price of what is open may round to 0; of what is closed no price is asked. */
  private static DeadLetterReason refuse(Position position) {
    if (!isAmount(position.getQuantityE8())
        || !isAmount(position.getUnrealizedE8())
        || !isRequirement(position.getInitialMarginE8())
        || !isRequirement(position.getMaintenanceMarginE8())
        || position.getEntryPriceE8() > RecordChecks.MAX_PRICE_E8) {
      return DeadLetterReason.OUT_OF_RANGE;
    }
    if (position.getEntryPriceE8() < 0) {
      return DeadLetterReason.PRICE_NOT_POSITIVE;
    }
    return position.getQuantityE8() == 0 ? null : refusePrice(position.getMarkPriceE8());
  }

  private static boolean isAmount(long amountE8) {
    return amountE8 >= -MAX_AMOUNT_E8 && amountE8 <= MAX_AMOUNT_E8;
  }

  private static boolean isRequirement(long amountE8) {
    return amountE8 >= 0 && amountE8 <= MAX_AMOUNT_E8;
  }
}
