package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.CommandReceivedEncoder;
import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.Scope;
import io.hedgerow.state.risk.command.CommandRefusal;
import io.hedgerow.state.risk.command.CommandVerifier;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.PolicySchedule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes signed commands for the whole system or for the module {@value #MODULE} inputs of the
 * engine, after it has verified them as the risk job does, with the keys of the policy in force
 * (RISK-3, RISK-6). One operator halts; a halt is lifted by RESUME alone, which two operators agree
 * to, and for the same scope alone. Commands for other scopes reach the engine as {@code
 * risk.state}.
 *
 * <p>A HALT that the policy or the clock of the moment does not let through is tried again with
 * each policy and each second until it expires: at a start the keys may come behind it. APPROVE and
 * RESUME from before this process began are refused: the process before it may have obeyed them,
 * and nobody remembers their nonces. Bounds: {@value #MAX_WAITING} such halts, and those of {@link
 * CommandVerifier}.
 *
 * <p>Not safe for concurrent use.
 */
public final class OperatorCommands {

  /** The name of the fast path as a scope. */
  public static final String MODULE = "fast-path";

  private static final int OPERATORS_TO_RESUME = 2;
  private static final int MAX_WAITING = 100;
  private static final int MESSAGE_BYTES = 1 << 14;
  private static final int MAX_NAME_CHARS = 200;
  private static final long RETRY_MICROS = 1_000_000;
  private static final Set<CommandRefusal> OF_THE_MOMENT =
      EnumSet.of(
          CommandRefusal.NO_POLICY,
          CommandRefusal.UNKNOWN_KEY,
          CommandRefusal.WRONG_OPERATOR,
          CommandRefusal.BAD_SIGNATURE,
          CommandRefusal.ROLE_MISSING,
          CommandRefusal.NOT_YET_VALID);

  /** A refusal, for people and counters. */
  @FunctionalInterface
  public interface Refusals {
    /** Also told of a HALT that is tried again. */
    void refused(OpsCommand command, CommandRefusal why);
  }

  private final KafkaBridge.Inputs inputs;
  private final Refusals refusals;
  private final long startMicros;
  private final CommandVerifier verifier = new CommandVerifier();
  private final PolicySchedule policies = new PolicySchedule();
  private final Deque<OpsCommand> waiting = new ArrayDeque<>();
  private long retriedMicros;
  private final Map<Scope, Map<String, Long>> approvals = new TreeMap<>();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final CommandReceivedEncoder message = new CommandReceivedEncoder();

  /**
   * @param inputs takes each input; must not refuse
   * @param startMicros when this process began to listen, wall clock, µs since the epoch
   */
  public OperatorCommands(KafkaBridge.Inputs inputs, Refusals refusals, long startMicros) {
    this.inputs = inputs;
    this.refusals = refusals;
    this.startMicros = startMicros;
  }

  /** Takes a policy; one that is not valid changes no key: the engine closes for it by itself. */
  public void policy(RiskPolicy record, long nowMicros) {
    if (record.getMode() != PolicyMode.LIVE) {
      return;
    }
    try {
      policies.add(Policy.of(record), nowMicros);
    } catch (IllegalArgumentException e) {
      return;
    }
    retry(nowMicros);
  }

  /** Time has come so far: policies take effect, and what waited for them is tried again. */
  public void advance(long nowMicros) {
    policies.forgetBefore(nowMicros);
    if (Math.abs(nowMicros - retriedMicros) >= RETRY_MICROS) {
      retry(nowMicros);
    }
  }

  private void retry(long nowMicros) {
    retriedMicros = nowMicros;
    Policy policy = policies.at(nowMicros);
    for (int left = waiting.size(); policy != null && left > 0; left--) {
      OpsCommand halt = waiting.removeFirst();
      Optional<CommandRefusal> refusal = verifier.verify(halt, policy::key, nowMicros);
      if (refusal.isEmpty()) {
        obey(halt, policy, nowMicros);
      } else if (OF_THE_MOMENT.contains(refusal.get()) && halt.getExpiresAtMicros() >= nowMicros) {
        waiting.addLast(halt);
      }
    }
  }

  /**
   * Takes a command.
   *
   * @param nowMicros wall clock, µs since the epoch
   */
  public void command(OpsCommand command, long nowMicros) {
    if (!isOurs(command)) {
      return;
    }
    Policy policy = policies.at(nowMicros);
    CommandRefusal refusal = refusal(command, policy, nowMicros);
    if (refusal == null) {
      refusal = obey(command, policy, nowMicros);
    } else if (command.getKind() == CommandKind.HALT && OF_THE_MOMENT.contains(refusal)) {
      if (waiting.size() == MAX_WAITING) {
        waiting.removeFirst();
      }
      waiting.addLast(command);
    }
    if (refusal != null) {
      refusals.refused(command, refusal);
    }
  }

  /** A refusal as one line for people; names of strangers are cut and cleaned. */
  static String textOf(OpsCommand command, CommandRefusal why) {
    String who = command.getOperator() + " with key " + command.getKeyId();
    String clean = who.replaceAll("[^\\x20-\\x7e]", "?");
    return command.getKind()
        + " of "
        + clean.substring(0, Math.min(clean.length(), MAX_NAME_CHARS))
        + ": "
        + why.sentence();
  }

  private CommandRefusal refusal(OpsCommand command, Policy policy, long nowMicros) {
    if (policy == null) {
      return CommandRefusal.NO_POLICY;
    }
    if (command.getKind() != CommandKind.HALT && command.getNotBeforeMicros() < startMicros) {
      return CommandRefusal.EXPIRED;
    }
    return verifier.verify(command, policy::key, nowMicros).orElse(null);
  }

  /** A retirement is the risk job's alone. */
  private static boolean isOurs(OpsCommand command) {
    return command.getKind() != CommandKind.RETIRE
        && (command.getScopeType() == ScopeType.SYSTEM
            || (command.getScopeType() == ScopeType.MODULE && command.getScope().equals(MODULE)));
  }

  /** Obeys a verified command; null, or why not. */
  private CommandRefusal obey(OpsCommand command, Policy policy, long nowMicros) {
    Scope scope = new Scope(command.getScopeType(), command.getScope());
    switch (command.getKind()) {
      case HALT -> {
        approvals.remove(scope);
        send(LocalCommand.HALT, command, command.getOperator());
      }
      case APPROVE ->
          approvals
              .computeIfAbsent(scope, s -> new TreeMap<>())
              .put(command.getOperator(), nowMicros);
      case RESUME -> {
        Set<String> operators = agreeing(scope, policy, nowMicros);
        if (policy.key(command.getKeyId()).getRoles().contains(OperatorRole.APPROVE)) {
          operators.add(command.getOperator());
        }
        if (operators.size() < OPERATORS_TO_RESUME) {
          return CommandRefusal.APPROVALS_MISSING;
        }
        approvals.remove(scope);
        send(LocalCommand.RESUME, command, String.join(", ", operators));
      }
      default -> throw new IllegalArgumentException("no command of ours: " + command.getKind());
    }
    return null;
  }

  /** Those whose approval is fresh and who still may approve. */
  private Set<String> agreeing(Scope scope, Policy policy, long nowMicros) {
    long lifeMicros = policy.machine().approvalMicros();
    Set<String> operators = new TreeSet<>();
    approvals
        .getOrDefault(scope, Map.of())
        .forEach(
            (operator, atMicros) -> {
              if (nowMicros - atMicros < lifeMicros && mayApprove(policy, operator)) {
                operators.add(operator);
              }
            });
    return operators;
  }

  private static boolean mayApprove(Policy policy, String operator) {
    for (OperatorKey key : policy.record().getOperators()) {
      if (key.getOperator().equals(operator) && key.getRoles().contains(OperatorRole.APPROVE)) {
        return true;
      }
    }
    return false;
  }

  private void send(LocalCommand what, OpsCommand command, String by) {
    String reason = command.getCommandId() + " " + command.getReason();
    byte[] byBytes = by.getBytes(StandardCharsets.UTF_8);
    byte[] reasonBytes = reason.getBytes(StandardCharsets.UTF_8);
    boolean system = command.getScopeType() == ScopeType.SYSTEM;
    message
        .wrapAndApplyHeader(buffer, 0, header)
        .command(what)
        .scopeType(system ? WireScope.SYSTEM : WireScope.MODULE)
        .scope((short) Registry.UNKNOWN)
        .source(CommandSource.OPERATORS)
        .putBy(byBytes, 0, byBytes.length)
        .putReason(reasonBytes, 0, reasonBytes.length);
    int length = MessageHeaderEncoder.ENCODED_LENGTH + message.encodedLength();
    inputs.offer(CommandReceivedEncoder.TEMPLATE_ID, buffer, length);
  }
}
