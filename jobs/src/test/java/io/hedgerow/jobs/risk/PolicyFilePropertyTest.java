package io.hedgerow.jobs.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyValue;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.policy.PolicyOption;
import io.hedgerow.state.risk.policy.PolicyOptions;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class PolicyFilePropertyTest {

  private static final List<String> NAMES =
      List.of("SOL", "NO", "12", "true", "~", "a: b # c", "\"\\", "é\n\t", "SIM-ALPHA|BTC-USDT");

  @Property(tries = 200)
  void shouldComeBackEqualFromItsText(@ForAll long seed) {
    RiskPolicy policy = policy(new Random(seed));

    assertThat(PolicyFile.parse(PolicyText.of(policy))).isEqualTo(policy);
  }

  private static RiskPolicy policy(Random random) {
    List<PolicyValue> values = new ArrayList<>();
    PolicyOptions.all().forEach(option -> values.add(option.value("", value(option, random))));
    List<PolicyOption> options =
        new ArrayList<>(
            Stream.of(Measure.values()).flatMap(m -> PolicyOptions.of(m).stream()).toList());
    for (int subject = 0; subject < random.nextInt(4); subject++) {
      String name = NAMES.get(subject);
      Collections.shuffle(options, random);
      options.subList(0, random.nextInt(6)).stream()
          .map(option -> option.value(name, value(option, random)))
          .forEach(values::add);
    }
    return PolicyRecords.draft(
        values,
        Stream.generate(() -> operator(random)).limit(random.nextInt(4)).toList(),
        names(random),
        names(random),
        names(random));
  }

  private static List<String> names(Random random) {
    return Stream.generate(() -> name(random)).limit(random.nextInt(4)).toList();
  }

  private static OperatorKey operator(Random random) {
    List<OperatorRole> roles = new ArrayList<>(List.of(OperatorRole.values()));
    Collections.shuffle(roles, random);
    return new OperatorKey(
        name(random), name(random), name(random), roles.subList(0, random.nextInt(4)));
  }

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static long value(PolicyOption option, Random random) {
    return option.flag() ? random.nextInt(2) : random.nextLong();
  }
}
