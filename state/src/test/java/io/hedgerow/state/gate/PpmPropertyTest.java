package io.hedgerow.state.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;

@Tag("GATE-2")
class PpmPropertyTest {

  @Property(tries = 5_000)
  void shouldCompareExactlyOverTheWholeRange(
      @ForAll @LongRange(min = 1) long a,
      @ForAll @LongRange(min = 1) long b,
      @ForAll @LongRange(min = 0, max = 1_000_000) long ppm) {
    BigInteger distance = BigInteger.valueOf(a).subtract(BigInteger.valueOf(b)).abs();
    boolean expected =
        distance
                .multiply(BigInteger.valueOf(1_000_000))
                .compareTo(BigInteger.valueOf(b).multiply(BigInteger.valueOf(ppm)))
            <= 0;

    assertThat(Ppm.within(a, b, b, ppm)).isEqualTo(expected);
  }

  @Property(tries = 5_000)
  void shouldTurnAtExactlyTheShare(
      @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long millionth,
      @ForAll @LongRange(min = 0, max = 999_999) long ppm) {
    long base = millionth * 1_000_000;
    long most = base + millionth * ppm;

    assertThat(Ppm.within(most, base, base, ppm)).isTrue();
    assertThat(Ppm.within(most + 1, base, base, ppm)).isFalse();
    assertThat(Ppm.within(base - millionth * ppm, base, base, ppm)).isTrue();
    assertThat(Ppm.within(base - millionth * ppm - 1, base, base, ppm)).isFalse();
  }
}
