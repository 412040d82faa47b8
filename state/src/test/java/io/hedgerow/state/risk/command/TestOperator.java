package io.hedgerow.state.risk.command;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** An operator with a key that is the same in every run. */
public record TestOperator(String name, String keyId, KeyPair pair) {

  /** An operator; equal names with different key IDs are one person with two keys. */
  public static TestOperator of(String name, String keyId) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(OperatorKeys.ALGORITHM);
      generator.initialize(255, new Fixed(keyId.hashCode()));
      return new TestOperator(name, keyId, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final byte fill;

    Fixed(int seed) {
      fill = (byte) seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      Arrays.fill(bytes, fill);
    }
  }

  /** The key as it stands in a policy. */
  public OperatorKey key(OperatorRole... roles) {
    return new OperatorKey(name, keyId, OperatorKeys.encode(pair.getPublic()), List.of(roles));
  }

  /** An unsigned command of this operator that is valid for 30 s. */
  public OpsCommand unsigned(
      CommandKind kind, ScopeType type, String scope, long nowMicros, long number) {
    return OpsCommand.newBuilder()
        .setCommandId(kind + "-" + name + "-" + number)
        .setKind(kind)
        .setScopeType(type)
        .setScope(scope)
        .setOperator(name)
        .setKeyId(keyId)
        .setNonce(String.format(Locale.ROOT, "%032x", number))
        .setNotBeforeMicros(nowMicros)
        .setExpiresAtMicros(nowMicros + 30_000_000)
        .setReason("drill " + number)
        .setSignature(ByteBuffer.allocate(0))
        .build();
  }

  /** The same, signed. */
  public OpsCommand signed(OpsCommand unsigned) {
    return CommandSigner.sign(unsigned, pair.getPrivate());
  }
}
