package io.hedgerow.state.margin;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Statements of one account, one a second, by their version. */
final class AccountStatements {

  static final String VENUE = "SIM-BRAVO";
  static final String ACCOUNT = "main";
  static final String KEY = VENUE + "|" + ACCOUNT;
  static final long T0 = 1_704_067_200_000_000L;
  static final long SECOND = 1_000_000L;

  private AccountStatements() {}

  /** Received and made at second {@code version}; equity is 1000 and the version. */
  static VenueAccount statement(long version, Position... positions) {
    long atMicros = T0 + version * SECOND;
    return VenueAccount.newBuilder()
        .setVenue(VENUE)
        .setAccount(ACCOUNT)
        .setVenueClass(VenueClass.SELF_CUSTODY)
        .setVersion(version)
        .setMarginAsset("USDT")
        .setEquityE8((1_000 + version) * E8.ONE)
        .setInitialMarginE8(200 * E8.ONE)
        .setMaintenanceMarginE8(100 * E8.ONE)
        .setBalances(List.of())
        .setPositions(new ArrayList<>(Arrays.asList(positions)))
        .setTransfers(List.of())
        .setFundingPayments(List.of())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(atMicros)
        .setEventId(EventIds.of("VenueAccount", KEY, version))
        .build();
  }

  /** Worth 100 a unit, whatever it is. */
  static Position position(String instrument, long quantity) {
    return new Position(
        instrument,
        quantity * E8.ONE,
        90 * E8.ONE,
        100 * E8.ONE,
        10 * quantity * E8.ONE,
        Math.abs(quantity) * 20 * E8.ONE,
        Math.abs(quantity) * 10 * E8.ONE);
  }

  /** The same, received and made at another time; -1: the venue does not say. */
  static VenueAccount at(VenueAccount statement, long receivedSecond, long venueSecond) {
    return VenueAccount.newBuilder(statement)
        .setReceivedAtMicros(T0 + receivedSecond * SECOND)
        .setVenueTimeMicros(venueSecond < 0 ? -1 : T0 + venueSecond * SECOND)
        .build();
  }
}
