package io.hedgerow.state.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.state.network.GoldenPages;
import io.hedgerow.state.network.HeldPages;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.StaleCause;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("NET-5")
class ChainTest {

  static final long T0 = 1_704_067_200_000_000L;
  private static final long SECOND = 1_000_000L;

  private final Chain chain = new Chain("ETHEREUM");
  private long offset;

  static ChainSample sample(long block, long atMicros, Long confirmationMicros) {
    return ChainSample.newBuilder()
        .setChain("ETHEREUM")
        .setFamily(ChainFamily.EVM)
        .setBlockNumber(block)
        .setBlockTimeMicros(T0 + block * 12 * SECOND)
        .setBaseFeeGweiE8(block * 100)
        .setConfirmationDelayMicros(confirmationMicros)
        .setReceivedAtMicros(atMicros)
        .setEventId(EventIds.of("ChainSample", "ETHEREUM", block, atMicros))
        .build();
  }

  private Outcome give(ChainSample sample) {
    return chain.apply(sample, ++offset);
  }

  @Test
  void shouldShowTheNewestSample() {
    give(sample(1, T0, null));
    assertThat(chain.record().getBlockIntervalMicros()).isNull();
    assertThat(chain.record().getConfirmationP50Micros()).isNull();

    give(sample(2, T0 + 1, 30 * SECOND));
    give(sample(5, T0 + 2, 10 * SECOND));

    ChainView view = chain.record();
    assertThat(view.getBlockNumber()).isEqualTo(5);
    assertThat(view.getBlockIntervalMicros()).isEqualTo(12 * SECOND);
    assertThat(view.getBaseFeeGweiE8()).isEqualTo(500);
    assertThat(view.getPriorityFeeGweiE8()).as("not stated, not known").isNull();
    assertThat(view.getConfirmationP50Micros()).isEqualTo(10 * SECOND);
    assertThat(view.getConfirmationP90Micros()).isEqualTo(30 * SECOND);
    assertThat(view.getVersion()).isEqualTo(2 * offset);
  }

  @Test
  void shouldForgetAFeeThatTheNewestSampleDoesNotState() {
    give(sample(1, T0, null));
    ChainSample silent = sample(2, T0 + 1, null);
    silent.setBaseFeeGweiE8(null);

    give(silent);

    assertThat(chain.record().getBaseFeeGweiE8()).isNull();
  }

  @Test
  void shouldIgnoreLowerBlocksOlderReceiptsAndRepeats() {
    ChainSample newest = sample(5, T0 + 10, SECOND);
    give(newest);
    ChainView before = chain.record();

    assertThat(give(sample(4, T0 + 11, SECOND))).isEqualTo(Outcome.OUT_OF_ORDER);
    assertThat(give(sample(6, T0 + 9, SECOND))).isEqualTo(Outcome.OUT_OF_ORDER);
    assertThat(give(newest)).isEqualTo(Outcome.DUPLICATE);

    assertThat(chain.record()).isEqualTo(before);
  }

  @Test
  void shouldBelieveALowerBlockInTheEnd() {
    give(sample(Integer.MAX_VALUE, T0, null));

    assertThat(give(sample(7, T0 + Chain.REWIND_AFTER_MICROS - 1, null)))
        .isEqualTo(Outcome.OUT_OF_ORDER);
    assertThat(give(sample(8, T0 + Chain.REWIND_AFTER_MICROS, null))).isEqualTo(Outcome.APPLIED);

    assertThat(chain.record().getBlockNumber()).isEqualTo(8);
    assertThat(chain.record().getBlockIntervalMicros()).isNull();
  }

  @Test
  @Tag("NET-7")
  void shouldBeStaleUntilTheNextSample() {
    assertThat(chain.goStale(StaleCause.NO_INPUT)).isFalse();
    give(sample(1, T0, null));

    assertThat(chain.goStale(StaleCause.NO_INPUT)).isTrue();
    assertThat(chain.record().getVersion()).isEqualTo(2 * offset + 1);
    assertThat(chain.record().getFreshness()).isEqualTo(Freshness.STALE);
    assertThat(chain.record().getBaseFeeGweiE8()).as("never the last value").isNull();
    assertThat(chain.record().getConfirmationP50Micros()).isNull();

    assertThat(give(sample(1, T0 + 1, null))).isEqualTo(Outcome.REVIVED);
    assertThat(chain.record().getFreshness()).isEqualTo(Freshness.LIVE);
  }

  @Test
  void shouldReadTheGoldenPages() throws IOException {
    give(sample(1, T0, null));
    give(sample(3, T0 + 1, 30 * SECOND));
    chain.goStale(StaleCause.NO_INPUT);

    HeldPages golden = GoldenPages.read("chain.v1.txt", chain);

    assertThat(Chain.restore("ETHEREUM", golden.entries()).record()).isEqualTo(chain.record());
  }
}
