package io.hedgerow.state.risk.command;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;

/**
 * Verifies signed commands and remembers their nonces, so that none is obeyed twice.
 *
 * <p>A nonce is remembered until its command has expired; only commands with a good signature are,
 * so a stranger cannot fill the memory. A command that expires no later than one whose nonce was
 * forgotten counts as expired, even if the clock steps back. Bound: {@value #MAX_NONCES} nonces;
 * when it is full, only HALT is obeyed: a second HALT does no harm.
 *
 * <p>Not safe for concurrent use.
 */
public final class CommandVerifier {

  /** A command must expire within this time after it becomes valid: 60 s. */
  public static final long MAX_LIFE_MICROS = 60_000_000L;

  private static final int MAX_NONCES = 10_000;
  private static final int MAX_ID_LENGTH = 100;
  private static final int MAX_REASON_LENGTH = 500;
  private static final int MAX_SCOPE_LENGTH = 200;
  private static final int NONCE_DIGITS = 32;

  private final Map<String, Long> expiryByNonce = new TreeMap<>();
  private long forgottenUntilMicros = Long.MIN_VALUE;

  /**
   * Whether the command may be obeyed; if so, its nonce is used up.
   *
   * @param keys the policy's key of an ID, or null: {@code policy::key}
   * @param nowMicros the wall clock, µs since the epoch
   * @return why not, or empty
   */
  public Optional<CommandRefusal> verify(
      OpsCommand command, Function<String, OperatorKey> keys, long nowMicros) {
    Optional<CommandRefusal> refusal = authenticate(command, keys.apply(command.getKeyId()));
    if (refusal.isEmpty()) {
      refusal = shape(command);
    }
    if (refusal.isEmpty()) {
      refusal = time(command, nowMicros);
    }
    return refusal.isEmpty() ? use(command, nowMicros) : refusal;
  }

  private static Optional<CommandRefusal> authenticate(OpsCommand command, OperatorKey key) {
    if (key == null) {
      return Optional.of(CommandRefusal.UNKNOWN_KEY);
    }
    if (!key.getOperator().equals(command.getOperator())) {
      return Optional.of(CommandRefusal.WRONG_OPERATOR);
    }
    try {
      Signature signature = Signature.getInstance(OperatorKeys.ALGORITHM);
      signature.initVerify(OperatorKeys.decodePublic(key.getPublicKey()));
      signature.update(CommandBytes.of(command));
      if (!signature.verify(bytesOf(command.getSignature()))) {
        return Optional.of(CommandRefusal.BAD_SIGNATURE);
      }
    } catch (IllegalArgumentException e) {
      return Optional.of(CommandRefusal.UNKNOWN_KEY);
    } catch (GeneralSecurityException e) {
      // A signature of another length or of no point of the curve is refused by exception.
      return Optional.of(CommandRefusal.BAD_SIGNATURE);
    }
    return key.getRoles().contains(roleFor(command.getKind()))
        ? Optional.empty()
        : Optional.of(CommandRefusal.ROLE_MISSING);
  }

