package io.hedgerow.state.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.gate.GateLimits;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("GATE-1")
@Tag("ORD-3")
class GateOptionsTest {

  static Stream<PolicyOption> options() {
    return GateOptions.all().stream();
  }

  @Test
  void shouldShipWhatTheRequirementsAskFor() {
    GateLimits limits = Policy.of(PolicyRecords.standard()).gate();

    assertThat(limits.version()).isEqualTo(1);
    assertThat(limits.ages().bookMicros()).isEqualTo(2_000_000);
    assertThat(limits.ages().reconciliationMicros()).isEqualTo(300_000_000);
    assertThat(limits.caps().venueE8()).isEqualTo(5_000_000 * E8.ONE);
    assertThat(limits.costs().maxImpactPpm()).isEqualTo(GateLimits.CEILING_PPM);
  }

  @ParameterizedTest
  @MethodSource("options")
  void shouldEachBeOneLimit(PolicyOption option) throws ReflectiveOperationException {
    long other = option.standard() == option.min() ? option.min() + 1 : option.min();
    List<Object> before = valuesOf(Policy.of(PolicyRecords.standard()).gate());

    List<Object> after = valuesOf(Policy.of(with(option, other)).gate());

    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).equals(after.get(i))) {
        changed.add(i);
      }
    }
    assertThat(changed).containsExactly(GateOptions.all().indexOf(option));
  }

  private static RiskPolicy with(PolicyOption option, long value) {
    RiskPolicy standard = PolicyRecords.standard();
    List<PolicyValue> values =
        standard.getValues().stream()
            .map(each -> each.getOption().equals(option.name()) ? option.value("", value) : each)
            .toList();
    return RiskPolicy.newBuilder(standard).setValues(values).build();
  }

  /** All limits in the order of their declaration, without the version. */
  private static List<Object> valuesOf(GateLimits limits) throws ReflectiveOperationException {
    List<Object> values = new ArrayList<>();
    for (RecordComponent part : GateLimits.class.getRecordComponents()) {
      Object section = part.getAccessor().invoke(limits);
      if (section instanceof Record) {
        for (RecordComponent component : section.getClass().getRecordComponents()) {
          values.add(component.getAccessor().invoke(section));
        }
      }
    }
    return values;
  }
}
