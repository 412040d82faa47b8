package io.hedgerow.state.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Unit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyOptionsTest {

  @Test
  void shouldHaveEachNameOnce() {
    assertThat(PolicyOptions.all())
        .hasSize(9 * Measure.values().length + ofSections())
        .extracting(PolicyOption::name)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(PolicyOptions.named(name)).get().isNotNull());
  }

  private static int ofSections() {
    return Arrays.stream(PolicySection.values())
        .mapToInt(
            section ->
                section == PolicySection.GATE
                    ? GateOptions.all().size()
                    : recordOf(section).getRecordComponents().length)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(value = PolicySection.class, mode = EnumSource.Mode.EXCLUDE, names = "GATE")
  void shouldFollowTheOrderOfTheRecordOfTheSection(PolicySection section) {
    List<String> components =
        List.of(recordOf(section).getRecordComponents()).stream()
            .map(component -> component.getName().replaceAll("(Micros|Millis|Ppm|Hours)$", ""))
            .toList();

    assertThat(PolicyOptions.of(section))
        .allMatch(option -> option.measure().isEmpty())
        .extracting(option -> camelCase(option.part()))
        .isEqualTo(components);
  }

  private static Class<?> recordOf(PolicySection section) {
    return switch (section) {
      case MACHINE -> MachinePolicy.class;
      case ALPHA -> SignalPolicy.Alpha.class;
      case FUNDING_CARRY -> SignalPolicy.FundingCarry.class;
      case REDUCTION -> SignalPolicy.Reduction.class;
      case ROUTING -> SignalPolicy.Routing.class;
      case GATE -> throw new IllegalArgumentException("see GateOptionsTest");
    };
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
    assertThat(PolicyOptions.named("funding-carry.hold").orElseThrow().key()).isEqualTo("hold-h");
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
    assertThat(policy.signals())
        .isEqualTo(
            new SignalPolicy(
                new SignalPolicy.Alpha(100, 3_000, 50, 2_000_000L, 60_000_000L, 2_000_000L),
                new SignalPolicy.FundingCarry(
                    300_000_000L, 5, 72, 1_000, 50, 600_000_000L, 14_400_000_000L, 10_000_000L),
                new SignalPolicy.Reduction(
                    300_000, 250_000, 3_000, 120_000_000L, 60_000_000L, 5_000_000L),
                new SignalPolicy.Routing(1_800_000_000L, 10, 20, 120_000_000L)));
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
