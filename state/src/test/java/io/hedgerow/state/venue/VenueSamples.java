package io.hedgerow.state.venue;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.ArrayList;

/** Builds samples of one venue. */
final class VenueSamples {

  static final String VENUE = "BYBIT";
  static final long SECOND = 1_000_000L;

  /** 2024-01-01 00:00 UTC. */
  static final long T0 = 1_704_067_200_000_000L;

  private VenueSamples() {}

  static VenueSample sample(long atMicros, Channel channel, Outcome outcome, long latencyMicros) {
    return VenueSample.newBuilder()
        .setVenue(VENUE)
        .setEndpoint("GET /v5/market/time")
        .setChannel(channel)
        .setOutcome(outcome)
        .setLatencyMicros(latencyMicros)
        .setStatus(VenueStatus.UNSTATED)
        .setTransfers(new ArrayList<>())
        .setReceivedAtMicros(atMicros)
        .setVenueTimeMicros(-1)
        .setEventId(EventIds.of("VenueSample", VENUE, atMicros, channel.ordinal(), latencyMicros))
        .build();
  }

  static VenueSample ok(long atMicros, long latencyMicros) {
    return sample(atMicros, Channel.MARKET_DATA, Outcome.OK, latencyMicros);
  }
}
