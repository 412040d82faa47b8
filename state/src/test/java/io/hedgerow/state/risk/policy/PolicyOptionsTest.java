package io.hedgerow.state.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Unit;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyOptionsTest {

  @Test
  void shouldHaveEachNameOnce() {
    assertThat(PolicyOptions.all())
        .hasSize(9 * Measure.values().length + MachinePolicy.class.getRecordComponents().length)
        .extracting(PolicyOption::name)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(PolicyOptions.named(name)).get().isNotNull());
  }

  @Test
  void shouldFollowTheOrderOfTheMachinesPolicy() {
    List<String> components =
        List.of(MachinePolicy.class.getRecordComponents()).stream()
            .map(component -> component.getName().replaceAll("(Micros|Millis)$", ""))
            .toList();

    assertThat(PolicyOptions.ofMachine())
        .extracting(option -> camelCase(option.part()))
        .isEqualTo(components);
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  @Tag("RISK-2")
  void shouldHaveNineOptionsOfAMeasureInItsUnits(Measure measure) {
    String unit = measure.unit().text();

    assertThat(PolicyOptions.of(measure))
        .extracting(option -> option.part() + " " + option.unit().text())
        .containsExactly(
            "warn " + unit,
            "breach " + unit,
            "clear " + unit,
            "confirm count",
            "of count",
            "hold s",
            "dwell s",
            "window s",
            "within s");
    assertThat(PolicyOptions.of(measure))
        .allMatch(option -> option.requirement().equals(measure.requirement()))
        .allMatch(option -> option.measure().orElseThrow() == measure);
  }

  @Test
  void shouldDescribeEveryOptionInOneSentence() {
    assertThat(PolicyOptions.all())
        .allSatisfy(
            option ->
                assertThat(option.description())
                    .as(option.name())
                    .matches("[A-Z].*[.]")
                    .hasSizeLessThan(130));
    assertThat(PolicyOptions.all())
        .filteredOn(option -> option.part().matches("warn|breach|clear"))
        .extracting(PolicyOption::description)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldHoldTheDefaultInsideTheRange() {
    assertThat(PolicyOptions.all())
        .allMatch(option -> option.min() <= option.standard())
        .allMatch(option -> option.standard() <= option.max());
  }

  /** A policy scales thresholds by 10⁸ and seconds by 10⁶. */
  @Test
  void shouldHaveRoomForTheScale() {
    assertThat(PolicyOptions.all())
        .allSatisfy(
            option -> {
              assertThatCode(() -> Math.multiplyExact(option.max(), 100_000_000L))
                  .as(option.name())
                  .doesNotThrowAnyException();
            });
  }

  @Test
  void shouldSayTheUnitInTheKeyOfTheFile() {
    assertThat(PolicyOptions.named("realized-volatility.breach").orElseThrow().key())
        .isEqualTo("breach-ppm");
    assertThat(PolicyOptions.named("api-latency.warn").orElseThrow().key()).isEqualTo("warn-ms");
    assertThat(PolicyOptions.named("api-latency.hold").orElseThrow().key()).isEqualTo("hold-s");
    assertThat(PolicyOptions.named("api-latency.confirm").orElseThrow().key()).isEqualTo("confirm");
    assertThat(PolicyOptions.all().stream().filter(PolicyOption::flag))
        .allMatch(option -> option.unit() == Unit.COUNT && option.max() == 1)
        .extracting(PolicyOption::key)
        .containsExactly("reduce-in-bscb", "reduce-in-dmm");
  }

  @Test
  void shouldShipAValidPolicy() {
    Policy policy = Policy.of(PolicyRecords.standard());

    assertThat(policy.of(Measure.REALIZED_VOLATILITY, "BTC"))
        .isEqualTo(
            new MeasurePolicy(
                4_000, 8_000, 3_000, 3, 5, 10_000_000L, 60_000_000L, 300_000_000L, 600_000_000L));
    assertThat(policy.machine())
        .isEqualTo(
            new MachinePolicy(
                3,
                3_600_000_000L,
                60_000_000L,
                300_000_000L,
                60_000_000L,
                5_000_000L,
                900_000_000L,
                5_000L,
                true,
                false));
  }

  private static String camelCase(String part) {
    StringBuilder text = new StringBuilder();
    for (String word : part.split("-")) {
      text.append(
          text.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
    }
    return text.toString();
  }
}
