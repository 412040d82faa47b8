package io.hedgerow.fastpath.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.fastpath.wire.CommandReceivedDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.ops.CommandKind;
import io.hedgerow.schemas.ops.OpsCommand;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.simulator.broker.EmbeddedBroker;
import io.hedgerow.state.risk.command.CommandSigner;
import io.hedgerow.state.risk.command.OperatorKeys;
import io.hedgerow.state.risk.policy.PolicyRecords;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signed commands over a real broker, which goes away and comes back. */
@Tag("RISK-3")
@Tag("RISK-6")
class OperatorBridgeIT {

  private static final long PATIENCE_NANOS = 60_000_000_000L;
  private static final KeyPair ANNA = OperatorKeys.generate();
  private static final KeyPair STRANGER = OperatorKeys.generate();

  @TempDir private Path folder;
  private final List<String> taken = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger(3);
  private long nonce;

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  /** Has no room three times. */
  private boolean offer(int templateId, DirectBuffer buffer, int length) {
    if (refusals.getAndDecrement() > 0) {
      return false;
    }
    CommandReceivedDecoder command =
        new CommandReceivedDecoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderDecoder());
    taken.add(command.command() + " " + command.scopeType() + " " + command.by());
    return true;
  }

  private OpsCommand halt(PrivateKey key) {
    nonce++;
    OpsCommand unsigned =
        OpsCommand.newBuilder()
            .setCommandId("c" + nonce)
            .setKind(CommandKind.HALT)
            .setScopeType(ScopeType.SYSTEM)
            .setScope("SYSTEM")
            .setOperator("anna")
            .setKeyId("a1")
            .setNonce(String.format(Locale.ROOT, "%032x", nonce))
            .setNotBeforeMicros(nowMicros() - 2_000_000)
            .setExpiresAtMicros(nowMicros() + 50_000_000)
            .setReason("drill")
            .setSignature(ByteBuffer.allocate(0))
            .build();
    return CommandSigner.sign(unsigned, key);
  }

  private static void await(BooleanSupplier done) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUpAt);
      Thread.sleep(20);
    }
  }

  @Test
  @Timeout(180)
  void shouldHaltByASignedCommandBeforeAndAfterTheBrokerWasGone() throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT).start();
    String servers = broker.bootstrapServers();
    try (TopicAdmin admin = TopicAdmin.connect(servers)) {
      admin.createCatalogue();
    }
    OpsCommand first = halt(ANNA.getPrivate());
    send(servers, first);
    try (OperatorBridge bridge =
        new OperatorBridge(servers, this::offer, OperatorBridgeIT::nowMicros)) {
      bridge.start();
      try (EventProducer producer = EventProducer.open(servers, "hedgerow/test")) {
        OperatorKey key =
            new OperatorKey(
                "anna", "a1", OperatorKeys.encode(ANNA.getPublic()), List.of(OperatorRole.HALT));
        producer.send(
            PolicyRecords.publish(
                PolicyRecords.draft(
                    PolicyRecords.standard().getValues(), List.of(key), List.of("fast-path")),
                PolicyMode.LIVE,
                1,
                nowMicros(),
                nowMicros(),
                "test"));
        producer.flush();
      }
      await(() -> taken.size() == 1);

      send(servers, first, halt(STRANGER.getPrivate()));
      sendGarbage(servers);
      sendKeysOfAStranger(servers);
      send(servers, halt(STRANGER.getPrivate()));
      await(() -> bridge.unreadable() == 3 && bridge.refused() >= 2);
      assertThat(taken).as("neither repeated nor forged nor unreadable").hasSize(1);
      assertThat(bridge.lastRefusal())
          .isEqualTo("HALT of anna with key a1: the signature does not match the fields");

      broker.close();
      int port = Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
      try (EmbeddedBroker again = new EmbeddedBroker(folder, port).start()) {
        send(again.bootstrapServers(), halt(ANNA.getPrivate()));
        await(() -> taken.size() == 2);
      }
    }
    assertThat(taken).containsExactly("HALT SYSTEM anna", "HALT SYSTEM anna");
  }

  private static void send(String servers, OpsCommand... commands) {
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/test")) {
      for (OpsCommand command : commands) {
        producer.send(command);
      }
      producer.flush();
    }
  }

  /** Keys are believed from risk.policy alone. */
  private static void sendKeysOfAStranger(String servers) {
    OperatorKey key =
        new OperatorKey(
            "anna", "a1", OperatorKeys.encode(STRANGER.getPublic()), List.of(OperatorRole.HALT));
    RiskPolicy policy =
        PolicyRecords.publish(
            PolicyRecords.draft(
                PolicyRecords.standard().getValues(), List.of(key), List.of("fast-path")),
            PolicyMode.LIVE,
            2,
            nowMicros(),
            nowMicros(),
            "test");
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/test")) {
      producer.sendRaw(
          Topic.OPS_COMMANDS.topicName(),
          "SYSTEM".getBytes(StandardCharsets.UTF_8),
          RecordCodec.encode(policy),
          nowMicros(),
          List.of());
      producer.flush();
    }
  }

  private static void sendGarbage(String servers) {
    try (EventProducer producer = EventProducer.open(servers, "hedgerow/test")) {
      for (byte[] bytes : List.of(new byte[] {1, 2, 3}, new byte[0])) {
        producer.sendRaw(Topic.OPS_COMMANDS.topicName(), bytes, bytes, nowMicros(), List.of());
      }
      producer.flush();
    }
  }
}
