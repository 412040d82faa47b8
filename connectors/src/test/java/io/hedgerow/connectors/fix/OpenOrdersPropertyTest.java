package io.hedgerow.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.venue.OrderSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The table of open orders against a tree map, step by step. */
@Tag("IDEM-2")
class OpenOrdersPropertyTest {

  private static final int CAPACITY = 8;

  private static String id(int number) {
    return String.format(Locale.ROOT, "%016d", number);
  }

  @Property(tries = 200)
  void shouldRememberWhatAMapRemembers(
      @ForAll @Size(max = 80) List<@IntRange(min = -12, max = 12) Integer> steps) {
    OpenOrders orders = new OpenOrders(CAPACITY);
    TreeMap<String, Long> naive = new TreeMap<>();
    Set<String> unasked = new TreeSet<>();
    for (int step : steps) {
      String id = id(Math.abs(step));
      if (step == 0) {
        orders.askForAll();
        unasked.addAll(naive.keySet());
      } else if (step < 0) {
        orders.remove(id);
        naive.remove(id);
        unasked.remove(id);
      } else if (!orders.full() || naive.containsKey(id)) {
        orders.put(id, "BTC-USDT", OrderSide.BUY, step, 1_000 + step);
        naive.put(id, (long) step);
        unasked.remove(id);
      }
      assertThat(orders.size()).isEqualTo(naive.size());
      assertThat(orders.full()).isEqualTo(naive.size() >= CAPACITY);
      for (int number = 1; number <= 12; number++) {
        assertThat(orders.contains(id(number))).isEqualTo(naive.containsKey(id(number)));
        assertThat(orders.quantityE8(id(number))).isEqualTo(naive.getOrDefault(id(number), 0L));
        assertThat(orders.sentAs(1_000 + number))
            .isEqualTo(naive.containsKey(id(number)) ? id(number) : "");
      }
    }
    List<String> asked = new ArrayList<>();
    orders.ask((id, instrument, side) -> asked.add(id.toString()));
    assertThat(asked).containsExactlyInAnyOrderElementsOf(unasked);
    asked.clear();
    orders.ask((id, instrument, side) -> asked.add(id.toString()));
    assertThat(asked).isEmpty();
  }
}
