package io.hedgerow.state.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.LongRange;

/** Texts of numbers and numbers of texts. */
@Tag("IDEM-2")
class ClientOrderIdsTest {

  private final StringBuilder text = new StringBuilder(ClientOrderIds.LENGTH);

  @Property
  void shouldGiveEachNumberItsText(@ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long number) {
    ClientOrderIds.write(number, text);

    assertThat(text.toString()).matches("HG[0-9A-Z]{14}");
    assertThat(ClientOrderIds.parse(text)).isEqualTo(number);
  }

  @Property
  void shouldGiveEachOfOurTextsBack(@ForAll("near") String near) {
    long number = ClientOrderIds.parse(near);
    if (number == ClientOrderIds.FOREIGN) {
      return;
    }
    ClientOrderIds.write(number, text);

    assertThat(text.toString()).as("one text a number").isEqualTo(near);
  }

  @Provide
  Arbitrary<String> near() {
    return Arbitraries.strings()
        .withCharRange('0', '9')
        .withCharRange('A', 'Z')
        .ofLength(12)
        .map(digits -> "HG0" + digits)
        .flatMap(
            head -> Arbitraries.chars().range('0', '9').range('A', 'Z').map(check -> head + check));
  }

  @Example
  void shouldNotKnowTheTextsOfOthers() {
    ClientOrderIds.write(1L << 40 | 5, text);
    String ours = text.toString();

    assertThat(
            List.of(
                "",
                "HG",
                ours.toLowerCase(Locale.ROOT),
                ours + "0",
                ours.substring(1),
                "XG" + ours.substring(2),
                "HX" + ours.substring(2),
                ours.substring(0, 15) + (ours.charAt(15) == '0' ? '1' : '0'),
                ours.substring(0, 14) + (ours.charAt(14) == '0' ? '1' : '0') + ours.charAt(15),
                "HG00000000000000",
                "HGZZZZZZZZZZZZZZ",
                "HG0000000000é0A0"))
        .allMatch(foreign -> ClientOrderIds.parse(foreign) == ClientOrderIds.FOREIGN);
  }

  @Example
  void shouldRefuseWhatIsNoNumber() {
    assertThatThrownBy(() -> ClientOrderIds.write(0, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected an order number above 0, saw 0");
  }
}
