package io.hedgerow.operators.risk;

import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.operators.network.InputChecks;
import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.Acknowledgement;
import io.hedgerow.schemas.risk.RiskObservation;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.network.FieldRules;
import io.hedgerow.state.risk.DepthViewCheck;
import io.hedgerow.state.risk.RiskObservationCheck;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The content rules of the topics that only the risk job reads. Commands pass with the right key
 * alone, and policies if they were published before now, too: whether they are valid is for the
 * machine to judge, and to say aloud.
 */
public final class RiskInputChecks {

  /** No machine has published as many versions. */
  private static final long MAX_VERSION = 1L << 53;

  private static final Map<Topic, InputCheck> OBSERVED = observed();

  private RiskInputChecks() {}

  private static Map<Topic, InputCheck> observed() {
    Map<Topic, InputCheck> observed = new EnumMap<>(Topic.class);
    observed.put(Topic.MARKET_REFERENCE, InputChecks.references());
    observed.put(Topic.MARKET_FUNDING, InputChecks.funding());
    observed.put(Topic.VENUE_HEALTH, InputChecks.venues());
    observed.put(Topic.CHAIN_HEALTH, InputChecks.chains());
    observed.put(Topic.RISK_OBSERVATIONS, observations());
    observed.put(Topic.STATE_DEPTH, depth());
    return Collections.unmodifiableMap(observed);
  }

  /** The topics in which the risk job measures, each with its rules. */
  public static Map<Topic, InputCheck> ofObservedTopics() {
    return OBSERVED;
  }

  /** {@code risk.observations}. */
  private static InputCheck observations() {
    return InputCheck.decoded(RiskObservation.class, RiskObservationCheck::refuse);
  }

  /** {@code state.depth}. */
  public static InputCheck depth() {
    return InputCheck.decoded(DepthView.class, DepthViewCheck::refuse);
  }

  /** {@code risk.policy}. */
  public static InputCheck policies() {
    return InputCheck.decoded(
        RiskPolicy.class,
        (policy, key, now) ->
            policy.getPublishedAtMicros() > now + InputTimes.MAX_AHEAD_MICROS
                ? DeadLetterReason.IMPOSSIBLE_TIME
                : wrongKey(policy.getPolicyId(), key));
  }

  /** {@code ops.commands}. */
  public static InputCheck commands() {
    return InputCheck.decoded(
        OpsCommand.class, (command, key, now) -> wrongKey(command.getScope(), key));
  }

  /** {@code risk.acknowledgements}. */
  public static InputCheck acknowledgements() {
    return InputCheck.decoded(
        Acknowledgement.class,
        (ack, key, now) -> {
          boolean sane =
              FieldRules.isText(ack.getConsumer(), FieldRules.MAX_NAME_CHARS)
                  && ack.getBuild().length() <= FieldRules.MAX_NAME_CHARS
                  && ack.getStateVersion() >= 0
                  && ack.getStateVersion() < MAX_VERSION
                  && ack.getPolicyVersion() <= PolicyRecords.MAX_VERSION;
          if (!sane) {
            return DeadLetterReason.INVALID_FIELD;
          }
          return FieldRules.isTime(ack.getReceivedAtMicros(), now)
              ? wrongKey(ack.getConsumer(), key)
              : DeadLetterReason.IMPOSSIBLE_TIME;
        });
  }

  private static DeadLetterReason wrongKey(String expected, String seen) {
    return expected.equals(seen) ? null : DeadLetterReason.WRONG_KEY;
  }
}
