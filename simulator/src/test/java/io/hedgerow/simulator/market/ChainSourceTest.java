package io.hedgerow.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.simulator.market.ChainSource.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An hour of samples, one each second. */
@Tag("NET-5")
class ChainSourceTest {

  private static final long START_MICROS = 1_790_000_000_000_000L;
  private static final int SECONDS = 3_600;

  @Test
  void shouldMoveABaseFeeByAnEighthPerBlockAtMost() {
    List<ChainSample> samples = samples(Chain.ETHEREUM);

    for (int next = 1; next < samples.size(); next++) {
      ChainSample before = samples.get(next - 1);
      long blocks = samples.get(next).getBlockNumber() - before.getBlockNumber();
      long moved = samples.get(next).getBaseFeeGweiE8() - before.getBaseFeeGweiE8();
      assertThat(blocks).isBetween(0L, 1L);
      assertThat(Math.abs(moved)).isLessThanOrEqualTo(blocks * before.getBaseFeeGweiE8() / 8);
    }
    assertThat(samples.stream().map(ChainSample::getBaseFeeGweiE8).distinct())
        .hasSizeGreaterThan(200);
  }

  @Test
  void shouldKeepACongestionForAWhileAndReturnToTheUsual() {
    assertLastsAndReturns(Chain.ETHEREUM, ChainSample::getPriorityFeeGweiE8);
    assertLastsAndReturns(Chain.SOLANA, ChainSample::getComputeUnitPriceMicroLamports);
    assertLastsAndReturns(Chain.ARBITRUM, ChainSample::getBaseFeeGweiE8);
    assertLastsAndReturns(Chain.BITCOIN, ChainSample::getFeeRateSatPerVbyteE8);
  }

  @Test
  void shouldConfirmOnAFastChainWithinHalfASecond() {
    List<ChainSample> samples = samples(Chain.ARBITRUM);

    assertThat(samples)
        .allMatch(sample -> sample.getConfirmationDelayMicros() >= 250_000)
        .allMatch(sample -> sample.getConfirmationDelayMicros() < 500_000);
    assertThat(samples.get(SECONDS - 1).getBlockNumber() - samples.get(0).getBlockNumber())
        .isEqualTo(4L * (SECONDS - 1));
  }

  /** Neighbours differ little beside the whole range, and the mean is crossed more than once. */
  private static void assertLastsAndReturns(Chain chain, ToLongFunction<ChainSample> fee) {
    long[] fees = samples(chain).stream().mapToLong(fee).toArray();
    long lowest = Long.MAX_VALUE;
    long highest = 0;
    long sum = 0;
    for (long each : fees) {
      lowest = Math.min(lowest, each);
      highest = Math.max(highest, each);
      sum += each;
    }
    long mean = sum / fees.length;
    long moves = 0;
    int crossings = 0;
    for (int next = 1; next < fees.length; next++) {
      moves += Math.abs(fees[next] - fees[next - 1]);
      crossings += (fees[next] > mean) != (fees[next - 1] > mean) ? 1 : 0;
    }

    assertThat(highest - lowest).as("range of %s", chain).isGreaterThan(mean / 4);
    assertThat(moves / fees.length).as("moves of %s", chain).isLessThan((highest - lowest) / 20);
    assertThat(crossings).as("crossings of %s", chain).isBetween(3, SECONDS / 8);
  }

  private static List<ChainSample> samples(Chain chain) {
    ChainSource source = new ChainSource(chain, new SplittableRandom(5), START_MICROS);
    List<ChainSample> samples = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      source.emit(record -> samples.add((ChainSample) record));
    }
    return samples;
  }
}
