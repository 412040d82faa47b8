package io.hedgerow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("IDEM-1")
class EventIdsTest {

  @Test
  void shouldNeverChange() {
    assertThat(EventIds.of("BookUpdate", "OKX|BTC-USDT", 1, -1))
        .isEqualTo("8f9aae7e7b2c2c693eb6da954265190c");
  }

  @Test
  void shouldTellApartWhatStandsSideBySide() {
    assertThat(
            List.of(
                EventIds.of("a", "bc"),
                EventIds.of("ab", "c"),
                EventIds.of("abc", ""),
                EventIds.of("a", "bc", 0),
                EventIds.of("a", "bc", 0, 0),
                EventIds.of("a", "bc", 256),
                EventIds.of("a", "bc", -1)))
        .doesNotHaveDuplicates();
  }
}
