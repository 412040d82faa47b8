package io.hedgerow.state.risk.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("RISK-3")
class CommandVerifierTest {

  private static final long NOW = 1_704_067_200_000_000L;
  private static final long SECOND = 1_000_000;
  private static final TestOperator ALICE = TestOperator.of("alice", "a1");
  private static final TestOperator BOB = TestOperator.of("bob", "b1");
  private static final Map<String, OperatorKey> KEYS =
      Map.of(
          "a1", ALICE.key(OperatorRole.HALT, OperatorRole.RESUME),
          "b1", BOB.key(OperatorRole.HALT),
          "broken", new OperatorKey("alice", "broken", "AAAA", ALICE.key().getRoles()));

  private CommandVerifier verifier = new CommandVerifier();

  private static OpsCommand halt(long number) {
    return ALICE.unsigned(CommandKind.HALT, ScopeType.ASSET, "BTC", NOW, number);
  }

  private Optional<CommandRefusal> verify(OpsCommand command, long nowMicros) {
    return verifier.verify(command, KEYS::get, nowMicros);
  }

  @Test
  void shouldAcceptACommandAsItWasSigned() {
    assertThat(verify(ALICE.signed(halt(1)), NOW)).isEmpty();
  }

  private static Arguments changed(CommandRefusal refusal, Consumer<OpsCommand> change) {
    return Arguments.of(refusal, change);
  }

  static Stream<Arguments> changesBeforeSigning() {
    return Stream.of(
        changed(CommandRefusal.UNKNOWN_KEY, command -> command.setKeyId("c1")),
        changed(CommandRefusal.UNKNOWN_KEY, command -> command.setKeyId("broken")),
        changed(CommandRefusal.WRONG_OPERATOR, command -> command.setOperator("bob")),
        changed(CommandRefusal.ROLE_MISSING, command -> command.setKind(CommandKind.APPROVE)),
        changed(CommandRefusal.MALFORMED_ID, command -> command.setCommandId(" ")),
        changed(CommandRefusal.MALFORMED_ID, command -> command.setCommandId("x".repeat(101))),
        changed(CommandRefusal.MALFORMED_REASON, command -> command.setReason("\t")),
        changed(CommandRefusal.MALFORMED_REASON, command -> command.setReason("x".repeat(501))),
        changed(CommandRefusal.MALFORMED_SCOPE, command -> command.setScope("")),
        changed(CommandRefusal.MALFORMED_SCOPE, command -> command.setScope("BTC ETH")),
        changed(CommandRefusal.MALFORMED_SCOPE, c -> c.setScopeType(ScopeType.SYSTEM)),
        changed(CommandRefusal.MALFORMED_SCOPE, c -> c.setScopeType(ScopeType.ROUTE)),
        changed(CommandRefusal.MALFORMED_CAUSE, command -> command.setCause("trigger")),
        changed(CommandRefusal.MALFORMED_NONCE, command -> command.setNonce("0".repeat(31))),
        changed(CommandRefusal.MALFORMED_NONCE, command -> command.setNonce("g".repeat(32))),
        changed(CommandRefusal.NOT_YET_VALID, command -> command.setNotBeforeMicros(NOW + 1)),
        changed(CommandRefusal.EXPIRED, command -> command.setExpiresAtMicros(NOW - 1)),
        changed(
            CommandRefusal.LIVES_TOO_LONG,
            command -> command.setExpiresAtMicros(NOW + 60 * SECOND + 1)),
        changed(
            CommandRefusal.LIVES_TOO_LONG, command -> command.setNotBeforeMicros(Long.MIN_VALUE)));
  }

  @ParameterizedTest
  @MethodSource("changesBeforeSigning")
  void shouldRefuseWhatWasSignedWrong(CommandRefusal refusal, Consumer<OpsCommand> change) {
    OpsCommand command = halt(1);
    change.accept(command);

    assertThat(verify(ALICE.signed(command), NOW)).contains(refusal);
    assertThat(verify(ALICE.signed(halt(1)), NOW)).as("its nonce is not used up").isEmpty();
  }

  static Stream<Consumer<OpsCommand>> changesAfterSigning() {
    return Stream.of(
        command -> command.setCommandId("other"),
        command -> command.setKind(CommandKind.RESUME),
        command -> command.setScopeType(ScopeType.VENUE),
        command -> command.setScope("ETH"),
        command -> command.setNonce("f".repeat(32)),
        command -> command.setNotBeforeMicros(NOW - 1),
        command -> command.setExpiresAtMicros(NOW + 1),
        command -> command.setReason("another"),
        command -> command.setCause("another"),
        command -> command.setSignature(ByteBuffer.allocate(64)),
        command -> command.setSignature(ByteBuffer.allocate(0)));
  }

