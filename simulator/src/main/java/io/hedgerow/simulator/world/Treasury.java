package io.hedgerow.simulator.world;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.TransferStatus;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.SimulatedExchange;
import java.time.Duration;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/**
 * Moves money between the desk's accounts at two venues, there and back, so that some is on its way
 * for much of the time (SETTLE-2, FAIL-5). For one thread.
 */
final class Treasury {

  private static final long FIRST_MICROS = micros(Duration.ofSeconds(20));
  private static final long EVERY_MICROS = micros(Duration.ofMinutes(5));
  private static final long TAKES_MICROS = micros(Duration.ofMinutes(2));
  private static final long AMOUNT_E8 = 10_000 * E8.ONE;
  private static final String ASSET = "USDT";

  private final Map<String, SimulatedExchange> exchanges;
  private final ObjLongConsumer<String> advance;
  private String from = SimulatedVenue.SIM_ALPHA.id();
  private String to = SimulatedVenue.SIM_BRAVO.id();
  private long nextAtMicros;

  /**
   * @param advance brings a venue to a time
   */
  Treasury(
      Map<String, SimulatedExchange> exchanges, long startMicros, ObjLongConsumer<String> advance) {
    this.exchanges = exchanges;
    this.advance = advance;
    this.nextAtMicros = startMicros + FIRST_MICROS;
  }

  /** Does what is due until now. What a venue does not let go does not arrive at the other. */
  void advanceTo(long nowMicros) {
    while (nextAtMicros <= nowMicros) {
      advance.accept(from, nextAtMicros);
      advance.accept(to, nextAtMicros);
      SimulatedExchange sender = exchanges.get(from);
      String id = sender.withdraw(SimulatedWorld.DESK, ASSET, AMOUNT_E8, TAKES_MICROS);
      if (sender.transferStatus(id) != TransferStatus.FAILED) {
        exchanges.get(to).deposit(SimulatedWorld.DESK, ASSET, AMOUNT_E8, TAKES_MICROS);
        String sent = from;
        from = to;
        to = sent;
      }
      nextAtMicros += EVERY_MICROS;
    }
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
  }
}
