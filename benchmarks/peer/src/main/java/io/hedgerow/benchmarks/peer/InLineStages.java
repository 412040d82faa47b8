package io.hedgerow.benchmarks.peer;

import exchange.core2.core.common.CoreSymbolSpecification;
import exchange.core2.core.common.OrderAction;
import exchange.core2.core.common.OrderType;
import exchange.core2.core.common.cmd.CommandResultCode;
import exchange.core2.core.common.cmd.OrderCommand;
import exchange.core2.core.common.cmd.OrderCommandType;
import exchange.core2.core.common.config.ExchangeConfiguration;
import exchange.core2.core.processors.MatchingEngineRouter;
import exchange.core2.core.processors.RiskEngine;
import exchange.core2.core.processors.SharedPool;
import exchange.core2.core.processors.journaling.DummySerializationProcessor;
import java.lang.management.ManagementFactory;
import org.HdrHistogram.Histogram;

/**
 * The risk engine (before and after) and the matching engine of exchange-core, called one after the
 * other on one thread as its pipeline calls them: service time per command. No ring, no journal.
 */
final class InLineStages {

  private static final int WARM_UP = 1_000_000;
  private static final long SECOND_NANOS = 1_000_000_000;

  private final OrderCommand command = new OrderCommand();
  private final RiskEngine risk;
  private final MatchingEngineRouter matching;
  private long sequence;
  private long orders;

  private InLineStages() {
    ExchangeConfiguration configuration = ExchangeCorePeer.configuration();
    SharedPool pool = new SharedPool(1_024, 64, 256);
    risk = new RiskEngine(0, 1, DummySerializationProcessor.INSTANCE, pool, configuration);
    matching =
        new MatchingEngineRouter(
            0,
            1,
            DummySerializationProcessor.INSTANCE,
            configuration.getPerformanceCfg().getOrderBookFactory(),
            pool,
            configuration);
    CoreSymbolSpecification symbol = ExchangeCorePeer.symbol();
    risk.getSymbolSpecificationProvider().addSymbol(symbol);
    matching
        .getOrderBooks()
        .put(
            symbol.symbolId,
            matching
                .getOrderBookFactory()
                .create(
                    symbol,
                    matching.getObjectsPool(),
                    matching.getEventsHelper(),
                    matching.getLoggingCfg()));
    for (long user = 1; user <= 2; user++) {
      risk.getUserProfileService().addEmptyUserProfile(user);
      for (int currency = ExchangeCorePeer.BASE; currency <= ExchangeCorePeer.QUOTE; currency++) {
        risk.getUserProfileService()
            .getUserProfile(user)
            .accounts
            .put(currency, ExchangeCorePeer.BALANCE);
      }
    }
  }

  static void measure(int seconds) {
    InLineStages stages = new InLineStages();
    for (int i = 0; i < WARM_UP; i++) {
      stages.order();
    }
    com.sun.management.ThreadMXBean thread =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Histogram histogram = new Histogram(3);
    long count = 0;
    long before = thread.getCurrentThreadAllocatedBytes();
    long now = System.nanoTime();
    long begin = now;
    long end = now + seconds * SECOND_NANOS;
    while (now < end) {
      long start = System.nanoTime();
      stages.order();
      now = System.nanoTime();
      histogram.recordValue(now - start);
      count++;
    }
    long allocated = thread.getCurrentThreadAllocatedBytes() - before;
    ExchangeCorePeer.print("in line, risk and matching, per command", histogram);
    System.out.printf(
        "value\tin line, commands/s\t%d%n", (long) (count * (double) SECOND_NANOS / (now - begin)));
    System.out.printf("value\tin line, bytes allocated per command\t%d%n", allocated / count);
  }

  private void order() {
    long number = orders++;
    boolean rests = (number & 1) == 0;
    command.command = OrderCommandType.PLACE_ORDER;
    command.orderId = number + 1;
    command.symbol = ExchangeCorePeer.SYMBOL;
    command.price = ExchangeCorePeer.PRICE;
    command.reserveBidPrice = ExchangeCorePeer.PRICE;
    command.size = ExchangeCorePeer.SIZE;
    command.action = rests ? OrderAction.ASK : OrderAction.BID;
    command.orderType = rests ? OrderType.GTC : OrderType.IOC;
    command.uid = ExchangeCorePeer.user(number);
    command.timestamp = number;
    command.resultCode = CommandResultCode.NEW;
    command.matcherEvent = null;
    command.marketData = null;
    sequence++;
    risk.preProcessCommand(sequence, command);
    matching.processOrder(sequence, command);
    risk.handlerRiskRelease(sequence, command);
    if (command.resultCode != CommandResultCode.SUCCESS) {
      throw new IllegalStateException("expected SUCCESS, saw " + command.resultCode);
    }
    if (!rests && command.matcherEvent == null) {
      throw new IllegalStateException("expected the order to be filled");
    }
  }
}
