package io.hedgerow.simulator.market;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.TransferSwitch;
import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.schemas.venue.VenueStatus;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/**
 * Requests to one venue, four a second: most are answered in 5 to 50 ms, one in twenty is slow, two
 * in a hundred go wrong (NET-6).
 */
final class HealthSource implements RecordSource {

  private static final long PERIOD_MICROS = 250_000;
  private static final int FASTEST_MICROS = 5_000;
  private static final int USUAL_MICROS = 50_000;
  private static final int SLOWEST_MICROS = 400_000;
  private static final int TIMEOUT_MICROS = 2_000_000;
  private static final int SLOW_ONE_IN = 20;
  private static final int PERCENT = 100;
  private static final int MILLION = 1_000_000;
  private static final List<Channel> CHANNELS =
      List.of(Channel.MARKET_DATA, Channel.ACCOUNT, Channel.ORDER);
  private static final List<TransferSwitch> OPEN =
      List.of(
          new TransferSwitch("BTC", "BITCOIN", true, true),
          new TransferSwitch("USDT", "ETHEREUM", true, true));

  private final SimulatedVenue venue;
  private final RandomGenerator random;
  private final VenueClock clock;
  private long nextAtMicros;
  private long samples;

  HealthSource(SimulatedVenue venue, RandomGenerator random, long startMicros) {
    this.venue = venue;
    this.random = random;
    this.clock = new VenueClock(venue, random);
    this.nextAtMicros = startMicros + random.nextLong(PERIOD_MICROS);
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    Channel channel = CHANNELS.get((int) (samples++ % CHANNELS.size()));
    Outcome outcome = outcome(channel);
    boolean answered = outcome != Outcome.TIMEOUT;
    out.accept(
        VenueSample.newBuilder()
            .setVenue(venue.id())
            .setEndpoint(endpoint(channel))
            .setChannel(channel)
            .setOutcome(outcome)
            .setLatencyMicros(answered ? latencyMicros() : TIMEOUT_MICROS)
            .setRateLimitUsedPpm(answered ? random.nextInt(MILLION / 2) : null)
            .setStatus(channel == Channel.ACCOUNT ? VenueStatus.ONLINE : VenueStatus.UNSTATED)
            .setTransfers(channel == Channel.ACCOUNT ? OPEN : List.of())
            .setReceivedAtMicros(nextAtMicros)
            .setVenueTimeMicros(answered ? clock.venueTimeMicros(nextAtMicros) : -1)
            .setEventId(EventIds.of("VenueSample", venue.id(), samples))
            .build());
    nextAtMicros += PERIOD_MICROS;
  }

  /** The same request if nothing had come back. */
  static VenueSample timedOut(VenueSample sample) {
    return VenueSample.newBuilder(sample)
        .setOutcome(Outcome.TIMEOUT)
        .setLatencyMicros(TIMEOUT_MICROS)
        .setRateLimitUsedPpm(null)
        .setStatus(VenueStatus.UNSTATED)
        .setTransfers(List.of())
        .setVenueTimeMicros(-1)
        .build();
  }

  private Outcome outcome(Channel channel) {
    return switch (random.nextInt(PERCENT)) {
      case 0 -> Outcome.TIMEOUT;
      case 1 -> Outcome.ERROR;
      case 2 -> channel == Channel.ORDER ? Outcome.REJECTED : Outcome.RATE_LIMITED;
      default -> Outcome.OK;
    };
  }

  private int latencyMicros() {
    int slowest = random.nextInt(SLOW_ONE_IN) == 0 ? SLOWEST_MICROS : USUAL_MICROS;
    return random.nextInt(FASTEST_MICROS, slowest);
  }

  private static String endpoint(Channel channel) {
    return switch (channel) {
      case MARKET_DATA -> "GET /depth";
      case ACCOUNT -> "GET /account";
      case ORDER -> "FIX NewOrderSingle";
    };
  }
}
