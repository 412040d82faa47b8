package io.hedgerow.simulator.feedserver;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.market.FundingKind;
import io.hedgerow.schemas.market.FundingUpdate;
import io.hedgerow.schemas.market.Trade;
import io.hedgerow.simulator.market.SimulatedInstrument;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.java_websocket.WebSocket;

/**
 * Serves the market data of one venue over websockets and HTTP on the loopback, in that venue's
 * formats: books, trades, funding and prices of a generated market (NET-1, NET-4).
 *
 * <p>What is published reaches the clients in that order; one that does not read is cut off. {@link
 * #faults} says what goes wrong. Safe from any thread; the records of a market come from one.
 */
public final class FeedServer implements AutoCloseable {

  private static final long FIRST_SEQUENCE = 5_000_000;
  private static final long PING_EVERY_MICROS = 20_000_000;
  private static final int MICROS_PER_MILLI = 1_000;

  private final FeedDialect dialect;
  private final FeedFaults faults;
  private final Map<String, String> symbols = new LinkedHashMap<>();
  private final Map<String, ServedBook> books = new LinkedHashMap<>();
  private final Map<WebSocket, Set<FeedDialect.Topic>> subscriptions = new LinkedHashMap<>();
  private final SocketServer sockets;
  private final BookAnswers answers;
  private long nowMicros;
  private long clockStepMicros;
  private long pingedAtMicros = Long.MIN_VALUE;

  private FeedServer(FeedDialect dialect, Collection<SimulatedInstrument> instruments, long seed) {
    this.dialect = dialect;
    this.faults = new FeedFaults(seed);
    for (SimulatedInstrument instrument : instruments) {
      if (instrument.venue() == dialect.source() && dialect.trades(instrument)) {
        String symbol = dialect.symbol(instrument);
        symbols.put(instrument.key(), symbol);
        books.put(symbol, new ServedBook(symbol, dialect.depth(), FIRST_SEQUENCE));
      }
    }
    this.sockets = new SocketServer(Set.copyOf(dialect.paths()), new Clients());
    this.answers =
        dialect
            .bookPath()
            .map(path -> new BookAnswers(path, faults, this::fetched, this::nowMicros))
            .orElse(null);
  }

  /** A server that listens; it has no books before something is published. */
  public static FeedServer start(ServedMarket market, Collection<SimulatedInstrument> instruments) {
    return start(market, instruments, 0);
  }

  /**
   * The same.
   *
   * @param seed of what its faults leave to chance
   */
  public static FeedServer start(
      ServedMarket market, Collection<SimulatedInstrument> instruments, long seed) {
    FeedServer server =
        new FeedServer(market.dialect(), instruments, Objects.hash(market.name(), seed));
    server.sockets.startAndWait();
    return server;
  }

  /** Where its websockets are, without the venue's path. */
  public URI streamUrl() {
    return URI.create("ws://127.0.0.1:" + sockets.getPort());
  }

  /** Where it answers requests; that of the websockets where the venue's books need none. */
  public URI restUrl() {
    return URI.create("http://127.0.0.1:" + (answers == null ? sockets.getPort() : answers.port()));
  }

  /** What goes wrong; nothing at first. */
  public FeedFaults faults() {
    return faults;
  }

  /** What it calls its instruments. */
  public Set<String> symbols() {
    return Set.copyOf(books.keySet());
  }

  /** How many clients are connected. */
  public int links() {
    return sockets.links();
  }

  /**
   * The book as its stream shows it.
   *
   * @throws IllegalArgumentException if there is no such symbol
   */
  public synchronized ServedDepth book(String symbol) {
    ServedBook book = books.get(symbol);
    if (book == null) {
      throw new IllegalArgumentException("expected one of " + books.keySet() + ", saw " + symbol);
    }
    ServedBook.Sides sides = book.shown();
    return new ServedDepth(book.sequence(), sides.bids(), sides.asks());
  }

  /** Sends what a market has generated, as far as this venue trades it. */
  public void publish(List<SpecificRecord> records, long atMicros) {
    send(records, atMicros);
    if (!faults.isMute() && atMicros - PING_EVERY_MICROS >= pingedAtMicros) {
      pingedAtMicros = atMicros;
      sockets.ping();
    }
    sockets.cutSlow();
  }

  private synchronized void send(List<SpecificRecord> records, long atMicros) {
    nowMicros = atMicros;
    for (SpecificRecord record : records) {
      if (record instanceof BookUpdate update) {
        change(update);
      } else if (record instanceof Trade trade) {
        String symbol = symbols.get(InstrumentKey.of(trade.getVenue(), trade.getInstrument()));
        send(
            symbol,
            FeedDialect.Kind.TRADES,
            topic -> Optional.of(dialect.trade(topic, symbol, trade)));
      } else if (record instanceof FundingUpdate funding
          && funding.getKind() == FundingKind.CURRENT) {
        String symbol = symbols.get(InstrumentKey.of(funding.getVenue(), funding.getInstrument()));
        send(symbol, FeedDialect.Kind.PRICES, topic -> dialect.prices(topic, symbol, funding));
      }
    }
  }

  /** Sends some text to all clients as it is, for hostile input. */
  public void say(String text) {
    synchronized (this) {
      subscriptions.keySet().forEach(link -> tell(link, text));
    }
    sockets.cutSlow();
  }

  /**
   * Whether anybody gets through. While nobody does, links are cut, and neither new ones nor
   * requests are taken; what is published meanwhile is lost.
   */
  public void reachable(boolean on) {
    faults.away(!on);
    if (!on) {
      sockets.cut();
    }
  }

