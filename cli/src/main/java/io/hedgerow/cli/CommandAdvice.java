package io.hedgerow.cli;

import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.command.CommandRefusal;
import io.hedgerow.state.risk.command.CommandVerifier;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the risk job would say of a signed command, asked of the newest live policy before the
 * command is sent (RISK-3). It is advice: the job decides, by the policy that is in effect there.
 *
 * @param objection why it would be refused; empty if it would not
 * @param unchecked why that is not known; empty if it is
 */
record CommandAdvice(String objection, String unchecked) {

  /** A halt must not wait long for the broker. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

  /** Reads the policy and asks the job's own verifier. */
  static CommandAdvice of(String bootstrapServers, OpsCommand command, long nowMicros) {
    try (NewestViews<RiskPolicy> newest =
        NewestViews.within(ANSWER_WITHIN, Topic.RISK_POLICY, RiskPolicy.class, bootstrapServers)) {
      newest.readToEnd();
      return of(
          Optional.ofNullable(newest.views().get(PolicyRecords.idOf(PolicyMode.LIVE))),
          command,
          nowMicros);
    } catch (RuntimeException e) {
      return new CommandAdvice("", "the policy cannot be read: " + e.getMessage());
    }
  }

  /** The same, of a policy that is at hand. */
  static CommandAdvice of(Optional<RiskPolicy> newest, OpsCommand command, long nowMicros) {
    if (newest.isEmpty()) {
      return new CommandAdvice(
          "", "risk.policy has no live policy; publish one with: hedgerow policy apply FILE");
    }
    RiskPolicy record = newest.get();
    Policy policy;
    try {
      policy = Policy.of(record);
    } catch (IllegalArgumentException e) {
      return new CommandAdvice(
          "", "live policy version " + record.getVersion() + " is not valid: " + e.getMessage());
    }
    return new CommandVerifier()
        .verify(command, policy::key, nowMicros)
        .map(refusal -> new CommandAdvice(sentence(refusal, command, record, nowMicros), ""))
        .orElseGet(() -> new CommandAdvice("", ""));
  }

  private static String sentence(
      CommandRefusal refusal, OpsCommand command, RiskPolicy policy, long nowMicros) {
    String future =
        policy.getEffectiveFromMicros() > nowMicros ? ", which is not in effect yet," : "";
    String version = "live policy version " + policy.getVersion() + future;
    OperatorKey known =
        policy.getOperators().stream()
            .filter(key -> key.getKeyId().equals(command.getKeyId()))
            .findFirst()
            .orElse(null);
    return switch (refusal) {
      case UNKNOWN_KEY ->
          version
              + " has no key "
              + command.getKeyId()
              + "; it has: "
              + keys(policy.getOperators());
      case WRONG_OPERATOR ->
          "in "
              + version
              + " the key "
              + command.getKeyId()
              + " belongs to "
              + known.getOperator()
              + ", and not to "
              + command.getOperator();
      case BAD_SIGNATURE ->
          "the private key does not belong to the public key of "
              + command.getKeyId()
              + " in "
              + version;
      case ROLE_MISSING ->
          "in "
              + version
              + " the key "
              + command.getKeyId()
              + " has the roles "
              + known.getRoles()
              + ", which do not allow "
              + command.getKind();
      default -> refusal.sentence();
    };
  }

  private static String keys(List<OperatorKey> operators) {
    return operators.isEmpty()
        ? "none"
        : operators.stream()
            .map(key -> key.getKeyId() + " of " + key.getOperator())
            .collect(Collectors.joining(", "));
  }

  /**
   * Whether the command may go out: a halt also where nobody can tell what becomes of it.
   *
   * @param force it goes out whatever is known
   * @return what to say beside sending it; may be empty
   * @throws UserException if it may not
   */
  String allow(CommandKind kind, boolean force) {
    String problem = objection.isEmpty() ? unchecked : objection;
    if (problem.isEmpty()) {
      return "";
    }
    boolean goes = force || (kind == CommandKind.HALT && objection.isEmpty());
    if (!goes) {
      throw new UserException(
          kind + " is not sent: " + problem + " (--force sends it all the same)");
    }
    return "Sending it unchecked: " + problem;
  }
}
