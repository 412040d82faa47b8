package io.hedgerow.state.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/**
 * Whatever venues, links and clocks do: once they behave, everything ends, every fill is counted
 * once, and what is not hedged is in the residual book. A replay says the same.
 */
@Tag("ORD-4")
@Tag("HEDGE-4")
@Tag("FAIL-1")
@Tag("IDEM-2")
class PairBookPropertyTest {

  private static final int STEPS = 600;
  private static final int MOST_PAIRS = 60;
  private static final int CALM_STEPS = 5_000;

  private record Step(PairInput input, long nowMicros) {}

  /** One run: a random world and what was put into the machine. */
  private static final class Run {
    private final Random random;
    private final FaultyVenues venues;
    private final PairRig rig;
    private final boolean[] up = new boolean[PairRig.VENUES];
    private final List<Step> steps = new ArrayList<>();
    private final Set<Long> single = new HashSet<>();
    private long now = 1_000_000;
    private long pairs;
    private long runs = 1;

    Run(long seed) {
      random = new Random(seed);
      venues = new FaultyVenues(random, PairRig.VENUES);
      rig = new PairRig(seed, venues);
    }

    void put(PairInput input) {
      steps.add(new Step(input, now));
      rig.apply(input, now);
    }

    void step() {
      now += random.nextInt(100) == 0 ? random.nextInt(2_000_000) : random.nextInt(200);
      venues.at(now);
      venues.move();
      for (int venue = 0; venue < PairRig.VENUES; venue++) {
        session(venue);
      }
      if (pairs < MOST_PAIRS && random.nextInt(5) == 0) {
        open();
      }
      if (random.nextInt(150) == 0) {
        restart();
      }
      if (random.nextInt(20) == 0) {
        int instrument = random.nextInt(PairRig.INSTRUMENTS);
        put((book, at) -> book.bookChanged(instrument, at));
      }
      if (random.nextInt(3) > 0) {
        put(PairBook::onTime);
      }
    }

    private void session(int venue) {
      if (up[venue] && random.nextInt(60) == 0) {
        disconnect(venue);
        put((book, at) -> book.sessionDown(venue, at));
      } else if (!up[venue] && random.nextInt(15) == 0) {
        connect(venue);
      } else if (up[venue]) {
        venues.said(venue, false).forEach(this::put);
      }
    }

    private void disconnect(int venue) {
      up[venue] = false;
      venues.down(venue);
    }

    private void connect(int venue) {
      up[venue] = true;
      venues.said(venue, true).forEach(this::put);
      put((book, at) -> book.sessionUp(venue, at));
    }

    private void restart() {
      for (int venue = 0; venue < PairRig.VENUES; venue++) {
        disconnect(venue);
      }
      runs++;
      long run = runs;
      put((book, at) -> book.restarted(run, at));
    }

    private void open() {
      long number = ++pairs;
      int kind = random.nextInt(4);
      int first = random.nextInt(PairRig.INSTRUMENTS);
      int second = (first + 1 + random.nextInt(PairRig.INSTRUMENTS - 1)) % PairRig.INSTRUMENTS;
      OrderSide side = random.nextBoolean() ? OrderSide.BUY : OrderSide.SELL;
      OrderSide other = side == OrderSide.BUY ? OrderSide.SELL : OrderSide.BUY;
      long quantityE8 = (1 + random.nextInt(60)) * FaultyVenues.LOT;
      boolean reduce = kind > 1;
      long timeout = 100 + random.nextInt(5_000);
      rig.open.put(number, true);
      PairInput input =
          (book, at) -> {
            PairPlan plan = new PairPlan();
            plan.begin(number, reduce ? SignalPurpose.REDUCE : SignalPurpose.OPEN, timeout);
            plan.addLeg(first / 2, first, side, quantityE8, 100, reduce);
            if (kind != 3) {
              plan.addLeg(second / 2, second, other, quantityE8, 100, reduce);
            }
            book.open(plan, at);
          };
      int said = rig.lines.size();
      put(input);
      if (rig.lines.size() == said) {
        rig.open.remove(number);
      } else if (kind == 3) {
        single.add(number);
      }
    }

