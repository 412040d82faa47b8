package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.EdgeKind;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskEdge;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Random series of every measure: steps that are fine or bad, and values beside both. */
@Tag("RISK-5")
class RiskSubjectPropertyTest {

  private static final int STEPS = 120;

  /** One run over a series, with everything random drawn from the seed. */
  private static final class Run {
    private final MeasureSeries series;
    private final Random random;
    private final List<Observation> observations;
    private FixedPolicy policy;
    private RiskSubject subject;

    Run(MeasureSeries series, long seed) {
      this.series = series;
      random = new Random(seed);
      observations = observations();
      policy = policy(1);
      subject = RiskSubject.empty(series.measure(), MeasureSeries.SUBJECT, PolicyMode.LIVE);
    }

    private List<Observation> observations() {
      StringBuilder steps = new StringBuilder();
      boolean bad = false;
      for (int i = 0; i < STEPS; i++) {
        bad ^= random.nextInt(4) == 0;
        steps.append(bad ? 'B' : '.');
      }
      List<Observation> all = new ArrayList<>();
      long shift = 0;
      for (Observation observation : series.series(steps.toString())) {
        shift += random.nextInt(8) == 0 ? random.nextLong(4 * MeasureSeries.SECOND) : 0;
        long late = random.nextInt(8) == 0 ? random.nextLong(6 * MeasureSeries.SECOND) : 0;
        all.add(beside(observation, observation.atMicros() + shift - late));
      }
      return all;
    }

    /** Now and then another value, or another component. */
    private Observation beside(Observation of, long atMicros) {
      boolean other = random.nextInt(5) == 0;
      return new Observation(
          of.measure(),
          of.subject(),
          random.nextInt(6) == 0 ? "SIM-" + random.nextInt(3) : of.component(),
          other ? of.valueE8() * (90 + random.nextInt(20)) / 100 : of.valueE8(),
          of.referenceE8(),
          atMicros,
          of.topic(),
          of.partition(),
          of.offset());
    }

    private FixedPolicy policy(long version) {
      int confirm = 1 + random.nextInt(3);
      FixedPolicy like =
          series.policy(
              series.badValue(),
              confirm,
              confirm + random.nextInt(3),
              random.nextLong(15 * MeasureSeries.SECOND),
              random.nextLong(15 * MeasureSeries.SECOND));
      return new FixedPolicy(like.values(), version);
    }

    /** Observes all, with repeats and time that passes; the hook runs before each observation. */
    private void go(Runnable hook, Consumer<RiskEdge> out) {
      Random pace = new Random(random.nextLong());
      for (int i = 0; i < observations.size(); i++) {
        if (pace.nextInt(40) == 0) {
          policy = policy(policy.version() + 1);
        }
        Observation next = observations.get(i);
        hook.run();
        if (pace.nextInt(3) == 0) {
          subject.advanceTo(next.atMicros() - 2_000_000 + pace.nextInt(8_000_000), policy, out);
        }
        subject.observe(next, policy, out);
        if (pace.nextInt(4) == 0) {
          subject.observe(observations.get(pace.nextInt(i + 1)), policy, out);
        }
      }
      subject.advanceTo(Long.MAX_VALUE, policy, out);
    }

    private List<RiskEdge> derivedAgain(RiskEdge edge) {
      List<RiskEdge> edges = new ArrayList<>();
      RiskSubject again = RiskSubject.read(edge.getEdge().getBefore().array());
      for (ObservedAt observed : edge.getEdge().getObservations()) {
        Observation original = observations.get((int) observed.getRecord().getOffset());
        assertThat(observed.getValueE8()).isEqualTo(original.valueE8());
        again.observe(MeasureTimes.at(original, observed.getAtMicros()), policy, edges::add);
      }
      again.advanceTo(edge.getEdge().getAtMicros(), policy, edges::add);
      return edges;
    }
  }

  @Property(tries = 40)
  void shouldDeriveEveryEdgeAgainFromItsEvidence(@ForAll long seed) {
    for (MeasureSeries series : MeasureSeries.values()) {
      Run run = new Run(series, seed);
      run.go(
          () -> {},
          edge -> {
            if (edge.getEdge().getKind() != EdgeKind.STEADY) {
              assertThat(run.derivedAgain(edge)).as(series.name()).contains(edge);
            }
          });
    }
  }

  @Property(tries = 40)
  void shouldGoOnFromItsPagesAtAnyPoint(@ForAll long seed) {
    for (MeasureSeries series : MeasureSeries.values()) {
      List<RiskEdge> expected = new ArrayList<>();
      new Run(series, seed).go(() -> {}, expected::add);
      List<RiskEdge> edges = new ArrayList<>();
      Run restarted = new Run(series, seed);
      Random restarts = new Random(~seed);

      restarted.go(
          () -> {
            if (restarts.nextInt(10) == 0) {
              byte[] page = restarted.subject.write();
              restarted.subject = RiskSubject.read(page);
              assertThat(restarted.subject.write()).as(series.name()).isEqualTo(page);
            }
          },
          edges::add);

      assertThat(edges).as(series.name()).isEqualTo(expected);
    }
  }

  @Property(tries = 40)
  void shouldAlternateBetweenRaisedAndClear(@ForAll long seed) {
    for (MeasureSeries series : MeasureSeries.values()) {
      List<RiskEdge> edges = new ArrayList<>();
      Run run = new Run(series, seed);
      run.go(() -> {}, edges::add);

      for (String component : edges.stream().map(e -> e.getEdge().getComponent()).toList()) {
        StringBuilder kinds = new StringBuilder();
        edges.stream()
            .map(RiskEdge::getEdge)
            .filter(edge -> edge.getComponent().equals(component))
            .filter(edge -> edge.getKind() != EdgeKind.STEADY)
            .forEach(edge -> kinds.append(edge.getKind().name().charAt(0)));
        assertThat(kinds).as(series.name()).matches("(W|WBH?C)*(W|WB|WBH)?");
      }
    }
  }
}
