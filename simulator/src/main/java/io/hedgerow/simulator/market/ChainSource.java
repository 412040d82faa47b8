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

  /** The chains of the simulated market with their usual block times and fees. */
  enum Chain {
    BITCOIN(ChainFamily.UTXO, 860_000, 600_000_000, 6, 12 * E8.ONE, 0),
    ETHEREUM(ChainFamily.EVM, 20_000_000, 12_000_000, 2, 15 * E8.ONE, E8.ONE),
    SOLANA(ChainFamily.SVM, 300_000_000, 400_000, 3, 20_000, 0),
    ARBITRUM(ChainFamily.EVM, 250_000_000, 250_000, 1, E8.ONE / 10, E8.ONE / 100);

    private final ChainFamily family;
    private final long startBlock;
    private final long blockMicros;
    private final int confirmations;
    private final long usualFee;
    private final long usualPriorityFee;

    /**
     * @param usualFee in the unit of the family's field of {@link ChainSample}
     * @param usualPriorityFee the same, for those that have one
     */
    Chain(
        ChainFamily family,
        long startBlock,
        long blockMicros,
        int confirmations,
        long usualFee,
        long usualPriorityFee) {
      this.family = family;
      this.startBlock = startBlock;
      this.blockMicros = blockMicros;
      this.confirmations = confirmations;
      this.usualFee = usualFee;
      this.usualPriorityFee = usualPriorityFee;
    }

    long blockMicros() {
      return blockMicros;
    }

    /** Fees move with each block; where blocks are slow, with what waits for the next one. */
    private long feeMicros() {
      return Math.min(blockMicros, SLOWEST_FEE_MICROS);
    }
  }

  private static final long PERIOD_MICROS = 1_000_000;
  private static final long SLOWEST_FEE_MICROS = 12_000_000;

  private final Chain chain;
  private final RandomGenerator random;
  private final Congestion congestion;
  private final long startMicros;
  private long nextAtMicros;
  private long feeAtMicros;
  private long fee;

  ChainSource(Chain chain, RandomGenerator random, long startMicros) {
    this.chain = chain;
    this.random = random;
    this.congestion = new Congestion(random, chain.feeMicros());
    this.startMicros = startMicros;
    this.nextAtMicros = startMicros + random.nextLong(PERIOD_MICROS);
    this.feeAtMicros = startMicros;
    this.fee = congestion.priceOf(chain.usualFee);
  }

  @Override
  public long nextAtMicros() {
    return nextAtMicros;
  }

  @Override
  public void emit(Consumer<SpecificRecord> out) {
    moveFees();
    long blocks = (nextAtMicros - startMicros) / chain.blockMicros;
    boolean evm = chain.family == ChainFamily.EVM;
    long delayMicros = chain.confirmations * chain.blockMicros + random.nextLong(chain.blockMicros);
    out.accept(
        ChainSample.newBuilder()
            .setChain(chain.name())
            .setFamily(chain.family)
            .setBlockNumber(chain.startBlock + blocks)
            .setBlockTimeMicros(startMicros + blocks * chain.blockMicros)
            .setBaseFeeGweiE8(evm ? fee : null)
            .setPriorityFeeGweiE8(evm ? congestion.priceOf(chain.usualPriorityFee) : null)
            .setComputeUnitPriceMicroLamports(chain.family == ChainFamily.SVM ? fee : null)
            .setFeeRateSatPerVbyteE8(chain.family == ChainFamily.UTXO ? fee : null)
            .setConfirmationDelayMicros(delayMicros)
            .setReceivedAtMicros(nextAtMicros)
            .setEventId(EventIds.of("ChainSample", chain.name(), nextAtMicros))
            .build());
    nextAtMicros += PERIOD_MICROS;
  }

  private void moveFees() {
    while (feeAtMicros + chain.feeMicros() <= nextAtMicros) {
      feeAtMicros += chain.feeMicros();
      congestion.step();
      fee = congestion.priceAfter(fee, chain.usualFee);
    }
  }
}
