package io.hedgerow.fastpath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("GATE-1")
@Tag("IDEM-1")
class RecentCountsPropertyTest {

  private static final long WINDOW = 1_000;

  private record Event(long key, long atMicros) {}

  @Property(tries = 200)
  void shouldCountTheWindowAndTheOneBefore(@ForAll long seed) {
    Random random = new Random(seed);
    RecentCounts counts = new RecentCounts(1 << 12);
    List<Event> events = new ArrayList<>();
    long now = 5_000_000;
    for (int i = 0; i < 300; i++) {
      now += random.nextInt(200);
      long key = random.nextInt(20);
      long first = (now / WINDOW - 1) * WINDOW;
      long expected =
          events.stream().filter(each -> each.key == key && each.atMicros >= first).count();

      assertThat(counts.count(key, now, WINDOW)).isEqualTo(expected);

      counts.add(key, now, WINDOW);
      events.add(new Event(key, now));
    }
  }

  @Example
  void shouldCloseWhereThereIsNoRoom() {
    RecentCounts counts = new RecentCounts(1);
    counts.add(1, 0, WINDOW);

    assertThat(counts.count(2, 0, WINDOW)).isEqualTo(Long.MAX_VALUE);
    assertThat(counts.count(2, 2 * WINDOW, WINDOW)).isZero();
  }
}
