package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.journal.RecordHandler;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.AcknowledgedDecoder;
import io.hedgerow.fastpath.wire.DecidedDecoder;
import io.hedgerow.fastpath.wire.EscalatedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.fastpath.wire.NotSentDecoder;
import io.hedgerow.fastpath.wire.OrderChangedDecoder;
import io.hedgerow.fastpath.wire.OrderFilledDecoder;
import io.hedgerow.fastpath.wire.OrderRequestedDecoder;
import io.hedgerow.fastpath.wire.PairChangedDecoder;
import io.hedgerow.fastpath.wire.SentRequest;
import io.hedgerow.fastpath.wire.SignalReceivedDecoder;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.execution.OrderStep;
import io.hedgerow.schemas.risk.Acknowledgement;
import java.util.function.BiConsumer;
import org.agrona.DirectBuffer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What the journal says, as records of {@code execution.*} and {@code risk.acknowledgements}
 * (LIFE-2 to LIFE-5). A function of the journal alone: read again from its beginning it gives the
 * same records with the same IDs, so a publisher that was killed goes on where it stood. One
 * thread.
 *
 * <p>It must see the journal from its first record: what an output leaves out (the signal's ID, an
 * order's price) stands in a record before it. Of that it remembers the newest {@link
 * ExecutionMemory#MAX_PAIRS} pairs.
 */
public final class ExecutionRecords implements RecordHandler {

  private static final String CONSUMER = "fast-path";

  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final SignalReceivedDecoder signal = new SignalReceivedDecoder();
  private final DecidedDecoder decided = new DecidedDecoder();
  private final OrderRequestedDecoder requested = new OrderRequestedDecoder();
  private final OrderChangedDecoder changed = new OrderChangedDecoder();
  private final OrderFilledDecoder filled = new OrderFilledDecoder();
  private final PairChangedDecoder pair = new PairChangedDecoder();
  private final EscalatedDecoder escalated = new EscalatedDecoder();
  private final NotSentDecoder notSent = new NotSentDecoder();
  private final VenueReportDecoder report = new VenueReportDecoder();
  private final AcknowledgedDecoder acknowledged = new AcknowledgedDecoder();
  private final ExecutionMemory memory;
  private final DecisionRecords decisions;
  private final OrderRecords orders;
  private final String build;
  private final BiConsumer<Long, SpecificRecord> out;

  /**
   * @param build commit of this build, for acknowledgements
   * @param out takes the sequence in the journal and the record
   */
  public ExecutionRecords(Registry registry, String build, BiConsumer<Long, SpecificRecord> out) {
    this.build = build;
    this.out = out;
    memory = new ExecutionMemory(registry);
    decisions = new DecisionRecords(registry, memory);
    orders = new OrderRecords(registry, memory);
  }

  @Override
  public void onRecord(
      long sequence, int type, long timeMicros, DirectBuffer buffer, int offset, int length) {
    memory.at(sequence, timeMicros);
    switch (type) {
      case SignalReceivedDecoder.TEMPLATE_ID ->
          memory.signal(sequence, signal.wrapAndApplyHeader(buffer, offset, header));
      case VenueReportDecoder.TEMPLATE_ID ->
          memory.report(sequence, report.wrapAndApplyHeader(buffer, offset, header));
      case NotSentDecoder.TEMPLATE_ID -> {
        notSent.wrapAndApplyHeader(buffer, offset, header);
        if (notSent.request() == SentRequest.ORDER) {
          out(sequence, orders.step(notSent.orderNumber(), OrderStep.NOT_SENT));
        }
      }
      case DecidedDecoder.TEMPLATE_ID -> {
        out(sequence, decisions.of(decided.wrapAndApplyHeader(buffer, offset, header)));
        if (decided.accepted() != YesNo.YES) {
          memory.forget(decided.correlation());
        }
      }
      case OrderRequestedDecoder.TEMPLATE_ID ->
          out(sequence, orders.of(requested.wrapAndApplyHeader(buffer, offset, header)));
      case OrderChangedDecoder.TEMPLATE_ID ->
          out(sequence, orders.of(changed.wrapAndApplyHeader(buffer, offset, header)));
      case OrderFilledDecoder.TEMPLATE_ID ->
          out(sequence, orders.of(filled.wrapAndApplyHeader(buffer, offset, header)));
      case PairChangedDecoder.TEMPLATE_ID -> {
        out(sequence, orders.of(pair.wrapAndApplyHeader(buffer, offset, header)));
        if (OrderRecords.isRefused(pair)) {
          memory.forget(pair.correlation());
        }
      }
      case EscalatedDecoder.TEMPLATE_ID ->
          out(sequence, orders.of(escalated.wrapAndApplyHeader(buffer, offset, header)));
      case AcknowledgedDecoder.TEMPLATE_ID -> {
        acknowledged.wrapAndApplyHeader(buffer, offset, header);
        out(sequence, acknowledgement(sequence, timeMicros));
      }
      default -> {
        // Of no interest to the topics.
      }
    }
  }

  private Acknowledgement acknowledgement(long sequence, long timeMicros) {
    return new Acknowledgement(
        CONSUMER,
        acknowledged.riskVersion(),
        acknowledged.policyVersion(),
        build,
        timeMicros,
        EventIds.of("Acknowledgement", memory.journalId(), sequence));
  }

  private void out(long sequence, SpecificRecord record) {
    if (record != null) {
      out.accept(sequence, record);
    }
  }
}
