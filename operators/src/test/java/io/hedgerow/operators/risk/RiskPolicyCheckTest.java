package io.hedgerow.operators.risk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.wire.InputRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which policies reach the machine. */
class RiskPolicyCheckTest {

  private static final long NOW = 1_750_000_000_000_000L;
  private static final long AHEAD = 5_000_000;

  private static DeadLetterReason refuse(long publishedAtMicros, String key) {
    RiskPolicy policy = Policies.live(1, 0, Map.of());
    policy.setPublishedAtMicros(publishedAtMicros);
    InputRecord record = new InputRecord();
    record.key = key.getBytes(UTF_8);
    record.value = RecordCodec.encode(policy);
    return RiskInputChecks.policies().refuse(record, NOW);
  }

  @Test
  void shouldRefuseWhatIsPublishedInTheFuture() {
    assertThat(refuse(0, "live")).isNull();
    assertThat(refuse(Long.MIN_VALUE, "live")).as("for the machine to refuse").isNull();
    assertThat(refuse(NOW + AHEAD, "live")).isNull();
    assertThat(refuse(NOW + AHEAD + 1, "live")).isEqualTo(DeadLetterReason.IMPOSSIBLE_TIME);
    assertThat(refuse(Long.MAX_VALUE, "live")).isEqualTo(DeadLetterReason.IMPOSSIBLE_TIME);
  }

  @Test
  void shouldRefuseAnotherKeyThanItsId() {
    assertThat(refuse(0, "shadow")).isEqualTo(DeadLetterReason.WRONG_KEY);
  }
}
