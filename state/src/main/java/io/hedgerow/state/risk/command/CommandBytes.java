package io.hedgerow.state.risk.command;

import io.hedgerow.schemas.ops.OpsCommand;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a command that are signed: a prefix that no other kind of message has, then each
 * field in the schema's order as four bytes of length, big endian, and its UTF-8 text.
 *
 * <p>Lengths keep two fields from being read as one with another border between them.
 */
final class CommandBytes {

  private static final String DOMAIN = "hedgerow.ops.command.v1";

  private CommandBytes() {}

  static byte[] of(OpsCommand command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    add(out, DOMAIN);
    add(out, command.getCommandId());
    add(out, command.getKind().name());
    add(out, command.getScopeType().name());
    add(out, command.getScope());
    add(out, command.getOperator());
    add(out, command.getKeyId());
    add(out, command.getNonce());
    add(out, Long.toString(command.getNotBeforeMicros()));
    add(out, Long.toString(command.getExpiresAtMicros()));
    add(out, command.getReason());
    add(out, command.getCause());
    return out.toByteArray();
  }

  private static void add(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(bytes.length >>> shift);
    }
    out.write(bytes, 0, bytes.length);
  }
}
