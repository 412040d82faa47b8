package io.hedgerow.benchmarks.fix;

import io.hedgerow.connectors.fix.ExecutionReport;
import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderEvents;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.SendResult;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Our client and acceptor with everything on: numbers in a mapped file, what was sent kept for
 * re-sending, all checks. The venue fills at once, so that one report ends the order.
 */
final class HedgerowPeer implements OrderPeer {

  private static final int ID_CHARACTERS = 16;
  private static final long START_NANOS = System.nanoTime();
  private static final long START_MICROS = System.currentTimeMillis() * 1_000;

  private final StringBuilder id = new StringBuilder("0".repeat(ID_CHARACTERS));
  private final OrderTicket ticket = new OrderTicket();
  private final Answers answers = new Answers();
  private Path file;
  private AcceptorThread acceptor;
  private FileSequenceStore store;
  private FixClient client;

  @Override
  public String name() {
    return "hedgerow";
  }

  private static long nowMicros() {
    return START_MICROS + (System.nanoTime() - START_NANOS) / 1_000;
  }

  /** Counts answers. */
  private static final class Answers implements OrderEvents {
    private long count;
    private String problem;

    @Override
    public void loggedOn() {}

    @Override
    public void loggedOff(String reason, boolean sequencesDisagree) {
      problem = reason;
    }

    @Override
    public void execution(ExecutionReport report) {
      count++;
    }

    @Override
    public void cancelRejected(
        CharSequence clientOrderId,
        CharSequence originalClientOrderId,
        boolean replacement,
        int reason,
        CharSequence text) {}

    @Override
    public void messageRejected(
        long sequence, CharSequence orderId, boolean business, int reason, CharSequence text) {
      problem = text.toString();
    }

    @Override
    public void unreadable(long sequence, CharSequence orderId, String what) {
      problem = what;
    }
  }

  @Override
  public void open() throws IOException {
    FixAcceptor venue =
        new FixAcceptor(
            AcceptorSettings.onLoopback("VENUE", Map.of("CLIENT", "secret")),
            new FillingVenue(),
            new SessionMemory());
    acceptor = AcceptorThread.start(venue, HedgerowPeer::nowMicros, 0);
    FixClientSettings settings = FixClientSettings.of(venue.address(), "CLIENT", "VENUE", "secret");
    file = Files.createTempFile("hedgerow-fix", ".session");
    Files.delete(file);
    store = FileSequenceStore.open(file, settings.session());
    client = new FixClient(settings, store, answers);
    while (!client.ready()) {
      client.poll(nowMicros());
      require();
    }
    ticket.clientOrderId(id).on("BTC-USDT", OrderSide.BUY).limit(6_183_763_000_000L, 1_500_000);
  }

  private void require() throws IOException {
    if (answers.problem != null) {
      throw new EOFException("unexpected: " + answers.problem);
    }
  }

  @Override
  public void roundTrip(long number) throws IOException {
    long rest = number;
    for (int i = ID_CHARACTERS - 1; rest > 0; i--) {
      id.setCharAt(i, (char) ('0' + rest % 10));
      rest /= 10;
    }
    long wanted = answers.count + 1;
    SendResult result = client.newOrder(ticket);
    if (result != SendResult.SENT) {
      throw new IllegalStateException("expected SENT, saw " + result);
    }
    while (answers.count < wanted) {
      client.poll(nowMicros());
      require();
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    acceptor.close();
    store.close();
    Files.delete(file);
  }
}
