package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.registry.RegistryFile;
import io.hedgerow.schemas.E8;
import io.hedgerow.simulator.market.SimulatedAsset;
import io.hedgerow.simulator.market.SimulatedVenue;
import io.hedgerow.simulator.venue.VenuePresets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The simulated venues as a registry. */
@Tag("ORD-5")
class DemoRegistryTest {

  private final Registry registry =
      RegistryFile.parse(
          DemoRegistry.of(
              List.of(
                  VenuePresets.of(SimulatedVenue.SIM_BRAVO, SimulatedAsset.usual()),
                  VenuePresets.of(SimulatedVenue.SIM_CHARLIE, SimulatedAsset.usual()),
                  VenuePresets.selfCustody(SimulatedAsset.usual()))));

  @Test
  void shouldKnowEveryInstrument() {
    assertThat(registry.instruments()).hasSize(24);
    assertThat(registry.markets()).containsExactly("BTC-USDT", "ETH-USDT", "PAXG-USDT", "SOL-USDT");
    assertThat(registry.referencesOf("PAXG", "SIM-INDEX")).hasSize(1);
  }

  @Test
  void shouldCountContractsInTheBaseAsset() {
    Registry.Instrument perpetual =
        registry.instruments().get(registry.instrument("SIM-BRAVO", "BTC-USDT-PERP"));

    assertThat(perpetual.contractE8()).isEqualTo(E8.parse("0.01"));
    assertThat(perpetual.terms().lotE8()).isEqualTo(E8.parse("0.000001"));
  }

  @Test
  void shouldStayBelowWhatEachVenueTakes() {
    assertThat(registry.venues())
        .containsExactly(
            new Registry.Venue(0, "SIM-BRAVO", "main", 15, 30, 15),
            new Registry.Venue(1, "SIM-CHARLIE", "main", 2, 15, 7),
            new Registry.Venue(2, "SIM-DELTA", "main", 10, 600, 300));
  }
}
