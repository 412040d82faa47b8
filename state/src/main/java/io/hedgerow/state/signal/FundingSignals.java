package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.function.Consumer;

/**
 * The scheduled source: at each multiple of its interval, while any rate is known, every pair of a
 * short perpetual with a long book of the same asset and quote (SIG-1, NET-4).
 *
 * <p>Holds the rates, bounded by the settings, and cool-downs. Not safe for concurrent use.
 */
final class FundingSignals {

  private static final long MICROS = 1_000_000;

  private final String asset;
  private final SignalSettings settings;
  private final Newest<KnownBook> books;
  private final Newest<FundingView> rates;
  private final CoolDown fired = new CoolDown();
  private long dueMicros = AssetSignals.NEVER;

  FundingSignals(String asset, SignalSettings settings, Newest<KnownBook> books) {
    this.asset = asset;
    this.settings = settings;
    this.books = books;
    this.rates =
        Newest.byVersion(
            settings.maxInstruments(), FundingView::getVersion, FundingView::getReceivedAtMicros);
  }

  /** Returns whether it changed anything. */
  boolean apply(FundingView view, long nowMicros) {
    InstrumentName name = InstrumentName.of(view.getInstrument());
    String key = InstrumentKey.of(view.getVenue(), view.getInstrument());
    if (name == null
        || !name.asset().equals(asset)
        || !name.perpetual()
        || !rates.take(key, view, nowMicros)) {
      return false;
    }
    if (dueMicros == AssetSignals.NEVER
        && FundingMonitor.isKnown(view, oldestRateMicros(nowMicros))) {
      dueMicros = Math.floorDiv(nowMicros, periodMicros()) * periodMicros() + periodMicros();
    }
    return true;
  }

  /** When it looks next, or {@link AssetSignals#NEVER}. */
  long dueMicros() {
    return dueMicros;
  }

  /** Looks as often as it was due up to this time. */
  void advanceTo(long nowMicros, Consumer<Signal> out) {
    while (dueMicros != AssetSignals.NEVER && dueMicros <= nowMicros) {
      long atMicros = dueMicros;
      look(atMicros, out);
      boolean known =
          rates.all().stream()
              .anyMatch(view -> FundingMonitor.isKnown(view, oldestRateMicros(atMicros)));
      dueMicros = known ? atMicros + periodMicros() : AssetSignals.NEVER;
    }
  }

  int size() {
    return rates.size();
  }

  private void look(long nowMicros, Consumer<Signal> out) {
    for (KnownBook shortBook : books.all()) {
      FundingMonitor.Side shortSide = sideOf(shortBook, nowMicros);
      if (shortSide == null || shortSide.funding() == null) {
        continue;
      }
      for (KnownBook longBook : books.all()) {
        FundingMonitor.Side longSide = sideOf(longBook, nowMicros);
        if (longSide != null
            && !longBook.key().equals(shortBook.key())
            && shortBook.name().isComparableWith(longBook.name())) {
          judge(longBook, longSide, shortBook, shortSide, nowMicros, out);
        }
      }
    }
  }

  /** A book with its fee and, if it is a perpetual, its rate; null: something is unknown. */
  private FundingMonitor.Side sideOf(KnownBook book, long nowMicros) {
    if (!book.isUsable(settings, nowMicros)) {
      return null;
    }
    if (!book.name().perpetual()) {
      return new FundingMonitor.Side(book.view(), null, book.venue().takerFeePpm());
    }
    FundingView rate = rates.get(book.key());
    return rate != null && FundingMonitor.isKnown(rate, oldestRateMicros(nowMicros))
        ? new FundingMonitor.Side(book.view(), rate, book.venue().takerFeePpm())
        : null;
  }

  private void judge(
      KnownBook longBook,
      FundingMonitor.Side longSide,
      KnownBook shortBook,
      FundingMonitor.Side shortSide,
      long nowMicros,
      Consumer<Signal> out) {
    SignalSettings.Funding rules = settings.funding();
    Opportunity found = FundingMonitor.judge(longSide, shortSide, longBook.quote(), rules);
    String key = longBook.key() + ">" + shortBook.key();
    long coolDownMicros = rules.coolDownSeconds() * MICROS;
    long edgePpm = found == null ? 0 : found.edgePpm();
    int count =
        fired.admit(key, edgePpm, FundingMonitor.minEdgePpm(rules), nowMicros, coolDownMicros);
    if (count >= 0) {
      out.accept(
          Signals.open(
              SignalSource.FUNDING,
              asset,
              found,
              new Signals.Limits(rules.maxSlippagePpm(), rules.timeoutMillis(), coolDownMicros),
              settings.version(),
              nowMicros,
              count));
    }
  }

  private long periodMicros() {
    return settings.funding().everySeconds() * MICROS;
  }

  private long oldestRateMicros(long nowMicros) {
    return nowMicros - settings.funding().maxAgeSeconds() * MICROS;
  }

  void write(PageWriter out) {
    out.number(dueMicros);
    rates.write(out, each -> each);
    fired.write(out);
  }

  void read(PageReader in) {
    long dueBefore = in.number();
    dueMicros =
        dueBefore == AssetSignals.NEVER
            ? dueBefore
            : Math.floorDiv(dueBefore, periodMicros()) * periodMicros();
    rates.read(in, FundingView.class::cast);
    fired.read(in);
  }
}
