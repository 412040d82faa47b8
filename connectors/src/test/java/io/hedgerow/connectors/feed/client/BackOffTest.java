package io.hedgerow.connectors.feed.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  /** Always the largest number, or always the smallest. */
  private static RandomGenerator always(boolean largest) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public long nextLong(long bound) {
        return largest ? bound - 1 : 0;
      }
    };
  }

  @Test
  void shouldDoubleUpToItsLimit() {
    BackOff longest = new BackOff(FIRST, LONGEST, always(true));
    BackOff shortest = new BackOff(FIRST, LONGEST, always(false));

    assertThat(IntStream.rangeClosed(1, 6).mapToLong(n -> longest.delayNanos(n) / 1_000_000))
        .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L);
    assertThat(IntStream.rangeClosed(1, 6).mapToLong(n -> shortest.delayNanos(n) / 1_000_000))
        .containsExactly(50L, 100L, 200L, 400L, 500L, 500L);
    assertThat(longest.delayNanos(Integer.MAX_VALUE)).isEqualTo(LONGEST.toNanos());
  }

  @Test
  void shouldWaitAsItsRandomNumbersSay() {
    BackOff one = new BackOff(FIRST, LONGEST, new SplittableRandom(5));
    BackOff other = new BackOff(FIRST, LONGEST, new SplittableRandom(5));

    assertThat(IntStream.range(1, 20).mapToObj(one::delayNanos).toList())
        .isEqualTo(IntStream.range(1, 20).mapToObj(other::delayNanos).toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseWaitsThatAreNone() {
    assertThatThrownBy(() -> new BackOff(Duration.ZERO, LONGEST, new SplittableRandom(1)))
        .hasMessage(
            "expected a positive first wait and a longest one not below it, saw PT0S and PT1S");
  }
}
