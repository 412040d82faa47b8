package io.hedgerow.state.risk.command;

import io.hedgerow.schemas.ops.OpsCommand;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signs commands with Ed25519 over their canonical bytes. Stateless, safe from any thread. */
public final class CommandSigner {

  private CommandSigner() {}

  /**
   * The same command with its signature, whatever stood there before.
   *
   * @throws IllegalArgumentException if the key cannot sign
   */
  public static OpsCommand sign(OpsCommand unsigned, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(OperatorKeys.ALGORITHM);
      signature.initSign(key);
      signature.update(CommandBytes.of(unsigned));
      return OpsCommand.newBuilder(unsigned)
          .setSignature(ByteBuffer.wrap(signature.sign()))
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("expected an Ed25519 private key", e);
    }
  }
}
