package io.hedgerow.simulator.market;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the executor, the ledger and operations of a sound desk report of themselves: one fact,
 * measured again and again (TRIG-2, TRIG-8, TRIG-13, TRIG-14, TRIG-15).
 */
final class ObservationSource implements RecordSource {

  /**
   * One fact.
   *
   * @param venue of whom it is asked; null: we know it ourselves
   * @param subject see {@code RiskObservation}
   * @param component see {@code RiskObservation}
   */
  record Fact(SimulatedVenue venue, ObservationKind kind, String subject, String component) {

    private static Fact of(SimulatedVenue venue, ObservationKind kind, String part) {
      return new Fact(venue, kind, InstrumentKey.of(venue.id(), part), "");
    }

    /** {@code MARGIN SIM-ALPHA|main}: no two facts have the same. */
    String key() {
      return component.isEmpty() ? kind + " " + subject : kind + " " + subject + " " + component;
    }
  }

  /** The account that each venue has. */
  static final String ACCOUNT = "main";

  private static final String SOURCE = "simulator";
  private static final long PERIOD_MICROS = 1_000_000;
  private static final long TRANSFER_PERIOD_MICROS = 20_000_000;
  private static final int PERCENT = 100;

  /** 1.2: more than twice the maintenance requirement. */
  private static final long BUFFER_E8 = 120_000_000;

  private static final long LARGEST_BUFFER_NOISE_E8 = 2_000_000;

  /** 0.01 % of the notional. */
  private static final long BASIS_POINT_E8 = 10_000;

  private static final long SECOND_E8 = 100_000_000;
  private static final long BITCOIN_TARGET_E8 = 3_600 * SECOND_E8;
  private static final long TARGET_E8 = 600 * SECOND_E8;

  private final Fact fact;
  private final RandomGenerator random;
  private final long periodMicros;
  private long nextAtMicros;

  ObservationSource(Fact fact, RandomGenerator random, long startMicros) {
    this.fact = fact;
    this.random = random;
    this.periodMicros =
        fact.kind() == ObservationKind.SETTLEMENT ? TRANSFER_PERIOD_MICROS : PERIOD_MICROS;
    this.nextAtMicros = startMicros + random.nextLong(periodMicros);
  }

  /** All that is reported where these assets are traded. */
  static List<Fact> facts(List<SimulatedAsset> assets) {
    List<Fact> facts = new ArrayList<>();
    for (SimulatedVenue venue : SimulatedVenue.values()) {
      facts.add(Fact.of(venue, ObservationKind.RECONCILIATION, ACCOUNT));
      facts.add(Fact.of(venue, ObservationKind.MARGIN, ACCOUNT));
      assets.forEach(
          asset -> facts.add(Fact.of(venue, ObservationKind.SETTLEMENT, asset.symbol())));
    }
    for (SimulatedAsset asset : assets) {
      for (String route : routes()) {
        facts.add(new Fact(null, ObservationKind.EXECUTION_COST, asset.symbol(), route));
      }
    }
    facts.add(new Fact(null, ObservationKind.INTEGRITY, "fast-path", "build-hash"));
    return facts;
  }

  /** From each venue to the next: {@code SIM-ALPHA>SIM-BRAVO}. */
  static List<String> routes() {
    SimulatedVenue[] venues = SimulatedVenue.values();
    List<String> routes = new ArrayList<>();
    for (int i = 0; i < venues.length; i++) {
      routes.add(venues[i].id() + ">" + venues[(i + 1) % venues.length].id());
    }
    return routes;
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    Long referenceE8 = referenceE8();
    out.accept(
        RiskObservation.newBuilder()
            .setKind(fact.kind())
            .setSubject(fact.subject())
            .setComponent(fact.component())
            .setValueE8(valueE8(referenceE8))
            .setReferenceE8(referenceE8)
            .setSource(SOURCE)
            .setReceivedAtMicros(nextAtMicros)
            .setEventId(EventIds.of("RiskObservation", fact.key(), nextAtMicros))
            .build());
    nextAtMicros += periodMicros;
  }

  private Long referenceE8() {
    return switch (fact.kind()) {
      case EXECUTION_COST -> random.nextLong(8 * BASIS_POINT_E8, 10 * BASIS_POINT_E8 + 1);
      case SETTLEMENT ->
          InstrumentKey.instrumentOf(fact.subject()).equals("BTC") ? BITCOIN_TARGET_E8 : TARGET_E8;
      default -> null;
    };
  }

  private long valueE8(Long referenceE8) {
    return switch (fact.kind()) {
      case EXECUTION_COST -> random.nextLong(4 * BASIS_POINT_E8, 6 * BASIS_POINT_E8 + 1);
      case SETTLEMENT -> referenceE8 / PERCENT * random.nextLong(20, 90);
      case MARGIN ->
          BUFFER_E8 + random.nextLong(-LARGEST_BUFFER_NOISE_E8, LARGEST_BUFFER_NOISE_E8 + 1);
      case RECONCILIATION, INTEGRITY, CONTROL -> 0;
    };
  }
}
