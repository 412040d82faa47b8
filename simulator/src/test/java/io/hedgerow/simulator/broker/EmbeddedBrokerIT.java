package io.hedgerow.simulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hedgerow.connectors.kafka.TopicAdmin;
import io.hedgerow.schemas.topics.Topic;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final long NANOS_PER_MILLI = 1_000_000;

  @TempDir Path folder;

  @Test
  void shouldKeepTopicsOverARestartOnTheSameFolder() {
    String topicId;
    long coldNanos = System.nanoTime();
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT).start();
        TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      coldNanos = System.nanoTime() - coldNanos;
      admin.createCatalogue();
      topicId = admin.describe().get(Topic.MARKET_BOOKS.topicName()).id().toString();
    }

    long warmNanos = System.nanoTime();
    try (EmbeddedBroker broker = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT).start();
        TopicAdmin admin = TopicAdmin.connect(broker.bootstrapServers())) {
      warmNanos = System.nanoTime() - warmNanos;

      assertThat(admin.describe().get(Topic.MARKET_BOOKS.topicName()).id()).hasToString(topicId);
    }
    System.out.printf(
        "broker start: %d ms on an empty folder, %d ms on a kept one%n",
        coldNanos / NANOS_PER_MILLI, warmNanos / NANOS_PER_MILLI);
  }

  @Test
  void shouldStartOnceMoreAfterClose() {
    EmbeddedBroker broker = new EmbeddedBroker();
    broker.start();
    broker.close();

    broker.start();

    assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
    broker.close();
    assertThatThrownBy(broker::bootstrapServers).hasMessageContaining("call start() first");
  }

  @Test
  void shouldSayThatTheFolderIsTaken() {
    try (EmbeddedBroker first = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT).start()) {
      assertThat(first.bootstrapServers()).isNotEmpty();
      EmbeddedBroker second = new EmbeddedBroker(folder, EmbeddedBroker.ANY_PORT);

      assertThatThrownBy(second::start)
          .isInstanceOf(EmbeddedBrokerException.class)
          .hasMessageContaining("in use by another broker");
    }
  }

  @Test
  void shouldSayThatThePortIsTaken() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      EmbeddedBroker broker = new EmbeddedBroker(folder, other.getLocalPort());

      assertThatThrownBy(broker::start)
          .isInstanceOf(EmbeddedBrokerException.class)
          .hasMessageContaining("expected port " + other.getLocalPort() + " to be free");
    }
  }
}
