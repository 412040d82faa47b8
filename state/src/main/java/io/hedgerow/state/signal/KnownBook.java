package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.risk.policy.SignalPolicy;

/**
 * A view of a book, with what its name and the settings say of it. Immutable.
 *
 * @param key {@code venue|instrument}
 * @param venue null: its fees are unknown
 * @param quote null: nothing is traded in it
 */
record KnownBook(
    String key,
    DepthView view,
    InstrumentName name,
    SignalSettings.Venue venue,
    SignalSettings.Quote quote) {

  /** The book of this view; null if its name says nothing. */
  static KnownBook of(DepthView view, SignalSettings settings) {
    InstrumentName name = InstrumentName.of(view.getInstrument());
    return name == null
        ? null
        : new KnownBook(
            InstrumentKey.of(view.getVenue(), view.getInstrument()),
            view,
            name,
            settings.venue(view.getVenue()),
            settings.quote(name.quote()));
  }

  long version() {
    return view.getVersion();
  }

  /** Whether its fees and its quote asset are known: another book is never used. */
  boolean isTraded() {
    return venue != null && quote != null;
  }

  long receivedAtMicros() {
    return view.getReceivedAtMicros();
  }

  /** Whether a leg may be filled from it: valid, fresh, its fees and its quote asset known. */
  boolean isUsable(SignalPolicy.Alpha rules, long nowMicros) {
    return view.getValidity() == BookValidity.LIVE
        && isTraded()
        && view.getReceivedAtMicros() >= nowMicros - rules.maxAgeMicros();
  }
}
