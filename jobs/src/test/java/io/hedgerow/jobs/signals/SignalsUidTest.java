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
            "signals/signals",
            "signals/write-signals",
            "signals/write-dead-letters");
    assertThat(SignalsUid.READ.of(Topic.STATE_DEPTH)).isEqualTo("signals/read-state-depth");
  }
}
