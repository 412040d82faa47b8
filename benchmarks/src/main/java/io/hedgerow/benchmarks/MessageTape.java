package io.hedgerow.benchmarks;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.market.BookLevel;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.BookUpdateKind;
import io.hedgerow.schemas.market.Contract;
import io.hedgerow.schemas.market.Sequencing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Book messages of about twenty levels, cut from a recorded USDⓈ-M file, which any number of
 * instruments can play in sequence, each as its own book.
 *
 * <p>A recorded message holds 68 levels on average; it is cut into pieces that remove before they
 * add, so that no piece crosses the book. Where the recordings are absent, a seeded walk of the
 * same shape stands in, and {@link #source} says so. Immutable after it was made.
 */
final class MessageTape {

  static final String VENUE = "BENCH";
  static final int LEVELS_PER_MESSAGE = 20;

  private static final String RECORDING = "books/binance/usdm_btcusdt_20240808.gz";
  private static final long SEED = 1;
  private static final String EVENT_ID = "00000000000000000000000000000000";

  private record Piece(List<BookLevel> bids, List<BookLevel> asks) {}

  private final String source;
  private final Piece whole;
  private final List<Piece> pieces;

  private MessageTape(String source, Piece whole, List<Piece> pieces) {
    this.source = source;
    this.whole = whole;
    this.pieces = pieces;
  }

  /**
   * The recording under this data folder, or the stand-in.
   *
   * @throws IOException if the recording cannot be read
   */
  static MessageTape load(Path dataFolder) throws IOException {
    Path recording = dataFolder == null ? null : dataFolder.resolve(RECORDING);
    return recording != null && Files.isReadable(recording)
        ? of(RecordedDepth.read(recording))
        : of(SyntheticDepth.make(SEED));
  }

  private static MessageTape of(DepthFeed feed) {
    Piece whole = new Piece(levels(feed.whole().bids()), levels(feed.whole().asks()));
    List<Piece> pieces = new ArrayList<>();
    feed.messages().forEach(message -> cut(message, pieces));
    return new MessageTape(feed.source(), whole, pieces);
  }

  private static List<BookLevel> levels(long[] pairs) {
    List<BookLevel> levels = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      levels.add(new BookLevel(pairs[i], pairs[i + 1]));
    }
    return levels;
  }

  /** Where the messages come from, for the report. */
  String source() {
    return source;
  }

  /** Deltas until the tape ends; a book cannot go on after that. */
  int length() {
    return pieces.size();
  }

  /** Mean levels in a delta. */
  double levelsPerMessage() {
    return pieces.stream().mapToInt(p -> p.bids().size() + p.asks().size()).average().orElse(0);
  }

  /** The whole book that every instrument begins with, at sequence 0. */
  byte[] whole(String instrument, long receivedAtMicros) {
    return encode(instrument, BookUpdateKind.RESTART, 0, whole, receivedAtMicros);
  }

  /** Delta {@code number}, from 1 to {@link #length}, at that sequence. */
  byte[] delta(String instrument, int number, long receivedAtMicros) {
    return encode(
        instrument, BookUpdateKind.DELTA, number, pieces.get(number - 1), receivedAtMicros);
  }

  private static byte[] encode(
      String instrument, BookUpdateKind kind, long sequence, Piece piece, long receivedAtMicros) {
    return RecordCodec.encode(
        new BookUpdate(
            VENUE,
            instrument,
            kind,
            Sequencing.LINKED,
            sequence,
            sequence,
            sequence - 1,
            receivedAtMicros,
            receivedAtMicros,
            Contract.LINEAR,
            E8.ONE,
            0,
            -1L,
            0,
            0,
            piece.bids(),
            piece.asks(),
            EVENT_ID));
  }

  private static void cut(DepthFeed.Message message, List<Piece> pieces) {
    record Change(boolean bid, BookLevel level) {}
    List<Change> changes = new ArrayList<>();
    levels(message.bids()).forEach(level -> changes.add(new Change(true, level)));
    levels(message.asks()).forEach(level -> changes.add(new Change(false, level)));
    changes.sort(Comparator.comparing(change -> change.level().getQuantityE8() != 0));
    for (int from = 0; from < changes.size(); from += LEVELS_PER_MESSAGE) {
      List<Change> part =
          changes.subList(from, Math.min(from + LEVELS_PER_MESSAGE, changes.size()));
      pieces.add(
          new Piece(
              part.stream().filter(Change::bid).map(Change::level).toList(),
              part.stream().filter(change -> !change.bid()).map(Change::level).toList()));
    }
  }
}
