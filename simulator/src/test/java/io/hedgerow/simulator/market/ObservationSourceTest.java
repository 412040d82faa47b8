package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ObservationSourceTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final int SECONDS = 60;

  @Test
  void shouldReportEachFactEachSecondAndEachTransferNowAndThen() {
    Map<String, Long> expected = new TreeMap<>();
    for (String venue : List.of("SIM-ALPHA", "SIM-BRAVO", "SIM-CHARLIE")) {
      expected.put("RECONCILIATION " + venue + "|main ", 60L);
      expected.put("MARGIN " + venue + "|main ", 60L);
      for (String asset : List.of("BTC", "ETH", "SOL", "PAXG")) {
        expected.put("SETTLEMENT " + venue + "|" + asset + " ", 3L);
      }
    }
    for (String asset : List.of("BTC", "ETH", "SOL", "PAXG")) {
      expected.put("EXECUTION_COST " + asset + " SIM-ALPHA>SIM-BRAVO", 60L);
      expected.put("EXECUTION_COST " + asset + " SIM-BRAVO>SIM-CHARLIE", 60L);
      expected.put("EXECUTION_COST " + asset + " SIM-CHARLIE>SIM-ALPHA", 60L);
    }
    expected.put("INTEGRITY fast-path build-hash", 60L);

    Map<String, Long> seen =
        firstMinute().stream()
            .collect(
                Collectors.groupingBy(
                    fact -> fact.getKind() + " " + fact.getSubject() + " " + fact.getComponent(),
                    TreeMap::new,
                    Collectors.counting()));

    assertThat(seen).isEqualTo(expected);
  }

  @Test
  @Tag("TRIG-2")
  void shouldEarnMoreThanItCosts() {
    assertThat(of(ObservationKind.EXECUTION_COST))
        .allSatisfy(
            fact -> {
              assertThat(fact.getValueE8()).isBetween(E8.parse("0.0004"), E8.parse("0.0006"));
              assertThat(fact.getReferenceE8()).isBetween(E8.parse("0.0008"), E8.parse("0.001"));
            });
  }

  @Test
  @Tag("TRIG-8")
  @Tag("SETTLE-2")
  void shouldSettleFasterThanTheTargetOfTheAsset() {
    assertThat(of(ObservationKind.SETTLEMENT))
        .allSatisfy(
            fact -> {
              boolean bitcoin = fact.getSubject().endsWith("|BTC");
              assertThat(fact.getReferenceE8()).isEqualTo(E8.parse(bitcoin ? "3600" : "600"));
              assertThat(fact.getValueE8()).isPositive().isLessThan(fact.getReferenceE8());
            });
  }

  @Test
  @Tag("TRIG-13")
  void shouldHaveAMarginBufferThatMovesALittle() {
    List<RiskObservation> margins = of(ObservationKind.MARGIN);

    assertThat(margins)
        .allSatisfy(
            fact -> assertThat(fact.getValueE8()).isBetween(E8.parse("1.18"), E8.parse("1.22")));
    assertThat(margins.stream().map(RiskObservation::getValueE8).distinct().count())
        .isGreaterThan(100);
  }

  @Test
  @Tag("TRIG-14")
  @Tag("TRIG-15")
  void shouldReconcileAndBeSound() {
    List<RiskObservation> facts = new ArrayList<>(of(ObservationKind.RECONCILIATION));
    facts.addAll(of(ObservationKind.INTEGRITY));

    assertThat(facts).allMatch(fact -> fact.getValueE8() == 0 && fact.getReferenceE8() == null);
  }

  private static List<RiskObservation> of(ObservationKind kind) {
    List<RiskObservation> facts =
        firstMinute().stream().filter(fact -> fact.getKind() == kind).toList();
    assertThat(facts).isNotEmpty();
    return facts;
  }

  private static List<RiskObservation> firstMinute() {
    return new MarketGenerator(MarketSettings.usual(7, START_MICROS))
        .step(START_MICROS + SECONDS * 1_000_000L - 1).stream()
            .filter(RiskObservation.class::isInstance)
            .map(RiskObservation.class::cast)
            .toList();
  }
}
