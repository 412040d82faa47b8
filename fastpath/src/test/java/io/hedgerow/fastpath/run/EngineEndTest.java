package io.hedgerow.fastpath.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.fix.FileSequenceStore;
import io.hedgerow.connectors.fix.FixClientSettings;
import io.hedgerow.fastpath.engine.EngineInputs;
import io.hedgerow.fastpath.engine.EngineRig;
import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.journal.Journal;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.journal.JournalSettings;
import io.hedgerow.fastpath.wire.CommandReceivedDecoder;
import io.hedgerow.fastpath.wire.PairChangedDecoder;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.fastpath.wire.SessionChangedDecoder;
import io.hedgerow.fastpath.wire.VenueReportDecoder;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.VenueOrderStatus;
import io.hedgerow.simulator.fix.AcceptorSettings;
import io.hedgerow.simulator.fix.AcceptorThread;
import io.hedgerow.simulator.fix.FixAcceptor;
import io.hedgerow.simulator.fix.SessionMemory;
import io.hedgerow.simulator.venue.OrderEntry;
import io.hedgerow.simulator.venue.OrderReport;
import io.hedgerow.simulator.venue.OrderRequest;
import io.hedgerow.simulator.venue.OrderRequest.CancelOrder;
import io.hedgerow.simulator.venue.OrderRequest.NewOrder;
import io.hedgerow.simulator.venue.OrderRequest.StatusRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However an engine ends, nothing rests at venues that do not cancel on disconnect. */
@Tag("FAIL-1")
@Tag("ORD-4")
class EngineEndTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, NewOrder> resting = new ConcurrentHashMap<>();
  private Journal journal;
  private EngineRunner runner;
  private final AtomicLong stepMicros = new AtomicLong();
  private final AtomicInteger offsets = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean cancels = true;
  private volatile boolean forgets;
  private volatile boolean fillsAlpha;
  private volatile boolean fillsOffsets;

  /** Lets every order rest until it is cancelled, also when the connection is lost. */
  private final class RestingVenue implements OrderEntry {
    private final boolean alpha;

    private RestingVenue(boolean alpha) {
      this.alpha = alpha;
    }

    @Override
    public void submit(OrderRequest request, long nowMicros, Consumer<OrderReport> out) {
      if (request instanceof NewOrder order && alpha && order.side() == OrderSide.SELL) {
        offsets.incrementAndGet();
        if (fillsOffsets) {
          out.accept(filled(order));
        }
      } else if (request instanceof StatusRequest question && forgets) {
        questions.incrementAndGet();
        out.accept(unknown(OrderReport.Kind.STATUS, question, ""));
      } else if (request instanceof CancelOrder cancel && forgets) {
        out.accept(
            unknown(OrderReport.Kind.CANCEL_REJECTED, cancel, cancel.originalClientOrderId()));
      } else if (request instanceof NewOrder order) {
        resting.put(order.clientOrderId(), order);
        out.accept(
            report(order, order.clientOrderId(), OrderReport.Kind.ACCEPTED, VenueOrderStatus.OPEN));
      } else if (request instanceof CancelOrder cancel && cancels) {
        NewOrder order = resting.remove(cancel.originalClientOrderId());
        if (order == null) {
          return;
        }
        out.accept(
            report(
                order,
                cancel.clientOrderId(),
                OrderReport.Kind.CANCELED,
                VenueOrderStatus.CANCELED));
      }
    }

    private OrderReport report(
        NewOrder order, String requestId, OrderReport.Kind kind, VenueOrderStatus status) {
      return new OrderReport(
          kind,
          order.account(),
          "1",
          order.clientOrderId(),
          "",
          order.instrument(),
          order.side(),
          status,
          order.priceE8(),
          order.quantityE8(),
          0,
          0,
          0,
          0,
          "",
          false,
          0,
          "",
          "",
          0,
          requestId);
    }

    private OrderReport unknown(OrderReport.Kind kind, OrderRequest request, String original) {
      return new OrderReport(
          kind,
          request.account(),
          "",
          request.clientOrderId(),
          original,
          request.instrument(),
          OrderSide.BUY,
          VenueOrderStatus.REJECTED,
          0,
          0,
          0,
          0,
          0,
          0,
          "",
          false,
          0,
          "",
          "UNKNOWN_ORDER",
          nowMicros(),
          request.clientOrderId());
    }

    private OrderReport filled(NewOrder order) {
      return new OrderReport(
          OrderReport.Kind.FILLED,
          order.account(),
          "1",
          order.clientOrderId(),
          "",
          order.instrument(),
          order.side(),
          VenueOrderStatus.FILLED,
          order.priceE8(),
          order.quantityE8(),
          order.quantityE8(),
          order.priceE8(),
          order.quantityE8(),
          order.priceE8(),
          "T" + order.clientOrderId(),
          false,
          7,
          "USDT",
          "",
          nowMicros(),
          order.clientOrderId());
    }

    @Override
    public boolean cancelsOnDisconnect() {
      return false;
    }

    @Override
    public void disconnected(String account, long nowMicros, Consumer<OrderReport> out) {}

    @Override
    public void advanceTo(long nowMicros, Consumer<OrderReport> out) {
      for (NewOrder order : resting.values()) {
        if (alpha && fillsAlpha && order.side() == OrderSide.BUY) {
          resting.remove(order.clientOrderId());
          out.accept(filled(order));
        }
      }
    }
  }

  private final class Inputs extends EngineInputs {
    @Override
    protected void input(int templateId, UnsafeBuffer message, int length) {
      assertThat(runner.offer(templateId, message, length)).isTrue();
    }

    @Override
    protected int journalRoomPpm() {
      return journal.roomPpm();
    }
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1_000;
  }

  @BeforeEach
  void start() throws Exception {
    Path files = Files.createDirectory(folder.resolve("journal"));
    journal = Journal.open(files, JournalSettings.of(1, "test").withBytes(1 << 20, 1L << 24));
    InputQueue queue = new InputQueue();
    FixLinks links = new FixLinks(EngineRig.registry(), queue);
    for (int venue = 0; venue < 2; venue++) {
      connect(links, venue);
    }
    runner =
        new EngineRunner(
            () ->
                new JournaledEngine(
                    journal,
                    files,
                    EngineRig.registry(),
                    "test",
                    EngineSettings.of(2, 3),
                    links,
                    nowMicros()),
            links,
            queue,
            () -> nowMicros() + stepMicros.get(),
            false);
    runner.start();
    await(() -> count(SessionChangedDecoder.TEMPLATE_ID) >= 2);
    Inputs inputs = new Inputs();
    inputs.nowMicros = nowMicros();
    inputs.knowEverything();
    inputs.signal("S1", 30_200);
    await(() -> resting.size() == 2);
  }

  private void connect(FixLinks links, int venue) throws IOException {
    String name = EngineRig.registry().venues().get(venue).name();
    FixAcceptor acceptor =
        new FixAcceptor(
            AcceptorSettings.onLoopback(name, Map.of("DESK", "secret")),
            new RestingVenue(venue == 0),
            new SessionMemory());
    open.add(AcceptorThread.start(acceptor, EngineEndTest::nowMicros, 100_000));
    FixClientSettings settings = FixClientSettings.of(acceptor.address(), "DESK", name, "secret");
    FileSequenceStore store =
        FileSequenceStore.open(folder.resolve(name + ".session"), settings.session());
    open.add(store);
    links.add(venue, settings, store);
  }

  @AfterEach
  void stop() throws Exception {
    runner.close();
    journal.close();
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void shouldCancelWhatRestsWhenItIsClosed() throws InterruptedException {
    runner.close();

    assertThat(resting).isEmpty();
    assertThat(runner.failure()).isNull();
  }

  @Test
  void shouldCancelWhatRestsWhenTheJournalIsFull() throws InterruptedException {
    fillTheJournal();

    await(() -> !runner.isRunning());
    runner.close();

    assertThat(resting).isEmpty();
    assertThat(runner.failure()).isInstanceOf(JournalEndedException.class);
  }

  @Test
  void shouldSayWhatWasNotConfirmed() throws InterruptedException {
    cancels = false;
    runner.close();

    assertThat(resting).hasSize(2);
    assertThat(runner.failure()).isInstanceOf(OrdersLeftException.class);
    for (NewOrder order : resting.values()) {
      assertThat(runner.failure()).hasMessageContaining(order.clientOrderId());
    }
    assertThat(runner.failure())
        .hasMessageContaining("ALPHA: 1 may still rest")
        .hasMessageContaining("NOBODY CANCELS THEM");
  }

  @Test
  @Tag("RISK-6")
  void shouldHaltAndCancelWhenTheMachinesClockStepsBack() throws InterruptedException {
    int before = count(CommandReceivedDecoder.TEMPLATE_ID);
    stepMicros.set(-3_600_000_000L);

    await(resting::isEmpty);
    assertThat(count(CommandReceivedDecoder.TEMPLATE_ID)).isEqualTo(before + 1);

    stepMicros.set(0);
    await(() -> count(CommandReceivedDecoder.TEMPLATE_ID) == before + 2);
    assertThat(runner.isRunning()).isTrue();
  }

  @Test
  void shouldTakeBackWhatHasNoOtherLegBeforeItEnds() throws InterruptedException {
    fillsOffsets = true;
    fillAlpha();
    runner.close();

    assertThat(resting).isEmpty();
    assertThat(offsets).hasValue(1);
    assertThat(count(PairChangedDecoder.TEMPLATE_ID)).isOne();
    assertThat(runner.failure()).isNull();
  }

  @Test
  void shouldNameWhatIsUnhedgedWhenItEnds() throws InterruptedException {
    fillAlpha();
    runner.close();

    assertThat(resting).isEmpty();
    assertThat(offsets).hasPositiveValue();
    assertThat(runner.failure())
        .isInstanceOf(OrdersLeftException.class)
        .hasMessageContaining("UNHEDGED BUY 0.")
        .hasMessageContaining("BTC-USDT at ALPHA");
  }

  @Test
  void shouldNotTakeOneNotFoundForAnEnd() throws InterruptedException {
    forgets = true;
    cancels = false;
    fillTheJournal();

    await(() -> !runner.isRunning());
    runner.close();

    assertThat(questions.get()).isGreaterThanOrEqualTo(4);
  }

  private void fillAlpha() throws InterruptedException {
    int before = count(VenueReportDecoder.TEMPLATE_ID);
    fillsAlpha = true;
    await(() -> count(VenueReportDecoder.TEMPLATE_ID) > before);
  }

  /** With what is not refused near the end. */
  private void fillTheJournal() throws InterruptedException {
    UnsafeBuffer filler = new UnsafeBuffer(new byte[1 << 17]);
    while (runner.isRunning()) {
      if (!runner.offer(RiskChangedDecoder.TEMPLATE_ID, filler, 1 << 17)) {
        Thread.sleep(1);
      }
    }
  }

  private int count(int template) {
    int[] seen = new int[1];
    try (JournalReader reader = JournalReader.fromStart(folder.resolve("journal"))) {
      while (reader.poll(
              (sequence, type, time, buffer, offset, length) -> seen[0] += type == template ? 1 : 0,
              Integer.MAX_VALUE)
          > 0) {
        // to the end
      }
    }
    return seen[0];
  }

  private void await(BooleanSupplier done) throws InterruptedException {
    long giveUpAt = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUpAt);
      Thread.sleep(20);
    }
  }
}
