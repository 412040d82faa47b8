package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.FaultKind;
import io.hedgerow.simulator.venue.FaultParameter;
import io.hedgerow.simulator.venue.SimulatedExchange;
import io.hedgerow.simulator.venue.VenueFault;
import io.hedgerow.simulator.venue.VenueFaults;
import io.hedgerow.simulator.venue.VenuePresets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** By which clock a venue dates its messages: SIM-BRAVO's is 35 ms ahead of ours. */
class VenueClockTest {

  private static final String VENUE = SimulatedVenue.SIM_BRAVO.id();
  private static final long SECOND = 1_000_000;
  private static final long T0 = 1_795_286_400 * SECOND; // 2026-11-21 18:40:00 UTC

  @Test
  @Tag("FAIL-1")
  void shouldSendByTheVenuesClockAndItsSteps() throws IOException {
    VenueFault step =
        new VenueFault(
            FaultKind.CLOCK_STEP,
            VENUE,
            T0 + 10 * SECOND,
            T0 + 20 * SECOND,
            Map.of(FaultParameter.STEP, "-3s"));
    SimulatedExchange exchange =
        new SimulatedExchange(
            VenuePresets.of(SimulatedVenue.SIM_BRAVO, SimulatedAsset.usual()),
            new VenueFaults(1, List.of(step)),
            T0,
            record -> {});

    try (FixAcceptor acceptor =
            new FixAcceptor(
                AcceptorSettings.onLoopback(VENUE, Map.of("main", "secret")),
                exchange,
                new SessionMemory());
        RawPeer peer = RawPeer.client(acceptor.address(), "main", VENUE)) {
      peer.send("A", 1, "98=0|108=300|553=main|554=secret|");
      await(acceptor, peer, T0, 1);
      peer.send("1", 2, "112=INSIDE|");
      await(acceptor, peer, T0 + 12 * SECOND, 2);
      peer.send("1", 3, "112=AFTER|");
      await(acceptor, peer, T0 + 22 * SECOND, 3);

      assertThat(peer.received)
          .extracting(message -> message.substring(0, 4))
          .containsExactly("35=A", "35=0", "35=0");
      assertThat(peer.sendingTimes)
          .containsExactly(
              "20261121-18:40:00.035", "20261121-18:40:09.035", "20261121-18:40:22.035");
    }
  }

  private static void await(FixAcceptor acceptor, RawPeer peer, long atMicros, int messages) {
    long endNanos = System.nanoTime() + 5_000_000_000L;
    while (peer.received.size() < messages && System.nanoTime() < endNanos) {
      acceptor.poll(atMicros);
      peer.poll();
    }
    assertThat(peer.received).hasSize(messages);
  }
}
