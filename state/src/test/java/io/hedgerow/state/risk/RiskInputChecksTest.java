package io.hedgerow.state.risk;

import static io.hedgerow.schemas.codec.DeadLetterReason.IMPOSSIBLE_TIME;
import static io.hedgerow.schemas.codec.DeadLetterReason.INVALID_FIELD;
import static io.hedgerow.schemas.codec.DeadLetterReason.OUT_OF_RANGE;
import static io.hedgerow.schemas.codec.DeadLetterReason.PRICE_NOT_POSITIVE;
import static io.hedgerow.schemas.codec.DeadLetterReason.QUANTITY_NEGATIVE;
import static io.hedgerow.schemas.codec.DeadLetterReason.WRONG_KEY;
import static io.hedgerow.schemas.risk.ObservationKind.CONTROL;
import static io.hedgerow.schemas.risk.ObservationKind.EXECUTION_COST;
import static io.hedgerow.schemas.risk.ObservationKind.INTEGRITY;
import static io.hedgerow.schemas.risk.ObservationKind.MARGIN;
import static io.hedgerow.schemas.risk.ObservationKind.RECONCILIATION;
import static io.hedgerow.schemas.risk.ObservationKind.SETTLEMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RiskInputChecksTest {

  private static final long NOW = MeasureSeries.T0;
  private static final String ID = EventIds.of("any", "key", 1);

  private static DeadLetterReason fact(ObservationKind kind, Consumer<RiskObservation> change) {
    RiskObservation fact =
        switch (kind) {
          case EXECUTION_COST -> of(kind, "BTC", "SIM-ALPHA>SIM-BETA", 10L);
          case SETTLEMENT -> of(kind, "SIM-ALPHA|BTC", "", 60 * E8.ONE);
          case MARGIN, RECONCILIATION -> of(kind, "SIM-ALPHA|MAIN", "", null);
          case INTEGRITY, CONTROL -> of(kind, "fast-path", "rule-1", null);
        };
    String key = fact.getSubject();
    change.accept(fact);
    return RiskObservationCheck.refuse(fact, key, NOW);
  }

  private static RiskObservation of(
      ObservationKind kind, String subject, String component, Long reference) {
    return new RiskObservation(kind, subject, component, E8.ONE, reference, "hedge", NOW, ID);
  }

  @Test
  void shouldPassFactsOfEveryKind() {
    for (ObservationKind kind : ObservationKind.values()) {
      assertThat(fact(kind, f -> {})).as("%s", kind).isNull();
      assertThat(fact(kind, f -> f.setValueE8(0))).as("%s", kind).isNull();
    }
    assertThat(fact(EXECUTION_COST, f -> f.setReferenceE8(-10L))).isNull();
    assertThat(fact(MARGIN, f -> f.setValueE8(-1))).isNull();
  }

  @Test
  void shouldRefuseFactsThatCannotBe() {
    for (ObservationKind kind : ObservationKind.values()) {
      assertThat(fact(kind, f -> f.setSubject(""))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setSubject("a b|c"))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setSubject("X".repeat(129)))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setComponent("x".repeat(129)))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setSource(""))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setEventId("1"))).isEqualTo(INVALID_FIELD);
      assertThat(fact(kind, f -> f.setReceivedAtMicros(NOW + 5_000_001)))
          .isEqualTo(IMPOSSIBLE_TIME);
      assertThat(fact(kind, f -> f.setReceivedAtMicros(1))).isEqualTo(IMPOSSIBLE_TIME);
      assertThat(fact(kind, f -> f.setValueE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
      assertThat(fact(kind, f -> f.setValueE8(Long.MIN_VALUE))).isEqualTo(OUT_OF_RANGE);
    }
    assertThat(fact(MARGIN, f -> f.setSubject("OTHER|MAIN"))).isEqualTo(WRONG_KEY);
    assertThat(fact(MARGIN, f -> f.setSubject("MAIN"))).isEqualTo(INVALID_FIELD);
    assertThat(fact(SETTLEMENT, f -> f.setComponent("x"))).isEqualTo(INVALID_FIELD);
    assertThat(fact(CONTROL, f -> f.setComponent(""))).isEqualTo(INVALID_FIELD);
    assertThat(fact(RECONCILIATION, f -> f.setValueE8(-1))).isEqualTo(OUT_OF_RANGE);
    assertThat(fact(INTEGRITY, f -> f.setValueE8(2))).isEqualTo(OUT_OF_RANGE);
    assertThat(fact(SETTLEMENT, f -> f.setValueE8(-1))).isEqualTo(OUT_OF_RANGE);
  }

  @Test
  void shouldWantAReferenceWhereOneIsMeant() {
    assertThat(fact(EXECUTION_COST, f -> f.setReferenceE8(null))).isEqualTo(INVALID_FIELD);
    assertThat(fact(SETTLEMENT, f -> f.setReferenceE8(null))).isEqualTo(INVALID_FIELD);
    assertThat(fact(SETTLEMENT, f -> f.setReferenceE8(0L))).isEqualTo(OUT_OF_RANGE);
    for (ObservationKind kind : List.of(MARGIN, RECONCILIATION, INTEGRITY, CONTROL)) {
      assertThat(fact(kind, f -> f.setReferenceE8(1L))).isEqualTo(INVALID_FIELD);
    }
  }

  private static DeadLetterReason view(Consumer<DepthView> change) {
    DepthView view = DepthViews.live("SIM-ALPHA", "BTC-USDT", NOW);
    change.accept(view);
    return DepthViewCheck.refuse(view, "SIM-ALPHA|BTC-USDT", NOW);
  }

  @Test
  void shouldRefuseViewsThatCannotBe() {
    List<DepthLevel> negative = List.of(new DepthLevel(1L, 1L, -1L, 1L));

    assertThat(view(v -> {})).isNull();
    assertThat(view(v -> v.setVenue("OKX"))).isEqualTo(WRONG_KEY);
    assertThat(view(v -> v.setInstrument("btc"))).isEqualTo(INVALID_FIELD);
    assertThat(view(v -> v.setEventId(""))).isEqualTo(INVALID_FIELD);
    assertThat(view(v -> v.setVersion(-1))).isEqualTo(INVALID_FIELD);
    assertThat(view(v -> v.setVenueTimeMicros(-2))).isEqualTo(INVALID_FIELD);
    assertThat(view(v -> v.setReceivedAtMicros(0))).isEqualTo(IMPOSSIBLE_TIME);
    assertThat(view(v -> v.setReferencePriceE8(0))).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(view(v -> v.setReferencePriceE8(-1))).isEqualTo(PRICE_NOT_POSITIVE);
    assertThat(view(v -> v.setReferencePriceE8(Long.MAX_VALUE))).isEqualTo(OUT_OF_RANGE);
    assertThat(view(v -> v.setBids(negative))).isEqualTo(QUANTITY_NEGATIVE);
    assertThat(view(v -> v.setAsks(negative))).isEqualTo(QUANTITY_NEGATIVE);
  }

  @Test
  void shouldPassViewsWithoutAMiddle() {
    assertThat(
            view(
                v -> {
                  v.setReferencePriceE8(0);
                  v.setBestBidPriceE8(0);
                  v.setBids(List.of());
                }))
        .isNull();
    assertThat(
            view(
                v -> {
                  v.setReferencePriceE8(0);
                  v.setValidity(BookValidity.GAP);
                }))
        .isNull();
  }
}
