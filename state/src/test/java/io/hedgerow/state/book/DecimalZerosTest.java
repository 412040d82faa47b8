package io.hedgerow.state.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class DecimalZerosTest {

  @Property
  void shouldFindWhatDivisionFinds(
      @ForAll @Size(min = 1, max = 5) long[] digits, @ForAll @IntRange(max = 8) int zeros) {
    long[] values = new long[digits.length];
    for (int i = 0; i < digits.length; i++) {
      long value = digits[i] % 1_000_000_000L * DecimalZeros.unit(zeros);
      values[i] = value == 0 ? DecimalZeros.unit(zeros) : value;
    }

    int common = DecimalZeros.common(values, values.length);

    assertThat(common).isEqualTo(byDivision(values));
    for (long value : values) {
      assertThat(DecimalZeros.without(value, common)).isEqualTo(value / DecimalZeros.unit(common));
    }
  }

  @Property
  void shouldGiveBackWhatWasTakenAway(
      @ForAll @LongRange(min = 1, max = 1_000) long value, @ForAll @IntRange(max = 15) int zeros) {
    long number = value * DecimalZeros.unit(zeros);

    assertThat(DecimalZeros.without(number, zeros)).isEqualTo(value);
    assertThat(DecimalZeros.without(-number, zeros)).isEqualTo(-value);
  }

  private static int byDivision(long[] values) {
    int zeros = DecimalZeros.MAX;
    for (long value : values) {
      while (!BigInteger.valueOf(value).mod(BigInteger.TEN.pow(zeros)).equals(BigInteger.ZERO)) {
        zeros--;
      }
    }
    return zeros;
  }
}
