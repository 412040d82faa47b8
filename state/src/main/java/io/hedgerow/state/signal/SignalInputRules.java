package io.hedgerow.state.signal;

import static io.hedgerow.state.network.FieldRules.isEventId;
import static io.hedgerow.state.network.FieldRules.isName;
import static io.hedgerow.state.network.FieldRules.isTime;
import static io.hedgerow.state.network.FieldRules.refuseInstrument;

import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.state.network.RecordChecks;

/**
 * What views and triggers must satisfy before a signal is made of them. Each method returns why the
 * record must not be used, or null if it may be. Stateless, safe from any thread.
 */
public final class SignalInputRules {

  private static final int MAX_SCOPE_CHARS = 160;
  private static final int MAX_TEXT_CHARS = 4_096;

  private SignalInputRules() {}

  /** Judges a view of a funding rate. */
  public static DeadLetterReason refuse(FundingView view, String key, long nowMicros) {
    if (!isName(view.getAsset()) || view.getVersion() < 0 || !isEventId(view.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    DeadLetterReason address = refuseInstrument(view.getVenue(), view.getInstrument(), key);
    if (address != null) {
      return address;
    }
    if (!isTime(view.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    Long rateE8 = view.getRateE8();
    boolean plausible =
        rateE8 == null
            || (rateE8 <= RecordChecks.MAX_RATE_E8 && rateE8 >= -RecordChecks.MAX_RATE_E8);
    return plausible ? null : DeadLetterReason.OUT_OF_RANGE;
  }

  /** Judges a view of a chain. */
  public static DeadLetterReason refuse(ChainView view, String key, long nowMicros) {
    if (!isName(view.getChain()) || view.getVersion() < 0 || !isEventId(view.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!view.getChain().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    if (!isTime(view.getReceivedAtMicros(), nowMicros)) {
      return DeadLetterReason.IMPOSSIBLE_TIME;
    }
    boolean negative =
        isNegative(view.getBaseFeeGweiE8())
            || isNegative(view.getPriorityFeeGweiE8())
            || isNegative(view.getComputeUnitPriceMicroLamports())
            || isNegative(view.getConfirmationP50Micros())
            || isNegative(view.getConfirmationP90Micros());
    return negative ? DeadLetterReason.OUT_OF_RANGE : null;
  }

  /** Judges a trigger. */
  public static DeadLetterReason refuse(RiskTrigger trigger, String key, long nowMicros) {
    if (trigger.getSubject().length() > MAX_SCOPE_CHARS
        || trigger.getText().length() > MAX_TEXT_CHARS
        || !isEventId(trigger.getEventId())) {
      return DeadLetterReason.INVALID_FIELD;
    }
    if (!trigger.getScope().equals(key)) {
      return DeadLetterReason.WRONG_KEY;
    }
    return isTime(trigger.getRaisedAtMicros(), nowMicros) ? null : DeadLetterReason.IMPOSSIBLE_TIME;
  }

  private static boolean isNegative(Long value) {
    return value != null && value < 0;
  }
}
