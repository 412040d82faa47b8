package io.hedgerow.state.chain;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.chain.ChainFamily;
import io.hedgerow.schemas.chain.ChainSample;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.state.network.NetworkPart;
import io.hedgerow.state.network.Outcome;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageStore;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.network.StaleCause;
import java.util.Map;

/**
 * What a transaction on one chain costs now and how long it takes (NET-5, NET-7).
 *
 * <p>The newest sample rules: a fee that it does not state is unknown, not the one before. A sample
 * that was received earlier than the newest, or that shows a lower block, changes nothing. Only
 * when the chain has shown nothing but lower blocks for {@link #REWIND_AFTER_MICROS} is it believed
 * to stand there, and its window begins anew: one false height must not silence a chain for ever.
 *
 * <p>Bound: the newest {@value #MAX_BLOCKS} blocks and {@value #MAX_CONFIRMATIONS} confirmations.
 * Not safe for concurrent use.
 */
public final class Chain implements NetworkPart {

  /** After so long without a block at or above the newest one, a lower one is believed. */
  public static final long REWIND_AFTER_MICROS = 600_000_000L;

  static final int MAX_BLOCKS = 64;
  static final int MAX_CONFIRMATIONS = 128;

  private static final int FORMAT = 1;
  private static final long PAGE = 0;
  private static final long NONE = -1;

  private final String chain;
  private ChainFamily family = ChainFamily.EVM;
  private long offset = NONE;
  private boolean stale;
  private RecentValues blockNumbers = new RecentValues(MAX_BLOCKS);
  private RecentValues blockTimesMicros = new RecentValues(MAX_BLOCKS);
  private RecentValues confirmationsMicros = new RecentValues(MAX_CONFIRMATIONS);

  private long blockNumber = NONE;
  private long blockTimeMicros = NONE;
  private Long baseFeeGweiE8;
  private Long priorityFeeGweiE8;
  private Long computeUnitPriceMicroLamports;
  private Long feeRateSatPerVbyteE8;
  private long receivedAtMicros = NONE;
  private String newestEventId = "";
  private boolean dirty;

  /** A chain of which nothing is known yet. */
  public Chain(String chain) {
    this.chain = chain;
  }

  /**
   * The part that was flushed as these pages.
   *
   * @throws IllegalStateException if a page cannot be read
   */
  public static Chain restore(String chain, Iterable<Map.Entry<Long, byte[]>> pages) {
    Chain restored = new Chain(chain);
    for (Map.Entry<Long, byte[]> page : pages) {
      restored.read(new PageReader("chain " + chain, page.getValue(), FORMAT));
    }
    return restored;
  }

  /**
   * Takes a sample.
   *
   * @param recordOffset where it stood in its partition; grows per key
   */
  public Outcome apply(ChainSample sample, long recordOffset) {
    if (recordOffset <= offset || sample.getEventId().equals(newestEventId)) {
      return Outcome.DUPLICATE;
    }
    boolean rewinds = sample.getBlockNumber() < blockNumber;
    long earliestMicros = rewinds ? receivedAtMicros + REWIND_AFTER_MICROS : receivedAtMicros;
    if (sample.getReceivedAtMicros() < earliestMicros) {
      return Outcome.OUT_OF_ORDER;
    }
    if (rewinds) {
      blockNumbers.clear();
      blockTimesMicros.clear();
    }
    if (rewinds || sample.getBlockNumber() > blockNumber) {
      blockNumbers.add(sample.getBlockNumber());
      blockTimesMicros.add(sample.getBlockTimeMicros());
    }
    if (sample.getConfirmationDelayMicros() != null) {
      confirmationsMicros.add(sample.getConfirmationDelayMicros());
    }
    take(sample);
    offset = recordOffset;
    dirty = true;
    boolean revived = stale;
    stale = false;
    return revived ? Outcome.REVIVED : Outcome.APPLIED;
  }