  /** The venue's clock is off by so much from now on; records bring their own times. */
  public synchronized void clockStep(long micros) {
    clockStepMicros = micros;
  }

  /** Cuts all links without a goodbye. */
  public void disconnect() {
    sockets.cut();
  }

  /**
   * The venue's service starts anew: Bybit sends whole books with update 1, OKX links to numbers
   * that begin anew, Binance cuts the links.
   */
  public void restart() {
    OptionalLong number = dialect.restartsAt();
    if (number.isEmpty()) {
      disconnect();
      return;
    }
    synchronized (this) {
      books.values().forEach(book -> renumber(book, number.getAsLong()));
    }
    sockets.cutSlow();
  }

  private void renumber(ServedBook book, long number) {
    long before = book.sequence();
    book.renumber(number);
    if (book.isOpen()) {
      topics(book.symbol(), FeedDialect.Kind.BOOK)
          .forEach(
              topic ->
                  tellSubscribers(
                      topic, dialect.restarted(topic.name(), book, before, nowMillis())));
    }
  }

  @Override
  public void close() {
    sockets.stopAndWait();
    if (answers != null) {
      answers.close();
    }
  }

  private void change(BookUpdate update) {
    String symbol = symbols.get(InstrumentKey.of(update.getVenue(), update.getInstrument()));
    if (symbol == null) {
      return;
    }
    ServedBook book = books.get(symbol);
    boolean opens = !book.isOpen();
    ServedBook.Change change = book.take(update, dialect.skippedUpdates(), dialect.updateStep());
    if (change.changed().levels() == 0) {
      return;
    }
    if (opens) {
      sendWhole(book);
    } else {
      send(
          symbol,
          FeedDialect.Kind.BOOK,
          topic -> Optional.of(dialect.change(topic, symbol, change, nowMillis())));
    }
  }

  /** For those who subscribed before there was a book. */
  private void sendWhole(ServedBook book) {
    send(book.symbol(), FeedDialect.Kind.BOOK, topic -> dialect.whole(topic, book, nowMillis()));
  }

  private void send(
      String symbol, FeedDialect.Kind kind, Function<String, Optional<String>> message) {
    for (FeedDialect.Topic topic : topics(symbol, kind)) {
      if (!faults.loses()) {
        message.apply(topic.name()).ifPresent(text -> tellSubscribers(topic, text));
      }
    }
  }

  private Set<FeedDialect.Topic> topics(String symbol, FeedDialect.Kind kind) {
    Set<FeedDialect.Topic> wanted = new LinkedHashSet<>();
    subscriptions.values().forEach(wanted::addAll);
    wanted.removeIf(topic -> topic.kind() != kind || !topic.symbol().equals(symbol));
    return wanted;
  }

  private void tellSubscribers(FeedDialect.Topic topic, String text) {
    subscriptions.forEach(
        (link, topics) -> {
          if (topics.contains(topic)) {
            tell(link, text);
          }
        });
  }

  private void tell(WebSocket link, String text) {
    if (!faults.isMute()) {
      sockets.send(link, text, faults.sendsInPieces());
    }
  }

  private synchronized String fetched(String symbol) {
    ServedBook book = books.get(symbol);
    return book == null ? null : dialect.fetched(book, nowMillis());
  }

  private synchronized long nowMicros() {
    return nowMicros;
  }

  private long nowMillis() {
    return (nowMicros + clockStepMicros) / MICROS_PER_MILLI;
  }

  /** What clients do. */
  private final class Clients implements SocketServer.Receiver {

    @Override
    public void opened(WebSocket link) {
      synchronized (FeedServer.this) {
        subscriptions.put(link, new LinkedHashSet<>());
      }
    }

    @Override
    public void closed(WebSocket link) {
      synchronized (FeedServer.this) {
        subscriptions.remove(link);
      }
    }

    @Override
    public boolean isMute() {
      return faults.isMute();
    }

    @Override
    public boolean isAway() {
      return faults.isAway();
    }

    @Override
    public void said(WebSocket link, String text) {
      synchronized (FeedServer.this) {
        Optional<String> pong = dialect.heartbeat(text);
        if (pong.isPresent()) {
          tell(link, pong.get());
        } else {
          dialect.request(Json.read(text)).ifPresent(request -> serve(link, request));
        }
      }
      sockets.cutSlow();
    }

    private void serve(WebSocket link, FeedDialect.Request request) {
      List<FeedDialect.Topic> topics = new ArrayList<>();
      for (String name : request.names()) {
        Optional<FeedDialect.Topic> topic =
            dialect
                .topic(link.getResourceDescriptor(), name)
                .filter(found -> books.containsKey(found.symbol()));
        if (topic.isEmpty()) {
          tell(link, dialect.refused(request, name));
          return;
        }
        topics.add(topic.get());
      }
      Set<FeedDialect.Topic> subscribed = subscriptions.get(link);
      if (subscribed == null) {
        return;
      }
      dialect.accepted(request).forEach(text -> tell(link, text));
      if (!request.subscribe()) {
        topics.forEach(subscribed::remove);
        return;
      }
      subscribed.addAll(topics);
      topics.stream()
          .filter(topic -> topic.kind() == FeedDialect.Kind.BOOK)
          .forEach(topic -> begin(link, topic));
    }

    private void begin(WebSocket link, FeedDialect.Topic topic) {
      ServedBook book = books.get(topic.symbol());
      if (book.isOpen() && !faults.loses()) {
        dialect.whole(topic.name(), book, nowMillis()).ifPresent(text -> tell(link, text));
      }
    }
  }
}
