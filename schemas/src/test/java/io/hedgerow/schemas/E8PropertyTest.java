package io.hedgerow.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.function.LongSupplier;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class E8PropertyTest {

  @Property
  void shouldReadBackWhatItShows(@ForAll long valueE8) {
    assertThat(E8.parse(E8.toDecimal(valueE8))).isEqualTo(valueE8);
    assertThat(E8.parseRounded(E8.toDecimal(valueE8))).isEqualTo(valueE8);
    assertThat(new BigDecimal(E8.toDecimal(valueE8)))
        .isEqualByComparingTo(BigDecimal.valueOf(valueE8, 8));
  }

  @Property
  void shouldParseAsBigDecimalDoes(
      @ForAll long unscaled, @ForAll @IntRange(min = -12, max = 24) int scale) {
    BigDecimal decimal = BigDecimal.valueOf(unscaled, scale);
    for (String text : new String[] {decimal.toString(), decimal.toPlainString()}) {
      assertSame(() -> E8.parse(text), exact(decimal, RoundingMode.UNNECESSARY));
      assertSame(() -> E8.parseRounded(text), exact(decimal, RoundingMode.HALF_EVEN));
    }
  }

  @Property
  void shouldMultiplyAndDivideAsBigIntegerDoes(@ForAll long a, @ForAll long b, @ForAll long c) {
    Assume.that(c != 0);
    BigDecimal product = new BigDecimal(BigInteger.valueOf(a).multiply(BigInteger.valueOf(b)));

    assertSame(() -> E8.mulDivFloor(a, b, c), fitting(product, c, RoundingMode.FLOOR));
    if (c > 0) {
      assertSame(() -> E8.mulDivHalfEven(a, b, c), fitting(product, c, RoundingMode.HALF_EVEN));
    }
    assertSame(() -> E8.multiplyDown(a, b), fitting(product, E8.ONE, RoundingMode.FLOOR));
  }

  @Property
  void shouldSaturateWhatDoesNotFit(
      @ForAll @LongRange(min = 0) long a,
      @ForAll @LongRange(min = 0) long b,
      @ForAll @LongRange(min = 0) long c) {
    BigInteger product = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
    long expected =
        c == 0 ? Long.MAX_VALUE : product.divide(BigInteger.valueOf(c)).min(most).longValueExact();

    assertThat(E8.mulDivSaturated(a, b, c)).isEqualTo(expected);
    long byOne = product.divide(BigInteger.valueOf(E8.ONE)).min(most).longValueExact();
    assertThat(E8.mulDivSaturated(a, b, E8.ONE)).isEqualTo(byOne);
    assertThat(E8.multiplySaturated(a, b)).isEqualTo(byOne);
    assertThat(E8.ppmSaturated(a, b))
        .isEqualTo(product.divide(BigInteger.valueOf(1_000_000)).min(most).longValueExact());
  }

  @Property
  void shouldRoundTiesToTheEvenNeighbour(@ForAll @IntRange(min = 1) int half, @ForAll int odd) {
    long c = 2L * half;
    long a = half * (2L * odd + 1);

    assertSame(
        () -> E8.mulDivHalfEven(a, 1, c),
        fitting(BigDecimal.valueOf(a), c, RoundingMode.HALF_EVEN));
  }

  @Example
  void shouldRefuseWhatIsNoNumber() {
    for (String text : new String[] {"", "-", ".", "1.2.3", "0x1", "NaN", "1e", "١", "1,5"}) {
      assertThatThrownBy(() -> E8.parse(text))
          .as(text)
          .isInstanceOfAny(NumberFormatException.class);
    }
    assertThatThrownBy(() -> E8.parse("1e999999999")).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> E8.parseRounded("1e-999999999"))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> E8.parse("1".repeat(1000))).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> E8.mulDivFloor(1, 1, 0)).isInstanceOf(ArithmeticException.class);
  }

  /** A result, or that it does not fit. */
  private record Expected(long value, boolean overflowed) {}

  private static Expected exact(BigDecimal decimal, RoundingMode rounding) {
    try {
      return new Expected(decimal.setScale(8, rounding).unscaledValue().longValueExact(), false);
    } catch (ArithmeticException e) {
      return new Expected(0, true);
    }
  }

  private static Expected fitting(BigDecimal dividend, long divisor, RoundingMode rounding) {
    BigInteger quotient =
        dividend.divide(BigDecimal.valueOf(divisor), 0, rounding).toBigIntegerExact();
    return quotient.bitLength() < Long.SIZE
        ? new Expected(quotient.longValueExact(), false)
        : new Expected(0, true);
  }

  private static void assertSame(LongSupplier actual, Expected expected) {
    if (expected.overflowed()) {
      assertThatThrownBy(actual::getAsLong).isInstanceOf(ArithmeticException.class);
    } else {
      assertThat(actual.getAsLong()).isEqualTo(expected.value());
    }
  }
}