    /** From here on everybody behaves. */
    void calmDown() {
      now++;
      venues.at(now);
      venues.calm = true;
      rig.calmFromMicros = now;
      for (int venue = 0; venue < PairRig.VENUES; venue++) {
        if (!up[venue]) {
          connect(venue);
        }
      }
      for (int i = 0; i < CALM_STEPS && !(rig.book.isFlat() && venues.isSilent()); i++) {
        now += 100;
        venues.at(now);
        venues.move();
        for (int venue = 0; venue < PairRig.VENUES; venue++) {
          venues.said(venue, false).forEach(this::put);
        }
        put(PairBook::onTime);
      }
    }
  }

  @Property(tries = 300)
  void shouldEndEverythingOnceTheWorldBehaves(@ForAll long seed) {
    Run run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
      assertThatNothingWaitsForEver(run.rig);
      if (i % 10 == 0) {
        assertThatTheWorstCaseIsCharged(run.rig);
      }
    }

    run.calmDown();

    assertThatAllHasEnded(run);
    assertThatEveryFillIsCountedOnce(run);
    assertThatTheRestIsInTheResidualBook(run);
    assertThatAReplaySaysTheSame(run, seed);
    assertThatAllIsForgotten(run);
  }

  private static void assertThatNothingWaitsForEver(PairRig rig) {
    if (!rig.book.isFlat()) {
      assertThat(rig.book.nextDeadlineMicros()).isLessThan(Deadlines.NEVER);
    }
  }

  private static void assertThatTheWorstCaseIsCharged(PairRig rig) {
    for (int instrument = 0; instrument < PairRig.INSTRUMENTS; instrument++) {
      for (OrderSide side : OrderSide.values()) {
        assertThat(rig.book.worstCaseE8(instrument, side))
            .isEqualTo(rig.worstCaseE8(instrument, side));
      }
    }
  }

  private static void assertThatAllHasEnded(Run run) {
    assertThat(run.rig.book.isFlat()).isTrue();
    assertThat(run.rig.book.openPairs()).isZero();
    assertThat(run.rig.open.values()).doesNotContain(true);
    assertThat(run.rig.orders.values()).allMatch(order -> order.ended);
    assertThat(run.venues.orders().values()).noneMatch(FaultyVenues.Order::isOpen);
  }

  private static void assertThatEveryFillIsCountedOnce(Run run) {
    for (var sent : run.rig.orders.entrySet()) {
      FaultyVenues.Order known = run.venues.orders().get(sent.getKey());
      assertThat(sent.getValue().filledE8)
          .as("order %d", sent.getKey())
          .isEqualTo(known == null ? 0 : known.countsE8());
    }
  }

  private static void assertThatTheRestIsInTheResidualBook(Run run) {
    long net =
        run.venues.orders().values().stream()
            .filter(
                order -> !run.single.contains(run.rig.orders.get(order.number).correlationNumber))
            .mapToLong(FaultyVenues.Order::signedE8)
            .sum();
    long[] rests = new long[PairRig.INSTRUMENTS];
    Arrays.setAll(rests, run.rig.book::residualE8);

    assertThat(Arrays.stream(rests).sum()).isEqualTo(net);
    assertThat(Arrays.stream(rests).map(Math::abs).max().orElseThrow()).isLessThan(PairRig.LEAST);
  }

  private static void assertThatAReplaySaysTheSame(Run run, long seed) {
    PairRig replay = new PairRig(seed, null);
    replay.calmFromMicros = run.rig.calmFromMicros;
    for (long number = 1; number <= run.pairs; number++) {
      replay.open.put(number, true);
    }
    run.steps.forEach(step -> replay.apply(step.input(), step.nowMicros()));

    assertThat(replay.lines).isEqualTo(run.rig.lines);
  }

  private static void assertThatAllIsForgotten(Run run) {
    run.now += PairRig.SETTINGS.retentionMicros();
    run.put(PairBook::onTime);

    assertThat(run.rig.book.freePairs()).isEqualTo(PairRig.SETTINGS.maxPairs());
    boolean rests = false;
    for (int instrument = 0; instrument < PairRig.INSTRUMENTS; instrument++) {
      rests |= run.rig.book.residualE8(instrument) != 0;
    }
    assertThat(run.rig.book.nextDeadlineMicros() == Deadlines.NEVER).isEqualTo(!rests);
  }
}
