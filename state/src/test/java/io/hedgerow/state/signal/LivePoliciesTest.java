package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.SignalSamples.policy;
import static io.hedgerow.state.signal.SignalSamples.policyRecord;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times in µs, small enough to be read; 0 as a version: none is in force. */
@Tag("SIG-1")
class LivePoliciesTest {

  private final LivePolicies policies = new LivePolicies();

  @Test
  void shouldHaveNoneBeforeTheFirst() {
    assertThat(versionsAt(0, 99)).containsExactly(0L, 0L);
    assertThat(policies.nextChangeMicros(0)).isEqualTo(LivePolicies.NEVER);
  }

  @Test
  void shouldChangeAtOneMoment() {
    add(1, 10, 0);
    add(2, 20, 0);

    assertThat(versionsAt(9, 10, 19, 20, 1_000)).containsExactly(0L, 1L, 1L, 2L, 2L);
    assertThat(policies.nextChangeMicros(9)).isEqualTo(10);
    assertThat(policies.nextChangeMicros(10)).isEqualTo(20);
    assertThat(policies.nextChangeMicros(20)).isEqualTo(LivePolicies.NEVER);
  }

  @Test
  void shouldTakeNoEffectInTheTimeThatHasPassed() {
    add(1, 0, 0);
    add(2, 5, 50);

    assertThat(versionsAt(5, 49, 50)).containsExactly(1L, 1L, 2L);
  }

  @Test
  void shouldReplaceWhatWasToComeAfterIt() {
    add(1, 0, 0);
    add(2, 50, 0);
    add(3, 30, 0);

    assertThat(versionsAt(29, 30, 50)).containsExactly(1L, 3L, 3L);
  }

  @Test
  void shouldIgnoreWhatIsNotNewerOrOnlyTried() {
    add(2, 10, 0);
    assertThat(add(2, 20, 0)).isFalse();
    assertThat(add(1, 20, 0)).isFalse();
    RiskPolicy shadow =
        PolicyRecords.publish(policyRecord(3, 20, Map.of()), PolicyMode.SHADOW, 3, 20, 20, "test");
    assertThat(policies.add(Policy.of(shadow), 0)).isFalse();
    assertThat(policies.close(shadow, 0)).isFalse();
    assertThat(policies.close(invalid(2, 20), 0)).isFalse();

    assertThat(versionsAt(10, 99)).containsExactly(2L, 2L);
  }

  @Test
  void shouldCloseUntilANewerValidOne() {
    add(1, 0, 0);
    add(2, 40, 0);
    assertThat(policies.close(invalid(3, 20), 0)).isTrue();
    assertThat(versionsAt(19, 20, 40)).containsExactly(1L, 0L, 0L);
    assertThat(add(2, 50, 0)).isFalse();

    add(4, 60, 0);
    assertThat(versionsAt(59, 60)).containsExactly(0L, 4L);
  }

  @Test
  void shouldNotBeClosedForEverByAVersionThatNoneMayHave() {
    add(1, 0, 0);
    policies.close(invalid(Long.MAX_VALUE, 20), 0);
    assertThat(versionsAt(19, 20)).containsExactly(1L, 0L);

    assertThat(add(2, 30, 0)).isTrue();
    assertThat(versionsAt(29, 30)).containsExactly(0L, 2L);
  }

  @Test
  void shouldNotBeClosedForEverByTheHighestVersion() {
    add(1, 0, 0);
    assertThat(policies.close(invalid(PolicyRecords.MAX_VERSION, 20), 0)).isTrue();

    assertThat(add(2, 30, 0)).isTrue();
    assertThat(versionsAt(19, 20, 29, 30)).containsExactly(1L, 0L, 0L, 2L);
  }

  @Test
  void shouldHoldNoMoreThanOneOfAVersionOutOfRange() {
    add(1, 0, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(policies.close(invalid(PolicyRecords.MAX_VERSION + i, 50 + i), 0))
          .as("only the first closes")
          .isEqualTo(i == 0);
    }
    assertThat(policies.records().keySet()).containsExactly(0L, 50L);

    assertThat(policies.close(invalid(Long.MAX_VALUE, 40), 0)).as("an earlier one").isTrue();
    assertThat(policies.records().keySet()).containsExactly(0L, 40L);
    assertThat(versionsAt(39, 40, 50)).containsExactly(1L, 0L, 0L);
  }

  @Test
  void shouldCloseAgainOnceTheOneBeforeWasEnded() {
    policies.close(invalid(Long.MAX_VALUE, 20), 0);
    add(1, 30, 0);
    policies.forgetBefore(30);

    assertThat(policies.close(invalid(Long.MAX_VALUE, 40), 31)).isTrue();
    assertThat(versionsAt(30, 40)).containsExactly(1L, 0L);
  }

  /** One that is to take effect in a far future is refused when it comes. */
  @Test
  void shouldCloseAtOnceByOneThatComesTooEarly() {
    add(1, 0, 0);
    RiskPolicy far = policyRecord(2, 7 * 86_400_000_000L + 31, Map.of());
    far.setPublishedAtMicros(30L);
    policies.close(far, 0);

    assertThat(versionsAt(29, 30)).containsExactly(1L, 0L);
  }

  @Test
  @Tag("RISK-5")
  void shouldComeBackEqualFromItsRecords() {
    add(1, 5, 10);
    policies.close(invalid(2, 20), 0);
    add(3, 30, 0);
    LivePolicies read = new LivePolicies();
    policies
        .records()
        .forEach(
            (micros, record) -> {
              if (record.getVersion() == 2) {
                assertThat(record.getValues()).as("nothing of what was refused").isEmpty();
                read.close(record, micros);
              } else {
                read.add(Policy.of(record), micros);
              }
            });

    assertThat(read.records()).isEqualTo(policies.records());
    assertThat(versionsAt(read, 9, 10, 20, 30)).containsExactly(0L, 1L, 0L, 3L);
    assertThat(read.add(policy(3, 40, Map.of()), 0)).isFalse();
  }

  @Test
  void shouldForgetWhatWasReplacedBefore() {
    add(1, 10, 0);
    add(2, 20, 0);
    add(3, 30, 0);
    policies.forgetBefore(20);

    assertThat(policies.records().keySet()).containsExactly(20L, 30L);
    policies.forgetBefore(99);
    assertThat(policies.records().keySet()).containsExactly(30L);
  }

  private boolean add(long version, long effectiveMicros, long earliestMicros) {
    return policies.add(policy(version, effectiveMicros, Map.of()), earliestMicros);
  }

  private static RiskPolicy invalid(long version, long effectiveMicros) {
    return policyRecord(version, effectiveMicros, Map.of("alpha.max-slippage", 3_001L));
  }

  private List<Long> versionsAt(long... micros) {
    return versionsAt(policies, micros);
  }

  private static List<Long> versionsAt(LivePolicies of, long... micros) {
    return LongStream.of(micros)
        .mapToObj(of::at)
        .map(policy -> policy == null ? 0L : policy.record().getVersion())
        .toList();
  }
}
