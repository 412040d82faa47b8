package io.hedgerow.fastpath.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.wire.CommandReceivedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.state.risk.command.CommandRefusal;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("RISK-3")
@Tag("RISK-6")
class OperatorCommandsTest {

  private static final long START = 1_800_000_000_000_000L;
  private static final long NOW = START + 10_000_000;
  private static final long SECOND = 1_000_000;
  private static final KeyPair ANNA = OperatorKeys.generate();
  private static final KeyPair BEN = OperatorKeys.generate();
  private static final KeyPair STRANGER = OperatorKeys.generate();

  private final List<String> sent = new ArrayList<>();
  private final List<CommandRefusal> refused = new ArrayList<>();
  private final OperatorCommands commands =
      new OperatorCommands(this::offer, (command, why) -> refused.add(why), START);
  private long nonce;

  private boolean offer(int templateId, DirectBuffer buffer, int length) {
    CommandReceivedDecoder command =
        new CommandReceivedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    sent.add(
        command.command()
            + " "
            + command.source()
            + " "
            + command.scopeType()
            + " "
            + command.by()
            + ": "
            + command.reason());
    return true;
  }

  private static OperatorKey key(String operator, KeyPair pair, OperatorRole... roles) {
    return new OperatorKey(
        operator, operator + "-1", OperatorKeys.encode(pair.getPublic()), List.of(roles));
  }

  private static RiskPolicy policy(long version, long fromMicros, OperatorKey... keys) {
    RiskPolicy content =
        PolicyRecords.draft(PolicyRecords.standard().getValues(), List.of(keys), List.of());
    return PolicyRecords.publish(content, PolicyMode.LIVE, version, fromMicros, fromMicros, "test");
  }

  private static RiskPolicy bothMayDoAll(long version) {
    return policy(
        version,
        START,
        key("anna", ANNA, OperatorRole.HALT, OperatorRole.APPROVE, OperatorRole.RESUME),
        key("ben", BEN, OperatorRole.HALT, OperatorRole.APPROVE, OperatorRole.RESUME));
  }

  private OpsCommand unsigned(CommandKind kind, ScopeType type, String scope, String operator) {
    return OpsCommand.newBuilder()
        .setCommandId(kind + "-" + ++nonce)
        .setKind(kind)
        .setScopeType(type)
        .setScope(scope)
        .setOperator(operator)
        .setKeyId(operator + "-1")
        .setNonce(String.format(Locale.ROOT, "%032x", nonce))
        .setNotBeforeMicros(NOW)
        .setExpiresAtMicros(NOW + 30 * SECOND)
        .setReason("drill")
        .setSignature(ByteBuffer.allocate(0))
        .build();
  }

  private OpsCommand system(CommandKind kind, String operator) {
    OpsCommand command = unsigned(kind, ScopeType.SYSTEM, "SYSTEM", operator);
    return CommandSigner.sign(command, (operator.equals("anna") ? ANNA : BEN).getPrivate());
  }

  private OpsCommand module(CommandKind kind, String operator, String name) {
    OpsCommand command = unsigned(kind, ScopeType.MODULE, name, operator);
    return CommandSigner.sign(command, (operator.equals("anna") ? ANNA : BEN).getPrivate());
  }

  @Test
  void shouldHaltByOneOperatorAndResumeByTwo() {
    commands.policy(bothMayDoAll(1), NOW);

    commands.command(system(CommandKind.HALT, "anna"), NOW);
    commands.command(system(CommandKind.RESUME, "anna"), NOW);
    commands.command(system(CommandKind.APPROVE, "anna"), NOW);
    commands.command(system(CommandKind.RESUME, "anna"), NOW);
    commands.command(system(CommandKind.RESUME, "ben"), NOW);

    assertThat(sent)
        .containsExactly(
            "HALT OPERATORS SYSTEM anna: HALT-1 drill",
            "RESUME OPERATORS SYSTEM anna, ben: RESUME-5 drill");
    assertThat(refused)
        .containsExactly(CommandRefusal.APPROVALS_MISSING, CommandRefusal.APPROVALS_MISSING);
  }

  @Test
  void shouldKeepTheScopesApart() {
    commands.policy(bothMayDoAll(1), NOW);

    commands.command(module(CommandKind.HALT, "anna", "fast-path"), NOW);
    commands.command(module(CommandKind.HALT, "anna", "signals"), NOW);
    commands.command(system(CommandKind.APPROVE, "anna"), NOW);
    commands.command(module(CommandKind.RESUME, "ben", "fast-path"), NOW);

    assertThat(sent).containsExactly("HALT OPERATORS MODULE anna: HALT-1 drill");
    assertThat(refused).containsExactly(CommandRefusal.APPROVALS_MISSING);
  }

  @Test
  void shouldForgetApprovalsThatAreOldOrFromBeforeAHalt() {
    commands.policy(bothMayDoAll(1), NOW);
    commands.command(system(CommandKind.APPROVE, "anna"), NOW);
    commands.command(system(CommandKind.HALT, "ben"), NOW);
    commands.command(system(CommandKind.RESUME, "ben"), NOW);
    commands.command(system(CommandKind.APPROVE, "anna"), NOW);
    long later = NOW + 3_600 * SECOND * 24;
    OpsCommand late = unsigned(CommandKind.RESUME, ScopeType.SYSTEM, "SYSTEM", "ben");
    late.setNotBeforeMicros(later);
    late.setExpiresAtMicros(later + SECOND);

    commands.command(CommandSigner.sign(late, BEN.getPrivate()), later);

    assertThat(sent).hasSize(1);
    assertThat(refused)
        .containsExactly(CommandRefusal.APPROVALS_MISSING, CommandRefusal.APPROVALS_MISSING);
  }

