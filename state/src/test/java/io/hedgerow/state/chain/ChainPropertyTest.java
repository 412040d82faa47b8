package io.hedgerow.state.chain;

import static io.hedgerow.state.chain.ChainTest.T0;
import static io.hedgerow.state.chain.ChainTest.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.state.network.HeldPages;
import java.util.ArrayDeque;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("NET-5")
class ChainPropertyTest {

  @Property(tries = 200)
  void shouldEqualANaiveWindowAndComeBackEqualAtAnyPoint(@ForAll long seed) {
    Random random = new Random(seed);
    Chain kept = new Chain("ETHEREUM");
    HeldPages pages = new HeldPages();
    ArrayDeque<Long> delays = new ArrayDeque<>();
    long block = 1;
    for (int i = 1; i <= 300; i++) {
      block += random.nextInt(3);
      long delay = random.nextInt(100_000_000);
      boolean confirmed = random.nextBoolean();
      kept.apply(sample(block, T0 + i, confirmed ? delay : null), 2L * i);
      kept.apply(sample(block - 1, T0 + i, delay), 2L * i + 1);
      if (confirmed) {
        delays.add(delay);
      }
      if (delays.size() > Chain.MAX_CONFIRMATIONS) {
        delays.remove();
      }
      if (random.nextInt(10) == 0) {
        kept.flush(pages);
        kept = Chain.restore("ETHEREUM", pages.entries());
      }
      Long[] sorted = delays.stream().sorted().toArray(Long[]::new);
      ChainView view = kept.record();
      assertThat(view.getBlockNumber()).isEqualTo(block);
      assertThat(view.getVersion()).isEqualTo(4L * i);
      assertThat(view.getConfirmationP90Micros())
          .isEqualTo(sorted.length == 0 ? null : sorted[(sorted.length * 90 + 99) / 100 - 1]);
    }
  }
}
