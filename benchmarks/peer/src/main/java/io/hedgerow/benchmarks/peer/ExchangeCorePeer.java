package io.hedgerow.benchmarks.peer;

import exchange.core2.core.ExchangeApi;
import exchange.core2.core.ExchangeCore;
import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.CoreWaitStrategy;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.SymbolType;
import exchange.core2.core.common.api.ApiAddUser;
import exchange.core2.core.common.api.ApiAdjustUserBalance;
import exchange.core2.core.common.api.ApiCommand;
import exchange.core2.core.common.api.binary.BatchAddSymbolsCommand;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.common.config.PerformanceConfiguration;
import exchange.core2.core.utils.AffinityThreadFactory;
import exchange.core2.core.utils.AffinityThreadFactory.ThreadAffinityMode;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * exchange-core 0.5.3, measured on two footings. As shipped: its latency configuration with its own
 * threads, one at a pace from the intended start of each command, one as fast as it takes them. In
 * line: see {@link InLineStages}.
 *
 * <p>The commands: a resting sell of one user and a buy of the other that takes it whole, and then
 * the other way round, so that balances and book stay as they are. Prints lines of tab-separated
 * fields: {@code figure} name count p50 p90 p99 p99.9 p99.99 worst (ns), {@code value} name number.
 */
public final class ExchangeCorePeer {

  static final int SYMBOL = 1;
  static final int BASE = 1;
  static final int QUOTE = 2;
  static final long PRICE = 60_000;
  static final long SIZE = 10;
  static final long BALANCE = 1L << 60;

  private static final int PACE_PER_SECOND = 10_000;
  private static final long SECOND_NANOS = 1_000_000_000;
  private static final int WARM_UP = 400_000;
  private static final int WINDOW = 4_096;

  private final AtomicLong done = new AtomicLong();
  private volatile Histogram into;
  private ExchangeApi api;
  private long sent;
  private long failed;

  private ExchangeCorePeer() {}

  /**
   * @param args seconds of each run
   */
  public static void main(String[] args) throws Exception {
    int seconds = Integer.parseInt(args[0]);
    new ExchangeCorePeer().asShipped(seconds);
    InLineStages.measure(seconds);
    // Its threads are no daemons.
    System.exit(0);
  }

  static ExchangeConfiguration configuration() {
    return ExchangeConfiguration.defaultBuilder()
        .performanceCfg(
            PerformanceConfiguration.latencyPerformanceBuilder()
                .threadFactory(
                    new AffinityThreadFactory(ThreadAffinityMode.THREAD_AFFINITY_DISABLE))
                .waitStrategy(CoreWaitStrategy.YIELDING)
                .build())
        .build();
  }

  static CoreSymbolSpecification symbol() {
    return CoreSymbolSpecification.builder()
        .symbolId(SYMBOL)
        .type(SymbolType.CURRENCY_EXCHANGE_PAIR)
        .baseCurrency(BASE)
        .quoteCurrency(QUOTE)
        .baseScaleK(1)
        .quoteScaleK(1)
        .takerFee(0)
        .makerFee(0)
        .build();
  }

  /** Of the two users, in turn the one that rests. */
  static long user(long command) {
    boolean rests = (command & 1) == 0;
    boolean swapped = (command & 2) != 0;
    return rests == swapped ? 2 : 1;
  }

  private void asShipped(int seconds) throws Exception {
    ExchangeCore core =
        ExchangeCore.builder()
            .resultsConsumer(this::take)
            .exchangeConfiguration(configuration())
            .build();
    core.startup();
    api = core.getApi();
    require(api.submitBinaryDataAsync(new BatchAddSymbolsCommand(symbol())).get());
    for (long user = 1; user <= 2; user++) {
      require(submit(ApiAddUser.builder().uid(user).build()));
      for (int currency = BASE; currency <= QUOTE; currency++) {
        require(
            submit(
                ApiAdjustUserBalance.builder()
                    .uid(user)
                    .currency(currency)
                    .amount(BALANCE)
                    .transactionId(10 * user + currency)
                    .build()));
      }
    }
    done.set(0);
    unpaced(WARM_UP, Long.MAX_VALUE);
    Histogram paced = new Histogram(3);
    into = paced;
    long interval = SECOND_NANOS / PACE_PER_SECOND;
    long intended = System.nanoTime() + interval;
    long end = intended + seconds * SECOND_NANOS;
    while (intended < end) {
      while (System.nanoTime() < intended) {
        Thread.onSpinWait();
      }
      send(intended);
      intended += interval;
    }
    settle();
    print("as shipped, " + PACE_PER_SECOND + "/s, from the intended start to the result", paced);
    Histogram fast = new Histogram(3);
    into = fast;
    long before = sent;
    long start = System.nanoTime();
    unpaced(Long.MAX_VALUE, start + seconds * SECOND_NANOS);
    System.out.printf(
        "value\tas shipped, saturated, commands/s\t%d%n",
        (long) ((sent - before) * (double) SECOND_NANOS / (System.nanoTime() - start)));
    print("as shipped, saturated with " + WINDOW + " under way", fast);
    if (failed > 0) {
      throw new IllegalStateException("expected every command to succeed, saw " + failed + " fail");
    }
    core.shutdown();
  }

  private CommandResultCode submit(ApiCommand command) throws Exception {
    return api.submitCommandAsync(command).get();
  }

  private static void require(CommandResultCode code) {
    if (code != CommandResultCode.SUCCESS && code != CommandResultCode.ACCEPTED) {
      throw new IllegalStateException("expected SUCCESS, saw " + code);
    }
  }

  private void unpaced(long most, long endNanos) {
    for (long i = 0; i < most; i++) {
      while (sent - done.get() >= WINDOW) {
        Thread.onSpinWait();
      }
      long now = System.nanoTime();
      if (now >= endNanos) {
        break;
      }
      send(now);
    }
    settle();
  }

  private void settle() {
    while (done.get() < sent) {
      Thread.yield();
    }
  }

  private void send(long timestampNanos) {
    long command = sent++;
    boolean rests = (command & 1) == 0;
    api.placeNewOrder(
        0,
        0,
        timestampNanos,
        command + 1,
        0,
        PRICE,
        PRICE,
        SIZE,
        rests ? OrderAction.ASK : OrderAction.BID,
        rests ? OrderType.GTC : OrderType.IOC,
        SYMBOL,
        user(command));
  }

  /** On its last thread. */
  private void take(OrderCommand command, long sequence) {
    api.processResult(sequence, command);
    Histogram histogram = into;
    if (histogram != null) {
      histogram.recordValue(Math.max(0, System.nanoTime() - command.timestamp));
    }
    if (command.resultCode != CommandResultCode.SUCCESS
        && command.resultCode != CommandResultCode.ACCEPTED) {
      failed++;
    }
    done.incrementAndGet();
  }

  static void print(String name, Histogram histogram) {
    System.out.printf(
        "figure\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d%n",
        name,
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getValueAtPercentile(99.99),
        histogram.getMaxValue());
  }
}
