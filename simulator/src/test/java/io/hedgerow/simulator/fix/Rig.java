package io.hedgerow.simulator.fix;

import io.hedgerow.connectors.fix.FixClient;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.connectors.fix.OrderTicket;
import io.hedgerow.connectors.fix.SequenceStore;
import io.hedgerow.schemas.venue.OrderSide;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * A venue and its clients over real sockets, all polled by the test's thread, with time that only
 * the test moves.
 */
final class Rig implements AutoCloseable {

  static final String VENUE = "SIMV";
  static final String ACCOUNT = "DESK1";
  static final String OTHER = "DESK2";
  static final long E8 = 100_000_000L;
  private static final long STEP_MICROS = 200;

  final StubBook book = new StubBook();
  final SessionMemory memory = new SessionMemory();
  final List<Runnable> polled = new ArrayList<>();
  FixAcceptor acceptor;
  long nowMicros = 1_795_286_400_000_000L; // 2026-11-21 18:40:00 UTC

  Rig() throws IOException {
    acceptor = new FixAcceptor(settings(), book, memory);
  }

  private static AcceptorSettings settings() {
    return AcceptorSettings.onLoopback(VENUE, Map.of(ACCOUNT, "secret", OTHER, "other"));
  }

  /** The venue's process is gone, and comes back at the same port. */
  void restartVenue(SessionMemory remembered) throws IOException {
    InetSocketAddress address = acceptor.address();
    acceptor.close();
    acceptor = new FixAcceptor(settings().at(address), book, remembered);
  }

  FixClientSettings clientSettings() {
    return FixClientSettings.of(acceptor.address(), ACCOUNT, VENUE, "secret");
  }

  FixClient client(FixClientSettings settings, SequenceStore store, SeenEvents seen) {
    FixClient client = new FixClient(settings, store, seen);
    polled.add(() -> client.poll(nowMicros));
    return client;
  }

  /** Polls everything until something holds, for at most 10,000 steps and 5 s. */
  void until(String what, BooleanSupplier holds) {
    long deadlineNanos = System.nanoTime() + 5_000_000_000L;
    while (!holds.getAsBoolean()) {
      step();
      if (System.nanoTime() > deadlineNanos) {
        throw new AssertionError("did not happen within 5 s: " + what);
      }
    }
  }

  void step() {
    nowMicros += STEP_MICROS;
    acceptor.poll(nowMicros);
    polled.forEach(Runnable::run);
    Thread.onSpinWait();
  }

  /** Lets messages in flight arrive. */
  void settle() {
    for (int i = 0; i < 300; i++) {
      step();
    }
  }

  /** Moves time in steps of a tenth of a second. */
  void pass(long micros) {
    for (long end = nowMicros + micros; nowMicros < end; ) {
      nowMicros += 100_000;
      for (int i = 0; i < 20; i++) {
        step();
      }
    }
  }

  static String id(int number) {
    return "HEDGEROW" + String.format(java.util.Locale.ROOT, "%08d", number);
  }

  static OrderTicket ticket(int number) {
    return new OrderTicket()
        .clientOrderId(id(number))
        .on("BTC-USDT", OrderSide.BUY)
        .limit(61_837_63000000L, 1_500_000);
  }

  @Override
  public void close() throws IOException {
    acceptor.close();
  }
}
