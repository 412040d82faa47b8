package io.hedgerow.jobs.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetworkStateUidTest {

  /** A savepoint finds its state under these: one that changes is state that is lost. */
  @Test
  void shouldKeepTheUidsOfEveryRelease() {
    assertThat(Arrays.stream(NetworkStateUid.values()).map(NetworkStateUid::uid))
        .doesNotHaveDuplicates()
        .containsExactly(
            "network-state/read-books",
            "network-state/check-books",
            "network-state/keep-books",
            "network-state/write-depth",
            "network-state/read-funding",
            "network-state/check-funding",
            "network-state/keep-funding",
            "network-state/write-funding",
            "network-state/read-venues",
            "network-state/check-venues",
            "network-state/wrap-venue-samples",
            "network-state/wrap-clock-samples",
            "network-state/keep-venues",
            "network-state/write-venues",
            "network-state/read-chains",
            "network-state/check-chains",
            "network-state/keep-chains",
            "network-state/write-chains",
            "network-state/read-accounts",
            "network-state/check-accounts",
            "network-state/keep-accounts",
            "network-state/write-margin",
            "network-state/write-alerts",
            "network-state/write-dead-letters");
  }
}
