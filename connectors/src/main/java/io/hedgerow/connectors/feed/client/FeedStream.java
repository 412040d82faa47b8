package io.hedgerow.connectors.feed.client;

import io.hedgerow.connectors.feed.FeedResult;
import io.hedgerow.connectors.feed.Instrument;
import io.hedgerow.connectors.feed.RawMessage;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;
import io.hedgerow.schemas.market.BookUpdate;
import io.hedgerow.schemas.venue.Outcome;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.avro.specific.SpecificRecord;

/**
 * The instruments that come over one link: subscribes to them, translates what comes, and sees to
 * it that each book has a whole one under its messages. For the thread that runs the feed.
 */
final class FeedStream implements FeedLink.User {

  private static final String CONNECT = "WS connect";

  private final FeedSubscription wanted;
  private final FeedProtocol protocol;
  private final FeedRoute route;
  private final FeedSettings settings;
  private final Inbox inbox;
  private final LongSupplier nanos;
  private final FeedOutput out;
  private final FeedLink link;
  private final BookFetcher fetcher;
  private final Map<String, BookFollower> followers = new LinkedHashMap<>();
  private long requestId;

  FeedStream(
      FeedSubscription wanted,
      FeedProtocol protocol,
      FeedRoute route,
      FeedSettings settings,
      HttpClient http,
      Inbox inbox,
      LongSupplier nanos,
      FeedOutput out) {
    this.wanted = wanted;
    this.protocol = protocol;
    this.route = route;
    this.settings = settings;
    this.inbox = inbox;
    this.nanos = nanos;
    this.out = out;
    this.fetcher = new BookFetcher(http, settings, nanos);
    this.link =
        new FeedLink(
            FeedLink.at(wanted.streamUrl(), route.path()),
            protocol.heartbeat(),
            settings,
            http,
            inbox,
            nanos,
            this);
    if (route.hasBooks()) {
      for (Instrument instrument : wanted.instruments()) {
        boolean fetched = protocol.bookPath(instrument).isPresent();
        followers.put(instrument.key(), new BookFollower(fetched, settings, nanos.getAsLong()));
      }
    }
  }

  /** Does what is due, on the link and for each book. */
  void keepUp(long nowNanos, long nowMicros) {
    link.keepUp(nowNanos, nowMicros);
    if (!link.isOpen() || !route.hasBooks()) {
      return;
    }
    for (Instrument instrument : wanted.instruments()) {
      switch (followers.get(instrument.key()).due(nowNanos)) {
        case FETCH -> fetch(instrument);
        case RESUBSCRIBE -> resubscribe(instrument);
        case NOTHING -> {}
      }
    }
  }

  /** How many of its books follow a whole one. */
  int following() {
    return (int) followers.values().stream().filter(BookFollower::isFollowing).count();
  }

  boolean isOpen() {
    return link.isOpen();
  }

  void close() {
    link.close();
  }

  @Override
  public void opened(long tookMicros, long atMicros) {
    out.event(FeedEvent.Kind.CONNECTED, link.toString(), tookMicros / 1_000 + " ms");
    out.sample(wanted.market().venue(), CONNECT, Outcome.OK, tookMicros, null, atMicros);
    followers.values().forEach(follower -> follower.begin(nanos.getAsLong()));
    subscribe(true, wanted.instruments());
  }

  @Override
  public void connectFailed(String reason, boolean timeout, long tookMicros, long atMicros) {
    Outcome outcome = timeout ? Outcome.TIMEOUT : Outcome.ERROR;
    out.event(FeedEvent.Kind.CONNECT_FAILED, link.toString(), reason);
    out.sample(wanted.market().venue(), CONNECT, outcome, tookMicros, null, atMicros);
  }

  @Override
  public void lost(String reason, long atMicros) {
    out.event(FeedEvent.Kind.LOST, link.toString(), reason);
    followers.values().forEach(follower -> follower.begin(nanos.getAsLong()));
  }

  @Override
  public void message(String text, boolean oversize, long atMicros) {
    RawMessage message = RawMessage.ofStream(text, atMicros);
    if (oversize) {
      out.rejected(
          message,
          DeadLetterReason.OVERSIZE,
          "expected a message of at most " + settings.maxFrameChars() + " characters, got more");
    } else if (protocol.isHeartbeat(text)) {
      out.ignored();
    } else {
      take(message, protocol.parser().parse(message));
    }
  }

  @Override
  public void binary(long atMicros) {
    out.rejected(
        RawMessage.ofStream("", atMicros),
        DeadLetterReason.MALFORMED,
        "expected text, got a message of bytes");
  }

