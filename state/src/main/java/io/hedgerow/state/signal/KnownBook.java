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
 * @param inverse whether it is a perpetual that is settled in its base asset
 */
record KnownBook(
    String key,
    DepthView view,
    InstrumentName name,
    SignalSettings.Venue venue,
    SignalSettings.Quote quote,
    boolean inverse) {

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
            settings.quote(name.quote()),
            settings.isInverse(view.getVenue(), name));
  }

  long version() {
    return view.getVersion();
  }

  /** Whether its fees and its quote asset are known: another book is never used. */
  boolean isTraded() {
    return venue != null && quote != null;
  }

  /** Whether they may be a pair: two perpetuals are both linear, or both inverse. */
  boolean isOfOneKindWith(KnownBook other) {
    return !name.perpetual() || !other.name.perpetual() || inverse == other.inverse;
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
