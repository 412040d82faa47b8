package io.hedgerow.connectors.feed.recorded;

import io.hedgerow.connectors.feed.BinanceFeedParser;
import io.hedgerow.connectors.feed.BinanceFeedParser.Market;
import io.hedgerow.connectors.feed.BrlFeedParser;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.InstrumentCatalog;
import io.hedgerow.connectors.feed.LobdeepFeedParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of recorded market data, and what its name and folder say of it (NET-1).
 *
 * <p>Known under a data folder: {@code books/binance/<market>_<symbol>_<date>.gz}, {@code
 * books/brl/*.jsonl.gz}, {@code books/lobdeep/*.jsonl.gz} and its trades {@code *.csv.gz}.
 * Immutable; each {@link #open} reads anew.
 */
public final class RecordedFile {

  private static final Pattern BINANCE = Pattern.compile("(spot|usdm|cm)_([a-z0-9_]+)_\\d{8}\\.gz");
  private static final Pattern BRL = Pattern.compile(".+\\.jsonl\\.gz");
  private static final Pattern LOBDEEP = Pattern.compile(".+_btc_(spot|fut)\\.(jsonl|csv)\\.gz");
  private static final String LOBDEEP_SYMBOL = "BTCUSDT";
  private static final Map<String, Market> MARKETS =
      Map.of("spot", Market.SPOT, "usdm", Market.USDM, "cm", Market.COINM, "fut", Market.USDM);

  private final Path path;
  private final List<Instrument> instruments;
  private final LineFormat format;

  private RecordedFile(Path path, List<Instrument> instruments, LineFormat format) {
    this.path = path;
    this.instruments = instruments;
    this.format = format;
  }

  /**
   * The recorded files under a data folder, by folder and name; empty where there are none. Files
   * whose name fits no recording are left out.
   *
   * @throws IllegalArgumentException if a name speaks of a symbol that the catalogue does not know
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static List<RecordedFile> list(Path dataFolder, InstrumentCatalog catalog) {
    List<RecordedFile> files = new ArrayList<>();
    Path books = dataFolder.resolve("books");
    for (Path path : filesIn(books.resolve("binance"))) {
      Matcher name = BINANCE.matcher(fileName(path));
      if (name.matches()) {
        files.add(binance(path, name, catalog));
      }
    }
    for (Path path : filesIn(books.resolve("brl"))) {
      if (BRL.matcher(fileName(path)).matches()) {
        files.add(brl(path, catalog));
      }
    }
    for (Path path : filesIn(books.resolve("lobdeep"))) {
      Matcher name = LOBDEEP.matcher(fileName(path));
      if (name.matches()) {
        files.add(lobdeep(path, name, catalog));
      }
    }
    return List.copyOf(files);
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The file's name without its folder. */
  public String name() {
    return fileName(path);
  }

  /** The instruments whose messages are in it, at least one. */
  public List<Instrument> instruments() {
    return instruments;
  }

  /**
   * Starts reading; the caller closes.
   *
   * @throws UncheckedIOException if it cannot be read; the message names the file
   */
  public RecordedMessages open() {
    return new RecordedMessages(path, format);
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static RecordedFile binance(Path path, Matcher name, InstrumentCatalog catalog) {
    Market market = MARKETS.get(name.group(1));
    Instrument instrument =
        instrument(path, catalog, market.venue(), name.group(2).toUpperCase(Locale.ROOT));
    return new RecordedFile(
        path,
        List.of(instrument),
        new LineFormat.Stamped(new BinanceFeedParser(catalog, market), instrument.symbol()));
  }

  private static RecordedFile brl(Path path, InstrumentCatalog catalog) {
    List<Instrument> instruments =
        catalog.venues().stream()
            .filter(venue -> venue.startsWith("BRL-"))
            .flatMap(venue -> catalog.instrumentsOf(venue).stream())
            .toList();
    if (instruments.isEmpty()) {
      throw new IllegalArgumentException(path + ": the catalogue knows no venue BRL-*");
    }
    return new RecordedFile(path, instruments, new LineFormat.Bare(new BrlFeedParser(catalog)));
  }

  private static RecordedFile lobdeep(Path path, Matcher name, InstrumentCatalog catalog) {
    Market market = MARKETS.get(name.group(1));
    return new RecordedFile(
        path,
        List.of(instrument(path, catalog, market.venue(), LOBDEEP_SYMBOL)),
        new LineFormat.Bare(new LobdeepFeedParser(catalog)));
  }

  private static Instrument instrument(
      Path path, InstrumentCatalog catalog, String venue, String symbol) {
    Optional<Instrument> instrument = catalog.find(venue, symbol);
    return instrument.orElseThrow(
        () ->
            new IllegalArgumentException(
                path + ": the catalogue has no symbol " + symbol + " at " + venue));
  }

  private static List<Path> filesIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static String fileName(Path path) {
    return Objects.requireNonNull(path.getFileName(), "a file has a name").toString();
  }
}
