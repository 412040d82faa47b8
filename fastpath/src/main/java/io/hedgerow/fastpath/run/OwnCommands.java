package io.hedgerow.fastpath.run;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.CommandReceivedEncoder;
import io.hedgerow.fastpath.wire.CommandSource;
import io.hedgerow.fastpath.wire.LocalCommand;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.WireScope;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Commands that the process gives its own engine: inputs like every other, so they stand in the
 * journal with their reason (RISK-6). For the engine's thread; allocates nothing.
 */
final class OwnCommands {

  private static final int MESSAGE_BYTES = 1 << 9;
  private static final byte[] ENGINE = "engine".getBytes(StandardCharsets.UTF_8);
  private static final byte[] APART =
      "the machine's clock is more than a second from the engine's time"
          .getBytes(StandardCharsets.UTF_8);
  private static final byte[] TOGETHER =
      "the machine's clock and the engine's time agree".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENDS = "it is being ended".getBytes(StandardCharsets.UTF_8);

  private final UnsafeBuffer message = new UnsafeBuffer(new byte[MESSAGE_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final CommandReceivedEncoder command = new CommandReceivedEncoder();

  /** The process is being ended. */
  void end(JournaledEngine engine, long nowMicros) {
    give(engine, LocalCommand.HALT, CommandSource.ENDING, ENDS, nowMicros);
  }

  /** The machine's clock agrees with the engine's time, or not. */
  void clock(JournaledEngine engine, boolean agrees, long nowMicros) {
    LocalCommand what = agrees ? LocalCommand.RESUME : LocalCommand.HALT;
    give(engine, what, CommandSource.CLOCK, agrees ? TOGETHER : APART, nowMicros);
  }

  private void give(
      JournaledEngine engine,
      LocalCommand what,
      CommandSource source,
      byte[] reason,
      long nowMicros) {
    command
        .wrapAndApplyHeader(message, 0, header)
        .command(what)
        .scopeType(WireScope.SYSTEM)
        .scope((short) Registry.UNKNOWN)
        .source(source)
        .putBy(ENGINE, 0, ENGINE.length)
        .putReason(reason, 0, reason.length);
    int length = MessageHeaderEncoder.ENCODED_LENGTH + command.encodedLength();
    engine.input(CommandReceivedEncoder.TEMPLATE_ID, message, 0, length, nowMicros);
  }
}
