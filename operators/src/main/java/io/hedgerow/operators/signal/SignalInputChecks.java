package io.hedgerow.operators.signal;

import io.hedgerow.operators.input.InputCheck;
import io.hedgerow.operators.network.InputChecks;
import io.hedgerow.operators.risk.RiskInputChecks;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.margin.AccountCheck;
import io.hedgerow.state.signal.SignalInputRules;

/** The content rules of the topics that the signals job reads. */
public final class SignalInputChecks {

  private SignalInputChecks() {}

  /**
   * The rules of an input.
   *
   * @throws IllegalArgumentException for a topic that the job does not read
   */
  public static InputCheck of(Topic topic) {
    return switch (topic) {
      case STATE_DEPTH -> RiskInputChecks.depth();
      case STATE_FUNDING -> InputCheck.decoded(FundingView.class, SignalInputRules::refuse);
      case STATE_CHAINS -> InputCheck.decoded(ChainView.class, SignalInputRules::refuse);
      case MARKET_REFERENCE -> InputChecks.references();
      case VENUE_ACCOUNTS -> InputChecks.accounts(AccountCheck.MAX_LISTED);
      case RISK_TRIGGERS -> InputCheck.decoded(RiskTrigger.class, SignalInputRules::refuse);
      case RISK_POLICY -> RiskInputChecks.policies();
      default ->
          throw new IllegalArgumentException(
              "expected an input of the signals job, saw " + topic.topicName());
    };
  }
}
