package io.hedgerow.state.venue;

import io.hedgerow.schemas.venue.VenueSample;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Something a sample said, with where that sample stands in time: of two the newer one rules, and
 * of two at the same microsecond the one with the greater ID, so that the order of arrival never
 * matters.
 *
 * @param <T> what it is about
 * @param value what was said
 * @param atMicros event time of the sample
 * @param eventId its ID
 */
record Newest<T>(T value, long atMicros, String eventId) {

  static <T> Newest<T> of(T value, VenueSample sample) {
    return new Newest<>(value, sample.getReceivedAtMicros(), sample.getEventId());
  }

  /** The one of both that rules; {@code other} may be null. */
  Newest<T> or(Newest<T> other) {
    if (other == null) {
      return this;
    }
    boolean thisRules =
        atMicros == other.atMicros
            ? eventId.compareTo(other.eventId) >= 0
            : atMicros > other.atMicros;
    return thisRules ? this : other;
  }

  static <T> void write(PageWriter page, Newest<T> newest, BiConsumer<PageWriter, T> writeValue) {
    page.flag(newest != null);
    if (newest != null) {
      writeValue.accept(page, newest.value);
      page.number(newest.atMicros).text(newest.eventId);
    }
  }

  static <T> Newest<T> read(PageReader page, Function<PageReader, T> readValue) {
    return page.flag() ? new Newest<>(readValue.apply(page), page.number(), page.text()) : null;
  }
}
