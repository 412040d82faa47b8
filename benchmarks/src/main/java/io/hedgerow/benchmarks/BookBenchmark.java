package io.hedgerow.benchmarks;

import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.wire.BookUpdateReader;
import io.hedgerow.state.book.Book;
import io.hedgerow.state.book.BookLimits;
import io.hedgerow.state.book.BookOutcome;
import io.hedgerow.state.network.PageStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How many levels one thread decodes from the wire and applies to order books, with all validity
 * checks on, beside tree maps in the same run; what a view and a flush cost (NET-1, NET-2).
 *
 * <p>Every book stands at its own place in the recorded messages and is visited in random order, so
 * that neither books nor messages are warm in the cache. A run that leaves a book anything but LIVE
 * fails. Figures per second are by the clock; those per CPU second tell what the thread itself did
 * on a machine that is busy with other things.
 *
 * <pre>
 *   java … io.hedgerow.benchmarks.BookBenchmark [--data DIR] [--books 1000] [--rounds 400]
 *                                               [--repeats 7] [--json]
 * </pre>
 */
public final class BookBenchmark {

  private static final int PLACES = 40;
  private static final int WARM_UP_REPEATS = 2;
  private static final int VIEWS_PER_BOOK = 10;
  private static final int FLUSH_WARM_UPS = 10;
  private static final long SEED = 20_240_808L;
  private static final byte[] KEY = BookWorkload.KEY.getBytes(StandardCharsets.UTF_8);
  private static final String[] FILES = {"usdm_btcusdt_20240808.gz", "usdm_ethusdt_20240808.gz"};

  private final BookArguments arguments;
  private final List<BookWorkload> workloads = new ArrayList<>();
  private final BookReport report;

  private BookBenchmark(BookArguments arguments) throws IOException {
    this.arguments = arguments;
    for (int i = 0; i < FILES.length; i++) {
      Path file = arguments.data().resolve("books/binance").resolve(FILES[i]);
      DepthFeed feed =
          Files.isReadable(file) ? RecordedDepth.read(file) : SyntheticDepth.make(SEED + i);
      workloads.add(new BookWorkload(feed, PLACES));
    }
    report = new BookReport(arguments, workloads);
  }

  /** Measures and prints. */
  public static void main(String[] args) throws IOException {
    BookBenchmark benchmark = new BookBenchmark(BookArguments.parse(args));
    benchmark.run();
    System.out.println(benchmark.report.toText());
  }

  /** One book of the run: which messages it gets, and the next of them. */
  private static final class Seat {
    final BookWorkload workload;
    final int start;
    final byte[] whole;
    final Book book = new Book(BookWorkload.KEY, BookLimits.defaults());
    final TreeMapBook treeMaps = new TreeMapBook();
    int next;

    Seat(BookWorkload workload, Map.Entry<Integer, byte[]> whole) {
      this.workload = workload;
      this.start = whole.getKey();
      this.whole = whole.getValue();
    }
  }

  /** One way to take a message. */
  private interface Applier {
    void apply(Seat seat, byte[] framed, long offset);
  }

  private void run() {
    Seat[] seats = seats();
    BookUpdateReader reader = new BookUpdateReader();
    measure("book", seats, (seat, framed, offset) -> applyToBook(reader, seat, framed, offset));
    long heapBytes = Arrays.stream(seats).mapToLong(seat -> seat.book.heapBytes()).sum();
    report.put("heapBytesPerBook", heapBytes / seats.length);
    report.put(
        "levelsPerBook", Arrays.stream(seats).mapToInt(s -> s.book.levels()).sum() / seats.length);
    measureViews(seats);
    measureFlushes(seats, reader);
    measure(
        "bookAndCheck",
        seats,
        (seat, framed, offset) -> {
          if (BookUpdateReader.check(framed, KEY, Long.MAX_VALUE / 2) != null) {
            throw new IllegalStateException("the check refused a message of the workload");
          }
          applyToBook(reader, seat, framed, offset);
        });
    measure("treeMaps", seats, (seat, framed, offset) -> seat.treeMaps.apply(reader.wrap(framed)));
    measure(
        "treeMapsAndRecords", seats, (seat, framed, offset) -> seat.treeMaps.apply(record(framed)));
  }

