package io.hedgerow.connectors.feed.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Reads the body of an answer as text and gives up on one that is too long. */
final class BoundedBody implements HttpResponse.BodySubscriber<String> {

  private final HttpResponse.BodySubscriber<String> whole =
      HttpResponse.BodySubscribers.ofString(StandardCharsets.UTF_8);
  private final int maxBytes;
  private Flow.Subscription subscription;
  private long bytes;

  private BoundedBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  static HttpResponse.BodyHandler<String> upTo(int maxBytes) {
    return head -> new BoundedBody(maxBytes);
  }

  @Override
  public CompletionStage<String> getBody() {
    return whole.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription from) {
    subscription = from;
    whole.onSubscribe(from);
  }

  @Override
  public void onNext(List<ByteBuffer> pieces) {
    for (ByteBuffer piece : pieces) {
      bytes += piece.remaining();
    }
    if (bytes > maxBytes) {
      subscription.cancel();
      whole.onError(new IOException("expected an answer of at most " + maxBytes + " bytes"));
    } else {
      whole.onNext(pieces);
    }
  }

  @Override
  public void onError(Throwable error) {
    whole.onError(error);
  }

  @Override
  public void onComplete() {
    whole.onComplete();
  }
}
