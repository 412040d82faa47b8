package io.hedgerow.connectors.feed.client;

import io.hedgerow.schemas.venue.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Asks for whole books over HTTP. Safe from any thread. */
final class BookFetcher {

  /**
   * How a request ended.
   *
   * @param body empty unless the outcome is OK
   * @param detail what was seen
   * @param latencyMicros until the answer, or how long was waited
   * @param rateLimitUsedPpm may be null
   */
  record Answer(
      Outcome outcome, String body, String detail, long latencyMicros, Integer rateLimitUsedPpm) {}

  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int TEAPOT = 418;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;
  private static final int NANOS_PER_MICRO = 1_000;

  private final HttpClient http;
  private final FeedSettings settings;
  private final LongSupplier nanos;

  BookFetcher(HttpClient http, FeedSettings settings, LongSupplier nanos) {
    this.http = http;
    this.settings = settings;
    this.nanos = nanos;
  }

  /** Asks, and tells how it ended from some other thread, exactly once and in time. */
  @SuppressWarnings("FutureReturnValueIgnored") // it ends by telling
  void fetch(URI url, FeedProtocol protocol, Consumer<Answer> whenDone) {
    long askedNanos = nanos.getAsLong();
    CompletableFuture<HttpResponse<String>> sent =
        http.sendAsync(
            HttpRequest.newBuilder(url).GET().build(), BoundedBody.upTo(settings.maxFrameChars()));
    sent.copy()
        .orTimeout(settings.wholeBookWithin().toNanos(), TimeUnit.NANOSECONDS)
        .handle(
            (response, error) -> {
              sent.cancel(true);
              long tookMicros = (nanos.getAsLong() - askedNanos) / NANOS_PER_MICRO;
              whenDone.accept(
                  error == null
                      ? answered(response, protocol, tookMicros)
                      : failed(error, tookMicros));
              return null;
            });
  }

  private static Answer answered(
      HttpResponse<String> response, FeedProtocol protocol, long tookMicros) {
    Outcome outcome = outcome(response.statusCode());
    return new Answer(
        outcome,
        outcome == Outcome.OK ? response.body() : "",
        "HTTP " + response.statusCode(),
        tookMicros,
        protocol.rateLimitUsedPpm(response.headers()));
  }

  /** Bybit says 403 where others say 429. */
  private static Outcome outcome(int status) {
    if (status == OK) {
      return Outcome.OK;
    }
    if (status == TOO_MANY || status == TEAPOT || status == FORBIDDEN) {
      return Outcome.RATE_LIMITED;
    }
    return status >= SERVER_ERROR ? Outcome.ERROR : Outcome.REJECTED;
  }

  private static Answer failed(Throwable error, long tookMicros) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    boolean late = cause instanceof TimeoutException || cause instanceof HttpTimeoutException;
    String text = cause instanceof IOException ? cause.getMessage() : null;
    return new Answer(
        late ? Outcome.TIMEOUT : Outcome.ERROR,
        "",
        late ? "no answer in time" : text == null ? cause.getClass().getSimpleName() : text,
        tookMicros,
        null);
  }
}