  private Seat[] seats() {
    Seat[] seats = new Seat[arguments.books()];
    for (int i = 0; i < seats.length; i++) {
      BookWorkload workload = workloads.get(i % workloads.size());
      List<Map.Entry<Integer, byte[]>> wholes = new ArrayList<>(workload.wholes.entrySet());
      seats[i] = new Seat(workload, wholes.get(i / workloads.size() % wholes.size()));
    }
    return seats;
  }

  private static void applyToBook(BookUpdateReader reader, Seat seat, byte[] framed, long offset) {
    BookOutcome outcome = seat.book.apply(reader.wrap(framed), offset);
    if (outcome != BookOutcome.APPLIED) {
      throw new IllegalStateException(
          "expected APPLIED, saw " + outcome + ": " + seat.book.reason());
    }
  }

  private static BookUpdate record(byte[] framed) {
    try {
      return (BookUpdate) RecordCodec.decode(framed);
    } catch (UnreadableRecordException e) {
      throw new IllegalStateException(e);
    }
  }

  private void measure(String name, Seat[] seats, Applier applier) {
    double[] levelsPerSecond = new double[arguments.repeats()];
    double[] levelsPerCpuSecond = new double[arguments.repeats()];
    for (int repeat = -WARM_UP_REPEATS; repeat < arguments.repeats(); repeat++) {
      reset(seats);
      int[] order = shuffled(seats.length, repeat);
      long levels = 0;
      long startCpuNanos = cpuNanos();
      long startNanos = System.nanoTime();
      for (int round = 0; round < arguments.rounds(); round++) {
        for (int each : order) {
          Seat seat = seats[each];
          int number = seat.next++;
          applier.apply(seat, seat.workload.deltas.get(number), number);
          levels += seat.workload.levelsOfDelta.get(number);
        }
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      if (repeat >= 0) {
        levelsPerSecond[repeat] = levels / seconds;
        levelsPerCpuSecond[repeat] = levels / ((cpuNanos() - startCpuNanos) / 1e9);
        report.put("messagesPerRepeat", (long) arguments.rounds() * seats.length);
        report.put("levelsPerRepeat", levels);
      }
    }
    report.putRange(name + ".levelsPerSecond", levelsPerSecond);
    report.putRange(name + ".levelsPerCpuSecond", levelsPerCpuSecond);
  }

  /** Each book begins again with the whole book of its place. */
  private static void reset(Seat[] seats) {
    BookUpdateReader reader = new BookUpdateReader();
    for (Seat seat : seats) {
      seat.next = seat.start;
      seat.treeMaps.load(record(seat.whole));
      BookUpdate whole = record(seat.whole);
      whole.setReceivedAtMicros(
          Math.max(seat.book.receivedAtMicros(), 0) + Book.RENEWED_AFTER_MICROS);
      seat.book.apply(reader.wrap(RecordCodec.encode(whole)), seat.start);
      if (seat.book.sequence() != seat.start) {
        throw new IllegalStateException("the whole book was not taken: " + seat.book.reason());
      }
    }
  }

  private static int[] shuffled(int size, long seed) {
    Random random = new Random(seed);
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int at = random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    return order;
  }

  private void measureViews(Seat[] seats) {
    double[] nanos = new double[arguments.repeats()];
    double[] cpuNanos = new double[arguments.repeats()];
    int views = seats.length * VIEWS_PER_BOOK;
    long bytes = 0;
    for (int repeat = -WARM_UP_REPEATS; repeat < arguments.repeats(); repeat++) {
      int[] order = shuffled(seats.length, repeat);
      bytes = 0;
      long startCpuNanos = cpuNanos();
      long startNanos = System.nanoTime();
      for (int i = 0; i < views; i++) {
        bytes += seats[order[i % order.length]].book.view().length;
      }
      if (repeat >= 0) {
        nanos[repeat] = (double) (System.nanoTime() - startNanos) / views;
        cpuNanos[repeat] = (double) (cpuNanos() - startCpuNanos) / views;
      }
    }
    report.put("viewBytes", bytes / views);
    report.putRange("view.nanosPerCall", nanos);
    report.putRange("view.cpuNanosPerCall", cpuNanos);
  }

  private void measureFlushes(Seat[] seats, BookUpdateReader reader) {
    CountingStore store = new CountingStore();
    for (int i = 0; i < FLUSH_WARM_UPS; i++) {
      reset(seats);
      flush(seats, store, "flush.whole");
    }
    for (int messages : new int[] {1, 10, 100}) {
      for (Seat seat : seats) {
        for (int i = 0; i < messages; i++) {
          int number = seat.next++;
          applyToBook(reader, seat, seat.workload.deltas.get(number), number);
        }
      }
      flush(seats, store, "flush.after" + messages + "Messages");
    }
  }

  private void flush(Seat[] seats, CountingStore store, String name) {
    store.clear();
    long startCpuNanos = cpuNanos();
    for (Seat seat : seats) {
      seat.book.flush(store);
    }
    long cpuNanos = cpuNanos() - startCpuNanos;
    report.put(name + ".bytesPerBook", store.bytes / seats.length);
    report.put(name + ".pagesPerBook", store.pages / seats.length);
    report.put(name + ".cpuNanosPerBook", cpuNanos / seats.length);
  }

  /** Time on the processor, which others on the machine do not lengthen much. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static final class CountingStore implements PageStore {
    long bytes;
    long pages;

    void clear() {
      bytes = 0;
      pages = 0;
    }

    @Override
    public void put(long pageId, byte[] page) {
      bytes += page.length;
      pages++;
    }

    @Override
    public void remove(long pageId) {}
  }

  /** What one would write first: two tree maps, and the sequence checked. */
  private static final class TreeMapBook {
    private final TreeMap<Long, Long> bids = new TreeMap<>();
    private final TreeMap<Long, Long> asks = new TreeMap<>();
    private long sequence;

    void load(BookUpdate whole) {
      bids.clear();
      asks.clear();
      whole.getBids().forEach(level -> set(bids, level.getPriceE8(), level.getQuantityE8()));
      whole.getAsks().forEach(level -> set(asks, level.getPriceE8(), level.getQuantityE8()));
      sequence = whole.getLastSequence();
    }

    void apply(BookUpdateReader delta) {
      follow(delta.previousSequence(), delta.lastSequence());
      while (delta.nextBid()) {
        set(bids, delta.priceE8(), delta.quantityE8());
      }
      while (delta.nextAsk()) {
        set(asks, delta.priceE8(), delta.quantityE8());
      }
      requireUncrossed();
    }

    void apply(BookUpdate delta) {
      follow(delta.getPreviousSequence(), delta.getLastSequence());
      for (BookLevel level : delta.getBids()) {
        set(bids, level.getPriceE8(), level.getQuantityE8());
      }
      for (BookLevel level : delta.getAsks()) {
        set(asks, level.getPriceE8(), level.getQuantityE8());
      }
      requireUncrossed();
    }

    private void follow(long previous, long last) {
      if (previous != sequence) {
        throw new IllegalStateException("expected " + sequence + ", saw " + previous);
      }
      sequence = last;
    }

    private void requireUncrossed() {
      if (!bids.isEmpty() && !asks.isEmpty() && bids.lastKey() >= asks.firstKey()) {
        throw new IllegalStateException("crossed");
      }
    }

    private static void set(Map<Long, Long> side, long priceE8, long quantityE8) {
      if (quantityE8 == 0) {
        side.remove(priceE8);
      } else {
        side.put(priceE8, quantityE8);
      }
    }
  }
}
