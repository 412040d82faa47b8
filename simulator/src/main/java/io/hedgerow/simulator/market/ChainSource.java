package io.hedgerow.simulator.market;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;

/** Blocks and fees of one chain, sampled each second (NET-5). */
final class ChainSource implements RecordSource {

  /** The chains of the simulated market with their usual block times. */
  enum Chain {
    BITCOIN(ChainFamily.UTXO, 860_000, 600_000_000, 6),
    ETHEREUM(ChainFamily.EVM, 20_000_000, 12_000_000, 2),
    SOLANA(ChainFamily.SVM, 300_000_000, 400_000, 3);

    private final ChainFamily family;
    private final long startBlock;
    private final long blockMicros;
    private final int confirmations;

    Chain(ChainFamily family, long startBlock, long blockMicros, int confirmations) {
      this.family = family;
      this.startBlock = startBlock;
      this.blockMicros = blockMicros;
      this.confirmations = confirmations;
    }

    long blockMicros() {
      return blockMicros;
    }
  }

  private static final long PERIOD_MICROS = 1_000_000;
  private static final long LARGEST_BASE_FEE_GWEI_E8 = 40 * E8.ONE;
  private static final long LARGEST_PRIORITY_FEE_GWEI_E8 = 2 * E8.ONE;
  private static final long LARGEST_FEE_RATE_SAT_E8 = 60 * E8.ONE;
  private static final long LARGEST_COMPUTE_PRICE = 50_000;

  private final Chain chain;
  private final RandomGenerator random;
  private final long startMicros;
  private long nextAtMicros;

  ChainSource(Chain chain, RandomGenerator random, long startMicros) {
    this.chain = chain;
    this.random = random;
    this.startMicros = startMicros;
    this.nextAtMicros = startMicros + random.nextLong(PERIOD_MICROS);
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    long blocks = (nextAtMicros - startMicros) / chain.blockMicros;
    boolean evm = chain.family == ChainFamily.EVM;
    long delayMicros = chain.confirmations * chain.blockMicros + random.nextLong(chain.blockMicros);
    out.accept(
        ChainSample.newBuilder()
            .setChain(chain.name())
            .setFamily(chain.family)
            .setBlockNumber(chain.startBlock + blocks)
            .setBlockTimeMicros(startMicros + blocks * chain.blockMicros)
            .setBaseFeeGweiE8(evm ? fee(LARGEST_BASE_FEE_GWEI_E8) : null)
            .setPriorityFeeGweiE8(evm ? fee(LARGEST_PRIORITY_FEE_GWEI_E8) : null)
            .setComputeUnitPriceMicroLamports(
                chain.family == ChainFamily.SVM ? fee(LARGEST_COMPUTE_PRICE) : null)
            .setFeeRateSatPerVbyteE8(
                chain.family == ChainFamily.UTXO ? fee(LARGEST_FEE_RATE_SAT_E8) : null)
            .setConfirmationDelayMicros(delayMicros)
            .setReceivedAtMicros(nextAtMicros)
            .setEventId(EventIds.of("ChainSample", chain.name(), nextAtMicros))
            .build());
    nextAtMicros += PERIOD_MICROS;
  }

  private Long fee(long largest) {
    return random.nextLong(1, largest);
  }
}
