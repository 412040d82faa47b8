package io.hedgerow.simulator.feedserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.connectors.feed.client.FeedEvent;
import io.hedgerow.connectors.feed.client.FeedMarket;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.schemas.venue.VenueSample;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What also holds where whole books are fetched beside the stream. */
abstract class FetchedBookContract extends FeedContract {

  private static final int TOO_MANY_REQUESTS = 429;

  private BookRelay relay;

  FetchedBookContract(FeedMarket market, ServedMarket served, String... symbols) {
    super(market, served, symbols);
  }

  @BeforeEach
  void openRelay() throws IOException {
    relay = new BookRelay(server().restUrl());
  }

  @AfterEach
  void closeRelay() {
    relay.close();
  }

  @Override
  URI restUrl(FeedServer from) {
    return from == server() ? relay.url() : from.restUrl();
  }

  @Test
  @Tag("NET-1")
  void shouldWaitForASlowBook() {
    relay.answerAfter(Duration.ofMillis(400));

    startFeed();

    assertBooksEqual();
    assertThat(books().samples())
        .filteredOn(sample -> sample.getEndpoint().startsWith("GET "))
        .isNotEmpty()
        .allSatisfy(
            sample -> {
              assertThat(sample.getOutcome()).isEqualTo(Outcome.OK);
              assertThat(sample.getLatencyMicros()).isGreaterThan(390_000);
              assertThat(sample.getRateLimitUsedPpm()).isPositive();
            });
  }

  @Test
  @Tag("NET-1")
  void shouldNotUseABookThatIsOlderThanTheMessages() {
    startFeed();
    relay.answerAsOfNow(2);
    assertBooksEqual();

    loseChanges();

    await("an old book", () -> books().events(FeedEvent.Kind.SNAPSHOT_BEHIND).size() == 2);
    assertBooksEqual();
  }

  @Test
  @Tag("NET-6")
  void shouldAskAgainWhenItIsRefused() {
    relay.refuse(2, TOO_MANY_REQUESTS);

    startFeed();

    assertBooksEqual();
    assertThat(books().events(FeedEvent.Kind.SNAPSHOT_FAILED))
        .extracting(FeedEvent::detail)
        .containsExactly("HTTP 429", "HTTP 429");
    assertThat(books().samples())
        .filteredOn(sample -> sample.getOutcome() == Outcome.RATE_LIMITED)
        .hasSize(2);
  }

  @Test
  @Tag("NET-6")
  void shouldAskAgainWhenNoAnswerComes() {
    startFeed();
    relay.answerAfter(Duration.ofSeconds(5));
    loseChanges();
    await(
        "a timeout",
        () ->
            books().samples().stream()
                .map(VenueSample::getOutcome)
                .anyMatch(Outcome.TIMEOUT::equals));

    relay.answerAfter(Duration.ZERO);

    assertBooksEqual();
  }
}
