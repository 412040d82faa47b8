package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The name of a build in acknowledgements. */
@Tag("RISK-3")
class BuildIdTest {

  @Test
  void shouldNameTheSameBuildTheSame() {
    assertThat(BuildId.ofThisBuild()).matches("[0-9a-f]{12}").isEqualTo(BuildId.ofThisBuild());
  }
}
