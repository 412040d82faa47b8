package io.hedgerow.connectors.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a caller sees of a producer that cannot write. */
class EventProducerTest {

  @Test
  void shouldTellItsFailureFromSendAndCloseAlike() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }

    assertThatThrownBy(() -> sendAndClose(nobody))
        .isInstanceOf(KafkaEdgeException.class)
        .hasMessageStartingWith("could not write to market.books at " + nobody);
  }

  /** Both throw, and Java suppresses the second exception unless it is the first one again. */
  private static void sendAndClose(String servers) {
    try (EventProducer producer =
        EventProducer.open(servers, "test", Map.of("max.block.ms", "50"))) {
      producer.sendRaw("market.books", new byte[0], "x".getBytes(UTF_8), 0, List.of());
      producer.flush();
    }
  }
}
