package io.hedgerow.benchmarks.fastpath;

import io.hedgerow.fastpath.engine.EngineOutputs;
import io.hedgerow.fastpath.engine.VenueLinks;
import io.hedgerow.fastpath.wire.DecidedEncoder;
import io.hedgerow.fastpath.wire.OrderRequestedEncoder;
import io.hedgerow.state.pair.PairOrder;
import org.agrona.MutableDirectBuffer;

/**
 * Notes when a signal was decided, its legs were built and handed to the link. It stands around the
 * journal and in place of the sessions; each note costs one reading of the clock.
 */
final class StageClock implements EngineOutputs, VenueLinks {

  long decidedNanos;
  long builtNanos;
  long sentNanos;
  long firstOrder;
  long secondOrder;
  long newestOrder;
  long quantityE8;
  int sent;

  /** Whether stages are noted; else only the second leg is, so that the whole costs one reading. */
  boolean noting;

  private EngineOutputs into;
  private VenueLinks next = VenueLinks.NONE;
  private int templateId;

  EngineOutputs around(EngineOutputs outputs) {
    into = outputs;
    return this;
  }

  /** Orders go on to these links; else they end here. */
  void goOnTo(VenueLinks links) {
    next = links;
  }

  void begin() {
    sent = 0;
    decidedNanos = 0;
    builtNanos = 0;
  }

  @Override
  public MutableDirectBuffer claim(int outputTemplateId, int length) {
    templateId = outputTemplateId;
    return into.claim(outputTemplateId, length);
  }

  @Override
  public void commit() {
    into.commit();
    if (!noting) {
      return;
    }
    if (templateId == DecidedEncoder.TEMPLATE_ID) {
      decidedNanos = System.nanoTime();
    } else if (templateId == OrderRequestedEncoder.TEMPLATE_ID) {
      builtNanos = System.nanoTime();
    }
  }

  @Override
  public void send(PairOrder order) {
    next.send(order);
    newestOrder = order.number();
    if (sent == 0) {
      firstOrder = newestOrder;
      quantityE8 = order.quantityE8();
    } else if (sent == 1) {
      secondOrder = newestOrder;
    }
    sent++;
    if (noting || sent == 2) {
      sentNanos = System.nanoTime();
    }
  }

  @Override
  public void cancel(PairOrder order, long requestNumber) {
    next.cancel(order, requestNumber);
  }

  @Override
  public void ask(PairOrder order) {
    next.ask(order);
  }
}