  private void take(RawMessage message, FeedResult result) {
    if (result instanceof FeedResult.Records translated) {
      out.understood();
      link.healthy();
      for (SpecificRecord record : translated.records()) {
        out.record(record);
        if (record instanceof BookUpdate update) {
          follow(update);
        }
      }
      return;
    }
    Optional<String> refusal = protocol.refusal(Requests.answer(message.payload()));
    if (refusal.isPresent()) {
      out.ignored();
      out.event(FeedEvent.Kind.REFUSED, link.toString(), refusal.get());
    } else if (result instanceof FeedResult.Rejected rejected) {
      out.rejected(message, rejected);
    } else {
      out.ignored();
    }
  }

  private void follow(BookUpdate update) {
    String key = InstrumentKey.of(update.getVenue(), update.getInstrument());
    BookFollower follower = followers.get(key);
    if (follower == null) {
      return;
    }
    long sequence = follower.sequence();
    switch (follower.onStream(update, nanos.getAsLong())) {
      case GAP ->
          out.event(
              FeedEvent.Kind.GAP,
              key,
              "after "
                  + sequence
                  + " came "
                  + update.getFirstSequence()
                  + ".."
                  + update.getLastSequence()
                  + " after "
                  + update.getPreviousSequence());
      case SYNCED -> out.event(FeedEvent.Kind.SYNCED, key, "at " + update.getLastSequence());
      default -> {}
    }
  }

  private void fetch(Instrument instrument) {
    String path = protocol.bookPath(instrument).orElseThrow();
    int connection = link.connection();
    out.fetched();
    fetcher.fetch(
        FeedLink.at(wanted.restUrl(), path),
        protocol,
        answer -> inbox.add(at -> onAnswer(instrument, connection, answer, at)));
  }

  private void onAnswer(
      Instrument instrument, int connection, BookFetcher.Answer answer, long atMicros) {
    String path = protocol.bookPath(instrument).orElseThrow();
    out.sample(
        wanted.market().venue(),
        "GET " + path.substring(0, path.indexOf('?')),
        answer.outcome(),
        answer.latencyMicros(),
        answer.rateLimitUsedPpm(),
        atMicros);
    if (connection != link.connection()) {
      return;
    }
    BookFollower follower = followers.get(instrument.key());
    if (answer.outcome() == Outcome.OK) {
      takeBook(instrument, follower, new RawMessage(answer.body(), atMicros, instrument.symbol()));
    } else {
      follower.onFetchFailed(nanos.getAsLong());
      out.event(FeedEvent.Kind.SNAPSHOT_FAILED, instrument.key(), answer.detail());
    }
  }

  private void takeBook(Instrument instrument, BookFollower follower, RawMessage message) {
    FeedResult result = protocol.parser().parse(message);
    if (!(result instanceof FeedResult.Records translated)
        || !(translated.records().get(0) instanceof BookUpdate whole)) {
      follower.onFetchFailed(nanos.getAsLong());
      out.event(FeedEvent.Kind.SNAPSHOT_FAILED, instrument.key(), "no book in the answer");
      if (result instanceof FeedResult.Rejected rejected) {
        out.rejected(message, rejected);
      } else {
        out.ignored();
      }
      return;
    }
    out.understood();
    boolean waited = !follower.isFollowing();
    if (follower.onFetched(whole, nanos.getAsLong())) {
      out.record(whole);
      if (waited) {
        out.event(FeedEvent.Kind.SYNCED, instrument.key(), "at " + whole.getLastSequence());
      }
    } else {
      out.event(
          FeedEvent.Kind.SNAPSHOT_BEHIND,
          instrument.key(),
          "the book at " + whole.getLastSequence() + " does not reach what came since");
    }
  }

  private void resubscribe(Instrument instrument) {
    out.event(FeedEvent.Kind.RESUBSCRIBED, instrument.key(), "asks for a whole book");
    subscribe(false, List.of(instrument));
    subscribe(true, List.of(instrument));
  }

  private void subscribe(boolean begin, List<Instrument> instruments) {
    List<String> topics = new ArrayList<>();
    instruments.forEach(instrument -> topics.addAll(protocol.topics(instrument, route.channels())));
    int step = protocol.topicsPerRequest();
    for (int from = 0; from < topics.size(); from += step) {
      List<String> some = topics.subList(from, Math.min(topics.size(), from + step));
      link.request(protocol.request(begin, some, ++requestId));
    }
  }
}