  @ParameterizedTest
  @MethodSource("changesAfterSigning")
  void shouldRefuseWhatWasChangedAfterSigning(Consumer<OpsCommand> change) {
    OpsCommand command = ALICE.signed(halt(1));
    change.accept(command);

    assertThat(verify(command, NOW)).contains(CommandRefusal.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"'',MALFORMED_CAUSE", "' ',MALFORMED_CAUSE", "trigger-1,"})
  void shouldAskForTheCauseThatIsToBeRetired(String cause, CommandRefusal refusal) {
    TestOperator carol = TestOperator.of("carol", "c1");
    OpsCommand command = carol.unsigned(CommandKind.RETIRE, ScopeType.ASSET, "BTC", NOW, 1);
    command.setCause(cause);
    OperatorKey key = carol.key(OperatorRole.APPROVE);

    assertThat(verifier.verify(carol.signed(command), keyId -> key, NOW))
        .isEqualTo(Optional.ofNullable(refusal));
    assertThat(
            verifier.verify(
                carol.signed(command),
                keyId -> carol.key(OperatorRole.HALT, OperatorRole.RESUME),
                NOW))
        .contains(CommandRefusal.ROLE_MISSING);
  }

  @Test
  void shouldRefuseAnotherOperatorsSignature() {
    assertThat(verify(BOB.signed(halt(1)), NOW)).contains(CommandRefusal.BAD_SIGNATURE);
  }

  @Test
  void shouldNotReadTwoFieldsWithAnotherBorderAsTheSame() {
    OpsCommand command = halt(1);
    command.setOperator("alice");
    OpsCommand moved = OpsCommand.newBuilder(command).setOperator("alicea").setKeyId("1").build();

    assertThat(CommandBytes.of(moved)).isNotEqualTo(CommandBytes.of(command));
  }

  @ParameterizedTest
  @CsvSource({"ROUTE,SIM-ALPHA|BTC-USDT", "VENUE,SIM-ALPHA", "MODULE,hedge-join", "SYSTEM,SYSTEM"})
  void shouldAcceptEachTypeOfScope(ScopeType type, String scope) {
    OpsCommand command = ALICE.unsigned(CommandKind.HALT, type, scope, NOW, 1);

    assertThat(verify(ALICE.signed(command), NOW)).isEmpty();
  }

  @Test
  void shouldAcceptItUntilItExpires() {
    assertThat(verify(ALICE.signed(halt(1)), NOW + 30 * SECOND)).isEmpty();
    assertThat(verify(ALICE.signed(halt(2)), NOW + 30 * SECOND + 1))
        .contains(CommandRefusal.EXPIRED);
  }

  @Test
  void shouldRefuseAReplayAlsoAfterARestart() {
    OpsCommand command = ALICE.signed(halt(0xabc));
    verify(command, NOW);
    OpsCommand upperCase = halt(0xabc);
    upperCase.setNonce(upperCase.getNonce().toUpperCase(java.util.Locale.ROOT));

    PageWriter page = new PageWriter(1);
    verifier.write(page);
    verifier = CommandVerifier.read(new PageReader("verifier", page.toPage(), 1));

    assertThat(verify(command, NOW + SECOND)).contains(CommandRefusal.REPLAYED);
    assertThat(verify(ALICE.signed(upperCase), NOW)).contains(CommandRefusal.REPLAYED);
  }

  @Test
  void shouldRefuseAReplayAfterItsNonceWasForgottenAndTheClockSteppedBack() {
    OpsCommand command = ALICE.signed(halt(1));
    verify(command, NOW);
    OpsCommand later = ALICE.unsigned(CommandKind.HALT, ScopeType.ASSET, "BTC", NOW, 2);
    later.setExpiresAtMicros(NOW + 50 * SECOND);
    assertThat(verify(ALICE.signed(later), NOW + 40 * SECOND)).isEmpty();

    assertThat(verify(command, NOW + SECOND)).contains(CommandRefusal.EXPIRED);
  }

  @Test
  @Tag("slow")
  void shouldObeyOnlyHaltsWhenTooManyNoncesAreRemembered() {
    for (int number = 0; number < 10_000; number++) {
      assertThat(verify(ALICE.signed(halt(number)), NOW)).isEmpty();
    }
    OpsCommand resume = ALICE.unsigned(CommandKind.RESUME, ScopeType.ASSET, "BTC", NOW, 10_000);

    assertThat(verify(ALICE.signed(resume), NOW)).contains(CommandRefusal.TOO_MANY);
    assertThat(verify(ALICE.signed(halt(10_001)), NOW)).isEmpty();
    OpsCommand afterwards =
        ALICE.unsigned(CommandKind.RESUME, ScopeType.ASSET, "BTC", NOW + 31 * SECOND, 10_002);
    assertThat(verify(ALICE.signed(afterwards), NOW + 31 * SECOND)).isEmpty();
  }

  @Test
  void shouldReadKeysBackFromTheirText() {
    KeyPair pair = OperatorKeys.generate();

    assertThat(OperatorKeys.decodePublic(OperatorKeys.encode(pair.getPublic())))
        .isEqualTo(pair.getPublic());
    assertThat(OperatorKeys.decodePrivate(OperatorKeys.encode(pair.getPrivate())))
        .isEqualTo(pair.getPrivate());
    assertThatThrownBy(() -> OperatorKeys.decodePublic("AAAA"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> OperatorKeys.decodePrivate("no Base64"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
