package io.hedgerow.jobs.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.topics.Topic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A uid is a savepoint's address: changing one loses its state. */
class SignalsUidTest {

  @Test
  void shouldNeverChange() {
    assertThat(Arrays.stream(SignalsUid.values()).map(SignalsUid::uid))
        .containsExactly(
            "signals/read",
            "signals/check",
            "signals/to-assets",
            "signals/decode-policies",
            "signals/signals",
            "signals/write-signals",
            "signals/write-dead-letters");
    assertThat(SignalsOnKafka.INPUTS.stream().map(SignalsUid.READ::of))
        .containsExactly(
            "signals/read-market-reference",
            "signals/read-state-depth",
            "signals/read-state-funding",
            "signals/read-state-chains",
            "signals/read-venue-accounts",
            "signals/read-risk-triggers",
            "signals/read-risk-policy");
    assertThat(SignalsUid.CHECK.of(Topic.STATE_DEPTH)).isEqualTo("signals/check-state-depth");
    assertThat(SignalsUid.TO_ASSETS.of(Topic.STATE_DEPTH))
        .isEqualTo("signals/to-assets-state-depth");
  }
}