  private void take(ChainSample sample) {
    family = sample.getFamily();
    blockNumber = sample.getBlockNumber();
    blockTimeMicros = sample.getBlockTimeMicros();
    baseFeeGweiE8 = sample.getBaseFeeGweiE8();
    priorityFeeGweiE8 = sample.getPriorityFeeGweiE8();
    computeUnitPriceMicroLamports = sample.getComputeUnitPriceMicroLamports();
    feeRateSatPerVbyteE8 = sample.getFeeRateSatPerVbyteE8();
    receivedAtMicros = sample.getReceivedAtMicros();
    newestEventId = sample.getEventId();
  }

  /**
   * Mean time per block from the oldest to the newest block of the window, rounded down; null where
   * the blocks' own times do not go forward.
   */
  private Long blockIntervalMicros() {
    int blocks = blockNumbers.size();
    if (blocks < 2) {
      return null;
    }
    long passedMicros = blockTimesMicros.get(blocks - 1) - blockTimesMicros.get(0);
    long passedBlocks = blockNumbers.get(blocks - 1) - blockNumbers.get(0);
    return passedMicros > 0 ? Long.valueOf(passedMicros / passedBlocks) : null;
  }

  @Override
  public long receivedAtMicros() {
    return receivedAtMicros;
  }

  @Override
  public boolean isUsable() {
    return !stale && offset != NONE;
  }

  @Override
  public boolean goStale(StaleCause cause) {
    if (!isUsable()) {
      return false;
    }
    stale = true;
    dirty = true;
    return true;
  }

  @Override
  public byte[] view() {
    return RecordCodec.encode(record());
  }

  /** The view as a record. */
  public ChainView record() {
    long version = 2 * offset + (stale ? 1 : 0);
    return ChainView.newBuilder()
        .setChain(chain)
        .setFamily(family)
        .setVersion(version)
        .setFreshness(stale ? Freshness.STALE : Freshness.LIVE)
        .setBlockNumber(blockNumber)
        .setBlockTimeMicros(blockTimeMicros)
        .setBlockIntervalMicros(current(blockIntervalMicros()))
        .setBaseFeeGweiE8(current(baseFeeGweiE8))
        .setPriorityFeeGweiE8(current(priorityFeeGweiE8))
        .setComputeUnitPriceMicroLamports(current(computeUnitPriceMicroLamports))
        .setFeeRateSatPerVbyteE8(current(feeRateSatPerVbyteE8))
        .setConfirmationP50Micros(current(confirmationsMicros.percentile(50)))
        .setConfirmationP90Micros(current(confirmationsMicros.percentile(90)))
        .setReceivedAtMicros(receivedAtMicros)
        .setEventId(EventIds.of("ChainView", chain, version))
        .build();
  }

  /** What costs and delays were is not what they are (NET-7). */
  private Long current(Long figure) {
    return stale ? null : figure;
  }

  @Override
  public void flush(PageStore store) {
    if (!dirty) {
      return;
    }
    PageWriter page =
        new PageWriter(FORMAT)
            .text(family.name())
            .number(offset)
            .flag(stale)
            .number(blockNumber)
            .number(blockTimeMicros)
            .optional(baseFeeGweiE8)
            .optional(priorityFeeGweiE8)
            .optional(computeUnitPriceMicroLamports)
            .optional(feeRateSatPerVbyteE8)
            .number(receivedAtMicros)
            .text(newestEventId);
    blockNumbers.write(page);
    blockTimesMicros.write(page);
    confirmationsMicros.write(page);
    store.put(PAGE, page.toPage());
    dirty = false;
  }

  private void read(PageReader page) {
    family = ChainFamily.valueOf(page.text());
    offset = page.number();
    stale = page.flag();
    blockNumber = page.number();
    blockTimeMicros = page.number();
    baseFeeGweiE8 = page.optional();
    priorityFeeGweiE8 = page.optional();
    computeUnitPriceMicroLamports = page.optional();
    feeRateSatPerVbyteE8 = page.optional();
    receivedAtMicros = page.number();
    newestEventId = page.text();
    blockNumbers = RecentValues.read(page, MAX_BLOCKS);
    blockTimesMicros = RecentValues.read(page, MAX_BLOCKS);
    confirmationsMicros = RecentValues.read(page, MAX_CONFIRMATIONS);
    page.end();
  }
}
