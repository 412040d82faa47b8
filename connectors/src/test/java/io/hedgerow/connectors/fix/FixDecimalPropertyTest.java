package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimals on the wire against BigDecimal. */
@Tag("ORD-1")
class FixDecimalPropertyTest {

  private final DecimalText text = new DecimalText();

  @Property
  void shouldReadBackWhatItWrote(@ForAll long valueE8) {
    if (valueE8 != FixDecimal.UNREADABLE) {
      text.set(valueE8);
      assertThat(new BigDecimal(text.toString()))
          .isEqualByComparingTo(BigDecimal.valueOf(valueE8, 8));
      assertThat(FixDecimal.parseE8(text)).isEqualTo(valueE8);
    }
  }

  @Property
  void shouldWriteNoTrailingZeros(@ForAll long valueE8) {
    if (valueE8 != FixDecimal.UNREADABLE) {
      String written = text.set(valueE8).toString();
      assertThat(written).matches("-?(0|[1-9][0-9]*)(\\.[0-9]{0,7}[1-9])?");
    }
  }

  @Provide
  Arbitrary<String> decimals() {
    Arbitrary<String> digits = Arbitraries.strings().numeric().ofMaxLength(14);
    return net.jqwik.api.Combinators.combine(
            Arbitraries.of("", "-"), digits, Arbitraries.of("", "."), digits)
        .as((sign, whole, point, rest) -> sign + whole + point + rest);
  }

  @Property(tries = 5_000)
  void shouldReadAsBigDecimalDoesOrNotAtAll(@ForAll("decimals") String decimal) {
    long expected = FixDecimal.UNREADABLE;
    long expectedTowardZero = FixDecimal.UNREADABLE;
    if (decimal.matches(".*[0-9].*")) {
      BigDecimal scaled = new BigDecimal(decimal).movePointRight(8);
      BigDecimal cut = scaled.setScale(0, RoundingMode.DOWN);
      boolean fits = cut.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
      expectedTowardZero = fits ? cut.longValueExact() : expectedTowardZero;
      expected = fits && cut.compareTo(scaled) == 0 ? cut.longValueExact() : expected;
    }
    assertThat(FixDecimal.parseE8(decimal)).isEqualTo(expected);
    assertThat(FixDecimal.parseTowardZeroE8(decimal)).isEqualTo(expectedTowardZero);
  }

  @Property
  void shouldNeverThrow(@ForAll String hostile) {
    long read = FixDecimal.parseE8(hostile);
    FixDecimal.parseTowardZeroE8(hostile);
    if (!hostile.matches("-?[0-9]*\\.?[0-9]*")) {
      assertThat(read).isEqualTo(FixDecimal.UNREADABLE);
    }
    assertThat(FixDecimal.parseCount(hostile)).isGreaterThanOrEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "-",
        "-.",
        "+1",
        "1e5",
        "1E5",
        " 1",
        "1 ",
        "1,5",
        "0x10",
        "NaN",
        "Infinity",
        "1.000000001",
        "92233720368.54775808",
        "999999999999999999999",
        "1.2.3",
        "--1",
        "١"
      })
  void shouldRefuseWhatIsNoFixFloat(String hostile) {
    assertThat(FixDecimal.parseE8(hostile)).isEqualTo(FixDecimal.UNREADABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "61837.63, 6183763000000",
    "00023.2300, 2323000000",
    "1.00000000000, 100000000",
    "-0.5, -50000000",
    "92233720368.54775807, 9223372036854775807",
    "0.00000001, 1",
    ".5, 50000000",
    "5., 500000000"
  })
  void shouldReadExactly(String decimal, long expectedE8) {
    assertThat(FixDecimal.parseE8(decimal)).isEqualTo(expectedE8);
  }
}
