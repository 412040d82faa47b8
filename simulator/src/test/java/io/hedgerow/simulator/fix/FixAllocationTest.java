package io.hedgerow.simulator.fix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hedgerow.connectors.fix.ExecutionReport;
import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderEvents;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.schemas.venue.OrderSide;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client allocates once it is warm, orders and fills over a real socket. */
@Tag("LAT-3")
@Tag("LAT-4")
class FixAllocationTest {

  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;

  /** Adds up what is said, so that nothing is optimised away. */
  private static final class Sums implements OrderEvents {
    private long reports;
    private long filledE8;
    private String problem;

    @Override
    public void loggedOn() {}

    @Override
    public void loggedOff(String reason, boolean sequencesDisagree) {
      problem = reason;
    }

    @Override
    public void execution(ExecutionReport report) {
      reports++;
      filledE8 += report.fillQuantityE8();
    }

    @Override
    public void cancelRejected(
        CharSequence id,
        CharSequence original,
        boolean replacement,
        int reason,
        CharSequence text) {
      problem = "cancel rejected";
    }

    @Override
    public void messageRejected(
        long sequence, CharSequence id, boolean business, int reason, CharSequence text) {
      problem = "message rejected";
    }

    @Override
    public void unreadable(long sequence, CharSequence id, String what) {
      problem = what;
    }
  }

  @Test
  void shouldAllocateNothingOnceWarm(@TempDir Path folder) throws IOException {
    FixAcceptor venue =
        new FixAcceptor(
            AcceptorSettings.onLoopback("SIMV", Map.of("DESK1", "secret")),
            new StubBook(),
            new SessionMemory());
    FixClientSettings settings =
        ClientSettings.withHeartbeatSeconds(
            FixClientSettings.of(venue.address(), "DESK1", "SIMV", "secret"), 60);
    Sums sums = new Sums();
    try (AcceptorThread acceptor =
            AcceptorThread.start(venue, () -> System.currentTimeMillis() * 1_000, 0);
        FileSequenceStore store =
            FileSequenceStore.open(folder.resolve("session"), settings.session());
        FixClient client = new FixClient(settings, store, sums)) {
      while (!client.ready()) {
        client.poll(System.currentTimeMillis() * 1_000);
      }
      trade(client, sums, WARM_UP, 0);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      long filledBefore = sums.filledE8;
      trade(client, sums, MEASURED, WARM_UP);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;

      // A few hundred bytes are the measurement's own; one object an order would be 320,000.
      assertThat(allocated).isLessThan(16_384);
      assertThat(sums.filledE8 - filledBefore).isEqualTo(MEASURED * 1_500_000L);
      assertThat(acceptor.failure()).isNull();
    }
  }

  private static void trade(FixClient client, Sums sums, int orders, int firstId) {
    StringBuilder id = new StringBuilder("0000000000000000");
    OrderTicket ticket =
        new OrderTicket()
            .clientOrderId(id)
            .on("BTC-USDT", OrderSide.BUY)
            .limit(6_183_763_000_000L, 1_500_000);
    for (int order = firstId; order < firstId + orders; order++) {
      int rest = order;
      for (int i = 15; i > 5; i--) {
        id.setCharAt(i, (char) ('0' + rest % 10));
        rest /= 10;
      }
      long wanted = sums.reports + 2;
      if (client.newOrder(ticket) != SendResult.SENT) {
        throw new AssertionError("not sent: order " + order);
      }
      while (sums.reports < wanted && sums.problem == null) {
        client.poll(System.currentTimeMillis() * 1_000);
      }
    }
    assertThat(sums.problem).isNull();
  }
}