  @Test
  void shouldNotCountTheApprovalOfWhoMayNoLongerApprove() {
    commands.policy(bothMayDoAll(1), NOW);
    commands.command(system(CommandKind.HALT, "anna"), NOW);
    commands.command(system(CommandKind.APPROVE, "anna"), NOW);
    commands.policy(
        policy(2, NOW, key("ben", BEN, OperatorRole.APPROVE, OperatorRole.RESUME)), NOW);

    commands.command(system(CommandKind.RESUME, "ben"), NOW);

    assertThat(refused).containsExactly(CommandRefusal.APPROVALS_MISSING);
  }

  static Stream<Arguments> forgeries() {
    return Stream.of(
        forgery(CommandRefusal.BAD_SIGNATURE, c -> c.setSignature(ByteBuffer.allocate(0))),
        forgery(CommandRefusal.BAD_SIGNATURE, c -> c.setSignature(ByteBuffer.allocate(64))),
        forgery(
            CommandRefusal.BAD_SIGNATURE,
            c -> c.setSignature(CommandSigner.sign(c, STRANGER.getPrivate()).getSignature())),
        forgery(CommandRefusal.BAD_SIGNATURE, c -> c.setReason("another")),
        forgery(CommandRefusal.BAD_SIGNATURE, c -> c.setKind(CommandKind.RESUME)),
        forgery(CommandRefusal.WRONG_OPERATOR, c -> c.setOperator("ben")),
        forgery(CommandRefusal.UNKNOWN_KEY, c -> c.setKeyId("nobody")),
        forgery(CommandRefusal.UNKNOWN_KEY, c -> c.setKeyId("\0\r\n".repeat(10_000))));
  }

  private static Arguments forgery(CommandRefusal why, Consumer<OpsCommand> change) {
    return Arguments.of(why, change);
  }

  @ParameterizedTest
  @MethodSource("forgeries")
  void shouldNotObeyWhatIsForged(CommandRefusal why, Consumer<OpsCommand> change) {
    commands.policy(bothMayDoAll(1), NOW);
    OpsCommand command = system(CommandKind.HALT, "anna");
    change.accept(command);

    commands.command(command, NOW);
    commands.advance(NOW + 2 * SECOND);

    assertThat(sent).isEmpty();
    assertThat(refused).containsExactly(why);
    assertThat(OperatorCommands.textOf(command, why)).hasSizeLessThan(400).doesNotContain("\n");
  }

  @Test
  void shouldNotObeyWhatIsRepeatedOldOrWithoutRole() {
    commands.policy(
        policy(
            1, START, key("anna", ANNA, OperatorRole.HALT), key("ben", BEN, OperatorRole.APPROVE)),
        NOW);
    OpsCommand halt = system(CommandKind.HALT, "anna");
    OpsCommand old = system(CommandKind.HALT, "anna");

    commands.command(halt, NOW);
    commands.command(halt, NOW + SECOND);
    commands.command(old, NOW + 31 * SECOND);
    commands.command(system(CommandKind.RESUME, "anna"), NOW);
    commands.command(system(CommandKind.HALT, "ben"), NOW);

    assertThat(sent).hasSize(1);
    assertThat(refused)
        .containsExactly(
            CommandRefusal.REPLAYED,
            CommandRefusal.EXPIRED,
            CommandRefusal.ROLE_MISSING,
            CommandRefusal.ROLE_MISSING);
  }

  @Test
  void shouldNotObeyAnApprovalFromBeforeTheStart() {
    commands.policy(bothMayDoAll(1), NOW);
    commands.command(system(CommandKind.HALT, "anna"), NOW);
    OpsCommand approve = unsigned(CommandKind.APPROVE, ScopeType.SYSTEM, "SYSTEM", "anna");
    approve.setNotBeforeMicros(START - 1);
    approve.setExpiresAtMicros(START + 59 * SECOND);

    commands.command(CommandSigner.sign(approve, ANNA.getPrivate()), NOW);
    commands.command(system(CommandKind.RESUME, "ben"), NOW);

    assertThat(refused).containsExactly(CommandRefusal.EXPIRED, CommandRefusal.APPROVALS_MISSING);
  }

  @Test
  void shouldObeyAHaltOnceItsKeysAreKnown() {
    OpsCommand halt = system(CommandKind.HALT, "anna");
    commands.command(halt, NOW);
    commands.policy(policy(1, START, key("ben", BEN, OperatorRole.HALT)), NOW);
    assertThat(sent).isEmpty();

    commands.policy(bothMayDoAll(2), NOW);

    assertThat(sent).containsExactly("HALT OPERATORS SYSTEM anna: HALT-1 drill");
    commands.policy(bothMayDoAll(3), NOW);
    assertThat(sent).as("once").hasSize(1);
  }

  @Test
  void shouldObeyAHaltThatIsValidSoon() {
    commands.policy(bothMayDoAll(1), NOW);
    OpsCommand soon = system(CommandKind.HALT, "anna");

    commands.command(soon, NOW - SECOND);
    commands.advance(NOW + SECOND);

    assertThat(sent).hasSize(1);
  }

  @Test
  void shouldNotObeyTheKeysOfAShadowPolicyOrOfOneToCome() {
    RiskPolicy shadow = bothMayDoAll(1);
    shadow.setMode(PolicyMode.SHADOW);
    commands.policy(shadow, NOW);
    commands.policy(policy(2, NOW + 60 * SECOND, key("anna", ANNA, OperatorRole.HALT)), NOW);

    commands.command(system(CommandKind.HALT, "anna"), NOW);
    commands.advance(NOW + 10 * SECOND);

    assertThat(sent).isEmpty();
    assertThat(refused).containsExactly(CommandRefusal.NO_POLICY);
  }
}
