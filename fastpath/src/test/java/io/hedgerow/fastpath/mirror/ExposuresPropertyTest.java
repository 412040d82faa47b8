package io.hedgerow.fastpath.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * Whatever fills a statement contains or lacks, what is counted is never less than the truth. A
 * statement contains all that was filled ten seconds before its time, and of the rest any part.
 */
@Tag("GATE-4")
@Tag("GATE-5")
@Tag("REC-7")
class ExposuresPropertyTest {

  private static final long SECOND = 1_000_000;
  private static final long PRICE = 60_500;
  private static final long BEGIN_E8 = 50 * E8.ONE;
  private static final int INSTRUMENTS = 3;

  private record Fill(int instrument, long signedE8, long atMicros) {}

  private final List<Fill> fills = new ArrayList<>();
  private Path folder;
  private EngineRig rig;

  @BeforeTry
  void start() throws IOException {
    folder = Files.createTempDirectory("exposures");
    rig = new EngineRig(folder);
    rig.knowEverything();
    fills.clear();
  }

  @AfterTry
  void stop() throws IOException {
    rig.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  @Property(tries = 60)
  void shouldNeverCountLessThanTheTruth(@ForAll long seed) {
    Random random = new Random(seed);
    for (int step = 0; step < 150; step++) {
      rig.nowMicros += random.nextLong(3 * SECOND);
      rig.tick();
      switch (random.nextInt(4)) {
        case 0 -> state(random, EngineRig.ALPHA, true);
        case 1 -> state(random, EngineRig.BRAVO, random.nextBoolean());
        default -> fill(random);
      }
      assertNothingIsLeftOut();
    }

    rig.nowMicros += 40 * SECOND;
    rig.tick();
    state(random, EngineRig.ALPHA, true);
    state(random, EngineRig.BRAVO, true);
    state(random, EngineRig.BRAVO, false);
    long truthE8 = truthE8(0) + truthE8(1) + truthE8(2);
    assertThat(exposures().worstNetE8(btc(), 0)).isEqualTo(Math.abs(truthE8));
  }

  private void assertNothingIsLeftOut() {
    Exposures exposures = exposures();
    long netE8 = exposures.worstNetE8(btc(), 0);
    long alphaE8 = exposures.atVenueE8(0);
    long bravoE8 = exposures.atVenueE8(1);
    if (netE8 != GateInputs.MISSING) {
      assertThat(netE8).isGreaterThanOrEqualTo(Math.abs(truthE8(0) + truthE8(1) + truthE8(2)));
    }
    if (alphaE8 != GateInputs.MISSING) {
      assertThat(alphaE8).isGreaterThanOrEqualTo(Math.abs(truthE8(0)) * PRICE);
    }
    if (bravoE8 != GateInputs.MISSING) {
      long worstE8 = Math.abs(truthE8(1)) + Math.abs(truthE8(2));
      assertThat(bravoE8).isGreaterThanOrEqualTo(worstE8 * PRICE);
      long leastE8 = Math.max(0, truthE8(2));
      assertThat(exposures.reducibleE8(2, OrderSide.SELL)).isLessThanOrEqualTo(leastE8);
      long shortE8 = Math.max(0, -truthE8(2));
      assertThat(exposures.reducibleE8(2, OrderSide.BUY)).isLessThanOrEqualTo(shortE8);
    }
  }

  private void fill(Random random) {
    int instrument = random.nextInt(INSTRUMENTS);
    long quantityE8 = 1 + random.nextLong(E8.ONE);
    OrderSide side = random.nextBoolean() ? OrderSide.BUY : OrderSide.SELL;
    rig.engine().mirror().filled(instrument, side, quantityE8);
    long signedE8 = side == OrderSide.BUY ? quantityE8 : -quantityE8;
    fills.add(new Fill(instrument, signedE8, rig.nowMicros));
  }

  /** Comes now, and is of some moment before. */
  private void state(Random random, int venue, boolean balances) {
    long now = rig.nowMicros;
    long asOf = now - random.nextLong(20 * SECOND);
    int instrument = balances ? venue : 2;
    long statedE8 = instrument == 2 ? 0 : BEGIN_E8;
    for (Fill fill : fills) {
      boolean contained = fill.atMicros <= asOf - 10 * SECOND || random.nextBoolean();
      statedE8 += fill.instrument == instrument && contained ? fill.signedE8 : 0;
    }
    rig.nowMicros = asOf;
    if (balances) {
      rig.balances(venue, "10000000", E8.toDecimal(statedE8));
    } else {
      rig.margin(venue, "1000000", E8.toDecimal(statedE8));
    }
    rig.nowMicros = now;
  }

  private long truthE8(int instrument) {
    return (instrument == 2 ? 0 : BEGIN_E8)
        + fills.stream()
            .filter(fill -> fill.instrument == instrument)
            .mapToLong(Fill::signedE8)
            .sum();
  }

  private Exposures exposures() {
    return new Exposures(rig.engine().mirror(), rig.engine().pairs());
  }

  private int btc() {
    return rig.registry.asset("BTC");
  }
}
