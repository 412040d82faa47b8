package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.jobs.risk.PolicyFile;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Signature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Keys of operators: secret in a file, public in the policy. */
@Tag("RISK-3")
@EnabledOnOs({OS.LINUX, OS.MAC})
class KeyFileTest {

  @TempDir Path folder;

  @Test
  void shouldMakeAKeyWhoseEntryFitsThePolicy() throws Exception {
    Outcome made = keygen();
    Path file = folder.resolve("anna.key");

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(made.out() + made.err()).doesNotContain(Files.readString(file).trim());
    String shipped = Files.readString(Path.of("../flink-conf/policy.yaml"));
    OperatorKey entry =
        Policy.of(PolicyFile.parse(shipped.replace("operators: []", made.out())))
            .record()
            .getOperators()
            .get(0);
    assertThat(entry.getOperator()).isEqualTo("anna");
    assertThat(entry.getKeyId()).matches("anna-[0-9a-f]{8}");
    assertPair(file, entry.getPublicKey());
  }

  @Test
  void shouldNotOverwriteAKey() throws IOException {
    keygen();
    String first = Files.readString(folder.resolve("anna.key"));

    Outcome refused = keygen();

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("is there already; a key is never overwritten");
    assertThat(Files.readString(folder.resolve("anna.key"))).isEqualTo(first);
  }

  @Test
  void shouldRefuseAKeyThatOthersCanRead() throws IOException {
    keygen();
    Path file = folder.resolve("anna.key");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + " is open to other users; close it with: chmod 600 " + file);
  }

  @Test
  void shouldSayNothingOfAFileThatHoldsNoKey() throws IOException {
    Path file = Files.writeString(folder.resolve("secret.key"), "my password");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatThrownBy(() -> KeyFile.read(file))
        .isInstanceOf(UserException.class)
        .hasMessage(file + " holds no private key; make one with: hedgerow ops keygen NAME");
    assertThatThrownBy(() -> KeyFile.read(folder.resolve("none.key")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("none.key");
  }

  private Outcome keygen() {
    return Outcome.of("ops", "keygen", "anna", "--out", folder.toString());
  }

  private static void assertPair(Path file, String publicKey) throws GeneralSecurityException {
    byte[] message = {1, 2, 3};
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(KeyFile.read(file));
    signature.update(message);
    byte[] signed = signature.sign();
    signature.initVerify(OperatorKeys.decodePublic(publicKey));
    signature.update(message);
    assertThat(signature.verify(signed)).isTrue();
  }
}
