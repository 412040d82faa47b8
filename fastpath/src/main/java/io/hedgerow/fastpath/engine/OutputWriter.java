package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.wire.AcknowledgedEncoder;
import io.hedgerow.fastpath.wire.DecidedEncoder;
import io.hedgerow.fastpath.wire.EscalatedEncoder;
import io.hedgerow.fastpath.wire.HaltedEncoder;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.OrderChangedEncoder;
import io.hedgerow.fastpath.wire.OrderFilledEncoder;
import io.hedgerow.fastpath.wire.OrderRequestedEncoder;
import io.hedgerow.fastpath.wire.PairChangedEncoder;
import io.hedgerow.fastpath.wire.SentRequest;
import io.hedgerow.fastpath.wire.WireRole;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateCheck;
import io.hedgerow.state.gate.GateDecision;
import io.hedgerow.state.gate.GateInputs;
import io.hedgerow.state.order.PairSizer;
import io.hedgerow.state.pair.Escalation;
import io.hedgerow.state.pair.OpenResult;
import io.hedgerow.state.pair.OrderRole;
import io.hedgerow.state.pair.Pair;
import io.hedgerow.state.pair.PairOrder;
import io.hedgerow.state.pair.PairOutcome;
import io.hedgerow.state.pair.PairOutputs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes what the engine says, and sends what is for a venue after it was written. Steps of an
 * order are numbered by leg, so that a reader need not trust the order of arrival.
 */
final class OutputWriter implements PairOutputs {

  /** A pair is open again, or has ended. */
  static final int PAIR_REOPENED = 1;

  static final int PAIR_ENDED = 2;
  static final int PAIR_AMENDED = 3;

  /** An accepted pair was not opened. */
  static final int PAIR_REFUSED = 4;

  private static final GateCheck[] CHECKS = GateCheck.values();
  private static final int INPUT_BYTES = 3 * GateInputs.SLOTS * Long.BYTES;

  private final Mirror mirror;
  private final RateBudgets budgets;
  private final EngineOutputs outputs;
  private final VenueLinks links;
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final DecidedEncoder decided = new DecidedEncoder();
  private final OrderRequestedEncoder requested = new OrderRequestedEncoder();
  private final OrderChangedEncoder changed = new OrderChangedEncoder();
  private final OrderFilledEncoder filled = new OrderFilledEncoder();
  private final PairChangedEncoder pairChanged = new PairChangedEncoder();
  private final AcknowledgedEncoder acknowledged = new AcknowledgedEncoder();
  private final EscalatedEncoder escalated = new EscalatedEncoder();
  private final HaltedEncoder haltedEncoder = new HaltedEncoder();

