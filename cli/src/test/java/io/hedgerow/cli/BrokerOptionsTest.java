package io.hedgerow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slow broker is waited for, and one that is gone is not. */
class BrokerOptionsTest {

  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration SAY_SO = Duration.ofMillis(200);

  @TempDir Path home;

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private PrintStream usualErr;

  @BeforeEach
  void moveIn() {
    usualErr = System.err;
    System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    System.setProperty("hedgerow.home", home.toString());
  }

  @AfterEach
  void moveOut() {
    System.setErr(usualErr);
    System.clearProperty("hedgerow.home");
  }

  @Test
  void shouldWaitForABrokerThatIsSlowAndSaySo() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + slow.getLocalPort();

      assertThatThrownBy(() -> new BrokerOptions(address, WITHIN, SAY_SO).bootstrapServers())
          .isInstanceOf(UserException.class)
          .hasMessage(
              "no Kafka broker answers at "
                  + address
                  + " (within 2 s); is it running, and is the address right?");

      assertThat(err.toString(StandardCharsets.UTF_8))
          .contains("Waiting for the broker at " + address + ", up to 2 s");
    }
  }

  @Test
  void shouldSayThatTheDemoIsAliveWhenItsBrokerIsSlow() throws IOException {
    try (ServerSocket slow = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        RunningDemo demo = RunningDemo.claim()) {
      demo.announce("127.0.0.1:" + slow.getLocalPort());

      assertThatThrownBy(() -> new BrokerOptions(null, WITHIN, SAY_SO).bootstrapServers())
          .isInstanceOf(UserException.class)
          .hasMessageContaining("although the demo is alive: the machine may be too busy");

      assertThat(err.toString(StandardCharsets.UTF_8)).contains("; the demo is alive");
    }
  }

  @Test
  void shouldSayThatTheDemoHasNoBrokerYet() throws IOException {
    try (RunningDemo demo = RunningDemo.claim()) {
      assertThat(demo).isNotNull();
      assertThatThrownBy(() -> new BrokerOptions(null, WITHIN, SAY_SO).bootstrapServers())
          .isInstanceOf(UserException.class)
          .hasMessage("the demo is starting and has no broker yet; try again in a few seconds");
    }
  }

  @Test
  void shouldSayThatADemoRanThere() throws IOException {
    String nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = "127.0.0.1:" + socket.getLocalPort();
    }
    try (RunningDemo demo = RunningDemo.claim()) {
      demo.announce(nobody);
    }
    // Killed: the address is left behind, the lock is not held.
    Files.writeString(home.resolve(".hedgerow/demo-broker"), nobody);

    assertThatThrownBy(() -> new BrokerOptions(null, WITHIN, SAY_SO).bootstrapServers())
        .isInstanceOf(UserException.class)
        .hasMessage(
            "no Kafka broker answers at "
                + nobody
                + " (nothing listens), where a demo ran; start one with: hedgerow demo");
  }
}