  private static byte[] bytesOf(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static OperatorRole roleFor(CommandKind kind) {
    return switch (kind) {
      case HALT -> OperatorRole.HALT;
      case APPROVE, RETIRE -> OperatorRole.APPROVE;
      case RESUME -> OperatorRole.RESUME;
    };
  }

  private static Optional<CommandRefusal> shape(OpsCommand command) {
    if (!isText(command.getCommandId(), MAX_ID_LENGTH)) {
      return Optional.of(CommandRefusal.MALFORMED_ID);
    }
    if (!isText(command.getReason(), MAX_REASON_LENGTH)) {
      return Optional.of(CommandRefusal.MALFORMED_REASON);
    }
    if (!isScope(command.getScopeType(), command.getScope())) {
      return Optional.of(CommandRefusal.MALFORMED_SCOPE);
    }
    boolean hasCause = isText(command.getCause(), MAX_ID_LENGTH);
    boolean causeFits =
        command.getKind() == CommandKind.RETIRE ? hasCause : command.getCause().isEmpty();
    if (!causeFits) {
      return Optional.of(CommandRefusal.MALFORMED_CAUSE);
    }
    String nonce = command.getNonce();
    boolean hexadecimal = nonce.chars().allMatch(CommandVerifier::isHexDigit);
    return nonce.length() == NONCE_DIGITS && hexadecimal
        ? Optional.empty()
        : Optional.of(CommandRefusal.MALFORMED_NONCE);
  }

  private static boolean isText(String text, int maxLength) {
    return !text.isBlank() && text.length() <= maxLength;
  }

  private static boolean isHexDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isScope(ScopeType type, String name) {
    if (name.length() > MAX_SCOPE_LENGTH) {
      return false;
    }
    return switch (type) {
      case SYSTEM -> name.equals(Scope.SYSTEM_NAME);
      case ROUTE ->
          isName(InstrumentKey.venueOf(name), InstrumentKey::isNameCharacter)
              && isName(InstrumentKey.instrumentOf(name), InstrumentKey::isNameCharacter);
      case ASSET, VENUE -> isName(name, InstrumentKey::isNameCharacter);
      case MODULE -> isName(name, c -> InstrumentKey.isNameCharacter(c) || (c >= 'a' && c <= 'z'));
    };
  }

  private static boolean isName(String name, IntPredicate character) {
    return !name.isEmpty() && name.chars().allMatch(character);
  }

  private Optional<CommandRefusal> time(OpsCommand command, long nowMicros) {
    if (command.getNotBeforeMicros() > nowMicros) {
      return Optional.of(CommandRefusal.NOT_YET_VALID);
    }
    long expiresAtMicros = command.getExpiresAtMicros();
    if (expiresAtMicros < nowMicros || expiresAtMicros <= forgottenUntilMicros) {
      return Optional.of(CommandRefusal.EXPIRED);
    }
    // From here on notBefore <= now <= expiresAt: the difference overflows only below a huge life.
    long lifeMicros = expiresAtMicros - command.getNotBeforeMicros();
    return lifeMicros < 0 || lifeMicros > MAX_LIFE_MICROS
        ? Optional.of(CommandRefusal.LIVES_TOO_LONG)
        : Optional.empty();
  }

  private Optional<CommandRefusal> use(OpsCommand command, long nowMicros) {
    String nonce = command.getNonce().toLowerCase(Locale.ROOT);
    if (expiryByNonce.containsKey(nonce)) {
      return Optional.of(CommandRefusal.REPLAYED);
    }
    forgetExpired(nowMicros);
    if (expiryByNonce.size() < MAX_NONCES) {
      expiryByNonce.put(nonce, command.getExpiresAtMicros());
      return Optional.empty();
    }
    return command.getKind() == CommandKind.HALT
        ? Optional.empty()
        : Optional.of(CommandRefusal.TOO_MANY);
  }

  private void forgetExpired(long nowMicros) {
    Iterator<Long> expiries = expiryByNonce.values().iterator();
    while (expiries.hasNext()) {
      long expiresAtMicros = expiries.next();
      if (expiresAtMicros < nowMicros) {
        forgottenUntilMicros = Math.max(forgottenUntilMicros, expiresAtMicros);
        expiries.remove();
      }
    }
  }

  /** Writes what it remembers. */
  public void write(PageWriter page) {
    page.number(forgottenUntilMicros).number(expiryByNonce.size());
    expiryByNonce.forEach((nonce, expiresAtMicros) -> page.text(nonce).number(expiresAtMicros));
  }

  /** The verifier that was written. */
  public static CommandVerifier read(PageReader page) {
    CommandVerifier verifier = new CommandVerifier();
    verifier.forgottenUntilMicros = page.number();
    int count = page.count(MAX_NONCES);
    for (int i = 0; i < count; i++) {
      verifier.expiryByNonce.put(page.text(), page.number());
    }
    return verifier;
  }
}