  /** In between: copied as a whole, which is several times faster than number by number. */
  private final ByteBuffer inputBytes =
      ByteBuffer.allocateDirect(INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private final LongBuffer inputLongs = inputBytes.asLongBuffer();
  private long inputSequence;

  OutputWriter(Mirror mirror, RateBudgets budgets, EngineOutputs outputs, VenueLinks links) {
    this.mirror = mirror;
    this.budgets = budgets;
    this.outputs = outputs;
    this.links = links;
  }

  /** What is written from now on follows from this input. */
  void of(long sequence) {
    inputSequence = sequence;
  }

  void decided(
      long correlation,
      GateDecision decision,
      GateInputs inputs,
      PairSizer sizer,
      long policyVersion) {
    int length =
        MessageHeaderEncoder.ENCODED_LENGTH
            + DecidedEncoder.BLOCK_LENGTH
            + DecidedEncoder.inputsHeaderLength()
            + INPUT_BYTES;
    MutableDirectBuffer room = outputs.claim(DecidedEncoder.TEMPLATE_ID, length);
    decided
        .wrapAndApplyHeader(room, 0, header)
        .correlation(correlation)
        .accepted(yesNo(decision.accepted()))
        .signalSequence(inputSequence)
        .policyVersion(policyVersion)
        .riskVersion(mirror.riskVersion())
        .quantityE8(sizer.quantityE8())
        .firstLimitE8(sizer.limitE8(0))
        .secondLimitE8(sizer.limitE8(1));
    for (GateCheck check : CHECKS) {
      decided.verdicts(check.index(), decision.number(check));
    }
    int at = decided.limit();
    room.putShort(at, (short) INPUT_BYTES, ByteOrder.LITTLE_ENDIAN);
    at += DecidedEncoder.inputsHeaderLength();
    inputs.copyTo(inputLongs);
    room.putBytes(at, inputBytes, 0, INPUT_BYTES);
    outputs.commit();
  }

  @Override
  public void sendOrder(PairOrder order) {
    request(SentRequest.ORDER, order, order.number());
    budgets.take(order.venue());
    links.send(order);
  }

  @Override
  public void cancelOrder(PairOrder order, long requestNumber) {
    request(SentRequest.CANCEL, order, requestNumber);
    budgets.take(order.venue());
    links.cancel(order, requestNumber);
  }

  @Override
  public void askStatus(PairOrder order) {
    request(SentRequest.STATUS, order, order.number());
    budgets.take(order.venue());
    links.ask(order);
  }

  private void request(SentRequest kind, PairOrder order, long requestNumber) {
    MutableDirectBuffer room =
        outputs.claim(
            OrderRequestedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + OrderRequestedEncoder.BLOCK_LENGTH);
    requested
        .wrapAndApplyHeader(room, 0, header)
        .request(kind)
        .correlation(order.correlationNumber())
        .orderNumber(order.number())
        .requestNumber(requestNumber)
        .leg((short) order.leg())
        .role(role(order.role()))
        .instrument((short) order.instrument())
        .side(side(order.side()))
        .quantityE8(order.quantityE8())
        .limitE8(order.limitPriceE8())
        .reduceOnly(yesNo(order.reduceOnly()));
    outputs.commit();
  }

  @Override
  public void orderFilled(PairOrder order, long moreE8, long priceE8, long executionHash) {
    mirror.filled(order.instrument(), order.side(), moreE8);
    MutableDirectBuffer room =
        outputs.claim(
            OrderFilledEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + OrderFilledEncoder.BLOCK_LENGTH);
    filled
        .wrapAndApplyHeader(room, 0, header)
        .correlation(order.correlationNumber())
        .orderNumber(order.number())
        .leg((short) order.leg())
        .role(role(order.role()))
        .moreE8(moreE8)
        .priceE8(priceE8)
        .cumulativeE8(order.filledE8())
        .inputSequence(inputSequence);
    outputs.commit();
  }

  /** Its report stands in the journal already, as what it is: an input. */
  @Override
  public void strangerFilled(int instrument, OrderSide side, long moreE8) {
    mirror.filled(instrument, side, moreE8);
  }

  @Override
  public void orderChanged(PairOrder order) {
    MutableDirectBuffer room =
        outputs.claim(
            OrderChangedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + OrderChangedEncoder.BLOCK_LENGTH);
    changed
        .wrapAndApplyHeader(room, 0, header)
        .correlation(order.correlationNumber())
        .orderNumber(order.number())
        .leg((short) order.leg())
        .role(role(order.role()))
        .state((short) order.state().number())
        .end((short) order.end().number())
        .cumulativeE8(order.filledE8())
        .inputSequence(inputSequence);
    outputs.commit();
  }

  @Override
  public void pairReopened(Pair pair) {
    pair(pair, PAIR_REOPENED, 0);
  }

  @Override
  public void pairEnded(Pair pair, PairOutcome outcome, boolean amended) {
    pair(pair, amended ? PAIR_AMENDED : PAIR_ENDED, outcome.number());
  }

  /** Accepted by the gate, and not opened after all: nothing was sent. */
  void refused(long correlation, OpenResult result) {
    pair(correlation, PAIR_REFUSED, result.number(), 0, 0);
  }

  private void pair(Pair pair, int step, int state) {
    pair(pair.correlationNumber(), step, state, pair.imbalanceE8(), pair.residualE8());
  }

  private void pair(long correlation, int step, int state, long imbalanceE8, long residualE8) {
    MutableDirectBuffer room =
        outputs.claim(
            PairChangedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + PairChangedEncoder.BLOCK_LENGTH);
    pairChanged
        .wrapAndApplyHeader(room, 0, header)
        .correlation(correlation)
        .step((short) step)
        .state((short) state)
        .imbalanceE8(imbalanceE8)
        .residualE8(residualE8);
    outputs.commit();
  }

  @Override
  public void escalate(
      Escalation reason, long correlationNumber, long orderNumber, int venue, long seenE8) {
    if (venue >= 0) {
      mirror.lock(venue, true);
    }
    MutableDirectBuffer room =
        outputs.claim(
            EscalatedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + EscalatedEncoder.BLOCK_LENGTH);
    escalated
        .wrapAndApplyHeader(room, 0, header)
        .reason((short) reason.number())
        .correlation(correlationNumber)
        .venue((short) venue)
        .orderNumber(orderNumber)
        .quantityE8(seenE8);
    outputs.commit();
  }

  void acknowledged(long policyVersion) {
    MutableDirectBuffer room =
        outputs.claim(
            AcknowledgedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + AcknowledgedEncoder.BLOCK_LENGTH);
    acknowledged
        .wrapAndApplyHeader(room, 0, header)
        .riskVersion(mirror.riskVersion())
        .policyVersion(policyVersion);
    outputs.commit();
  }

  void halted(boolean halted, boolean flat) {
    MutableDirectBuffer room =
        outputs.claim(
            HaltedEncoder.TEMPLATE_ID,
            MessageHeaderEncoder.ENCODED_LENGTH + HaltedEncoder.BLOCK_LENGTH);
    haltedEncoder.wrapAndApplyHeader(room, 0, header).halted(yesNo(halted)).flat(yesNo(flat));
    outputs.commit();
  }

  private static YesNo yesNo(boolean yes) {
    return yes ? YesNo.YES : YesNo.NO;
  }

  private static WireSide side(OrderSide side) {
    return side == OrderSide.BUY ? WireSide.BUY : WireSide.SELL;
  }

  private static WireRole role(OrderRole role) {
    return switch (role) {
      case LEG -> WireRole.ENTRY;
      case OFFSET -> WireRole.OFFSET;
      case RESIDUAL -> WireRole.RESIDUAL;
    };
  }
}
