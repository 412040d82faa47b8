package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.SignalReceivedEncoder;
import io.hedgerow.fastpath.wire.WirePurpose;
import io.hedgerow.fastpath.wire.WireSide;
import io.hedgerow.fastpath.wire.WireSource;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.execution.SignalPurpose;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes signals as inputs of the engine. A signal about something that the registry does not know
 * is an input, too: it is rejected, and the rejection is recorded. One object for one thread.
 */
public final class SignalInputs {

  private static final int MAX_BYTES = 1_024;
  private static final int MAX_ID = 128;

  private final Registry registry;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SignalReceivedEncoder out = new SignalReceivedEncoder();

  /** In the numbers of this registry. */
  public SignalInputs(Registry registry) {
    this.registry = registry;
  }

  /** Where the message stands, from 0. */
  public UnsafeBuffer buffer() {
    return buffer;
  }

  /** Returns the length of the message. */
  public int encode(Signal signal) {
    boolean pair = !signal.getSecondVenue().isEmpty();
    out.wrapAndApplyHeader(buffer, 0, header)
        .source(source(signal))
        .purpose(signal.getPurpose() == SignalPurpose.OPEN ? WirePurpose.OPEN : WirePurpose.REDUCE)
        .firstSide(signal.getDirection() == Direction.LONG_FIRST ? WireSide.BUY : WireSide.SELL)
        .firstInstrument(
            (short) registry.instrument(signal.getFirstVenue(), signal.getFirstInstrument()))
        .secondInstrument(
            (short)
                (pair
                    ? registry.instrument(signal.getSecondVenue(), signal.getSecondInstrument())
                    : Registry.UNKNOWN))
        .legs((short) (pair ? 2 : 1))
        .notionalE8(signal.getNotionalE8())
        .maxSlippagePpm(signal.getMaxSlippagePpm())
        .timeoutMicros(signal.getTimeoutMicros())
        .expectedEdgePpm(signal.getExpectedEdgePpm())
        .feesPpm(cost(signal, CostKind.FEES))
        .slippagePpm(cost(signal, CostKind.SLIPPAGE))
        .networkPpm(cost(signal, CostKind.NETWORK))
        .borrowPpm(cost(signal, CostKind.BORROW))
        .createdAtMicros(signal.getCreatedAtMicros())
        .policyVersion(signal.getPolicyVersion());
    String id = signal.getSignalId();
    out.signalId(id.substring(0, Math.min(id.length(), MAX_ID)));
    return MessageHeaderEncoder.ENCODED_LENGTH + out.encodedLength();
  }

  private static WireSource source(Signal signal) {
    return switch (signal.getSource()) {
      case FUNDING -> WireSource.FUNDING;
      case ALPHA -> WireSource.ALPHA;
      case RISK -> WireSource.RISK;
    };
  }

  private static long cost(Signal signal, CostKind kind) {
    long ppm = 0;
    for (SignalCost cost : signal.getCosts()) {
      ppm += cost.getKind() == kind ? cost.getPpm() : 0;
    }
    return ppm;
  }
}
