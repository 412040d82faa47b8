package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.RecordCodec;
import io.hedgerow.schemas.codec.UnreadableRecordException;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one asset's signals are made of, and when one is made: the newest view of each book, funding
 * rate, account, chain and price, and the cool-downs (SIG-1, NET-7).
 *
 * <p>The newest version of a view counts; an older one, or the same again, changes nothing. What is
 * unknown, STALE or too old takes part in no signal. Records must come in the order of event time;
 * the same records give the same signals with the same IDs.
 *
 * <p>Bounded: of books, rates and accounts so many each as the settings say, then those are
 * forgotten that are over an hour old, and if there are none a new one is left out. Chains and
 * prices are those of the settings. Not safe for concurrent use.
 */
public final class AssetSignals {

  /** No look at the funding is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int FORMAT = 1;
  private static final int MAX_HELD = 4_096;
  private static final long MICROS = 1_000_000;
  private static final long MILLI_MICROS = 1_000;
  private static final long FORGET_AFTER_MICROS = 3_600 * MICROS;

  private final String asset;
  private final SignalSettings settings;
  private final SignalSettings.Asset routes;
  private final Map<String, DepthView> books = new TreeMap<>();
  private final Map<String, FundingView> funding = new TreeMap<>();
  private final Map<String, VenueAccount> accounts = new TreeMap<>();
  private final Map<String, ChainView> chains = new TreeMap<>();
  private final Map<String, ReferencePrice> prices = new TreeMap<>();
  private final CoolDown alphaFired = new CoolDown();
  private final CoolDown fundingFired = new CoolDown();
  private final CoolDown reduceFired = new CoolDown();
  private long fundingDueMicros = NEVER;

  private AssetSignals(String asset, SignalSettings settings) {
    this.asset = asset;
    this.settings = settings;
    this.routes = settings.asset(asset);
  }

  /** Of an asset of which nothing is known yet. */
  public static AssetSignals empty(String asset, SignalSettings settings) {
    return new AssetSignals(asset, settings);
  }

  /**
   * Applies a record and sends what follows from it.
   *
   * @param nowMicros event time; never before that of the call before
   * @return whether it changed anything
   * @throws IllegalArgumentException for a type of record that no signal is made of
   */
  public boolean apply(SpecificRecord input, long nowMicros, Consumer<Signal> out) {
    if (routes == null) {
      return false;
    }
    if (input instanceof DepthView view) {
      return applyBook(view, nowMicros, out);
    } else if (input instanceof FundingView view) {
      return applyFunding(view, nowMicros);
    } else if (input instanceof VenueAccount account) {
      return applyAccount(account, nowMicros, out);
    } else if (input instanceof RiskTrigger trigger) {
      return applyTrigger(trigger, nowMicros, out);
    } else if (input instanceof ChainView view) {
      return applyChain(view);
    } else if (input instanceof ReferencePrice price) {
      return applyPrice(price);
    }
    throw new IllegalArgumentException(
        "expected a view, a price, an account or a trigger, saw " + input.getClass().getName());
  }

  /** When the funding is to be looked at next, µs of event time, or {@link #NEVER}. */
  public long nextDueMicros() {
    return fundingDueMicros;
  }

  /** Looks at the funding, if it is due. */
  public void advanceTo(long nowMicros, Consumer<Signal> out) {
    while (fundingDueMicros != NEVER && fundingDueMicros <= nowMicros) {
      long dueMicros = fundingDueMicros;
      lookAtFunding(dueMicros, out);
      boolean known =
          funding.values().stream()
              .anyMatch(view -> FundingMonitor.isKnown(view, oldestFunding(dueMicros)));
      fundingDueMicros = known ? dueMicros + fundingPeriodMicros() : NEVER;
    }
  }

  /** Views, rates, accounts, chains and prices that are held. */
  public int size() {
    return books.size() + funding.size() + accounts.size() + chains.size() + prices.size();
  }

  private boolean applyBook(DepthView view, long nowMicros, Consumer<Signal> out) {
    String key = InstrumentKey.of(view.getVenue(), view.getInstrument());
    InstrumentName name = InstrumentName.of(view.getInstrument());
    if (name == null
        || !name.asset().equals(asset)
        || !isNews(books.get(key), view, DepthView::getVersion)
        || !hasRoom(books, key, nowMicros, DepthView::getReceivedAtMicros)) {
      return false;
    }
    books.put(key, view);
    if (isUsable(view, nowMicros)) {
      for (DepthView other : books.values()) {
        if (!other.getVenue().equals(view.getVenue())) {
          scan(view, other, nowMicros, out);
          scan(other, view, nowMicros, out);
        }
      }
    }
    return true;
  }

  private boolean isUsable(DepthView view, long nowMicros) {
    return view.getValidity() == BookValidity.LIVE
        && view.getReceivedAtMicros() >= nowMicros - settings.alpha().maxAgeMillis() * MILLI_MICROS;
  }

  private void scan(DepthView buyFrom, DepthView sellTo, long nowMicros, Consumer<Signal> out) {
    InstrumentName buys = InstrumentName.of(buyFrom.getInstrument());
    InstrumentName sells = InstrumentName.of(sellTo.getInstrument());
    SignalSettings.Quote quote = settings.quote(buys.quote());
    SignalSettings.Venue buyVenue = settings.venue(buyFrom.getVenue());
    SignalSettings.Venue sellVenue = settings.venue(sellTo.getVenue());
    if (!buys.equals(sells)
        || quote == null
        || buyVenue == null
        || sellVenue == null
        || !isUsable(buyFrom, nowMicros)
        || !isUsable(sellTo, nowMicros)) {
      return;
    }
    SignalSettings.Alpha rules = settings.alpha();
    RouteChoice.Route route = routeOf(buys, quote, nowMicros);
    if (route == null) {
      return;
    }
    int fills = buys.perpetual() ? 2 : 1;
    Opportunity found =
        AlphaScanner.scan(
            buyFrom,
            sellTo,
            quote,
            new AlphaScanner.Terms(
                (long) fills * buyVenue.takerFeePpm(),
                (long) fills * sellVenue.takerFeePpm(),
                rules.reservePpm(),
                route),
            rules.maxSlippagePpm());
    String key =
        InstrumentKey.of(buyFrom.getVenue(), buyFrom.getInstrument())
            + ">"
            + InstrumentKey.of(sellTo.getVenue(), sellTo.getInstrument());
    long coolDownMicros = rules.coolDownSeconds() * MICROS;
    long edgePpm = found == null ? 0 : found.edgePpm();
    int count = alphaFired.admit(key, edgePpm, rules.minEdgePpm(), nowMicros, coolDownMicros);
    if (count >= 0) {
      out.accept(
          Signals.open(
              SignalSource.ALPHA,
              asset,
              found,
              new Signals.Limits(rules.maxSlippagePpm(), rules.timeoutMillis(), coolDownMicros),
              settings.version(),
              nowMicros,
              count));
    }
  }

  private RouteChoice.Route routeOf(
      InstrumentName name, SignalSettings.Quote quote, long nowMicros) {
    if (name.perpetual()) {
      return RouteChoice.Route.NOTHING_MOVES;
    }
    try {
      return RouteChoice.choose(settings, routes, quote, chains, prices, nowMicros);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private boolean applyFunding(FundingView view, long nowMicros) {
    String key = InstrumentKey.of(view.getVenue(), view.getInstrument());
    InstrumentName name = InstrumentName.of(view.getInstrument());
    if (name == null
        || !name.asset().equals(asset)
        || !name.perpetual()
        || !isNews(funding.get(key), view, FundingView::getVersion)
        || !hasRoom(funding, key, nowMicros, FundingView::getReceivedAtMicros)) {
      return false;
    }
    funding.put(key, view);
    if (fundingDueMicros == NEVER && FundingMonitor.isKnown(view, oldestFunding(nowMicros))) {
      fundingDueMicros =
          Math.floorDiv(nowMicros, fundingPeriodMicros()) * fundingPeriodMicros()
              + fundingPeriodMicros();
    }
    return true;
  }

  private long fundingPeriodMicros() {
    return settings.funding().everySeconds() * MICROS;
  }

  private long oldestFunding(long nowMicros) {
    return nowMicros - settings.funding().maxAgeSeconds() * MICROS;
  }

  private void lookAtFunding(long nowMicros, Consumer<Signal> out) {
    for (Map.Entry<String, DepthView> shortEntry : books.entrySet()) {
      FundingMonitor.Side shortSide = sideOf(shortEntry, nowMicros);
      if (shortSide == null || shortSide.funding() == null) {
        continue;
      }
      InstrumentName shortName = InstrumentName.of(shortSide.book().getInstrument());
      for (Map.Entry<String, DepthView> longEntry : books.entrySet()) {
        FundingMonitor.Side longSide = sideOf(longEntry, nowMicros);
        if (longSide != null
            && !longEntry.getKey().equals(shortEntry.getKey())
            && shortName.isComparableWith(InstrumentName.of(longSide.book().getInstrument()))) {
          judge(longSide, shortSide, nowMicros, out);
        }
      }
    }
  }

  /** A book with its fee and, if it is a perpetual, its funding; null: something is unknown. */
  private FundingMonitor.Side sideOf(Map.Entry<String, DepthView> book, long nowMicros) {
    DepthView view = book.getValue();
    SignalSettings.Venue venue = settings.venue(view.getVenue());
    if (venue == null || !isUsable(view, nowMicros)) {
      return null;
    }
    if (!InstrumentName.of(view.getInstrument()).perpetual()) {
      return new FundingMonitor.Side(view, null, venue.takerFeePpm());
    }
    FundingView rate = funding.get(book.getKey());
    return rate != null && FundingMonitor.isKnown(rate, oldestFunding(nowMicros))
        ? new FundingMonitor.Side(view, rate, venue.takerFeePpm())
        : null;
  }

  private void judge(
      FundingMonitor.Side longSide,
      FundingMonitor.Side shortSide,
      long nowMicros,
      Consumer<Signal> out) {
    SignalSettings.Quote quote =
        settings.quote(InstrumentName.of(longSide.book().getInstrument()).quote());
    if (quote == null) {
      return;
    }
    SignalSettings.Funding rules = settings.funding();
    Opportunity found = FundingMonitor.judge(longSide, shortSide, quote, rules);
    String key =
        InstrumentKey.of(longSide.book().getVenue(), longSide.book().getInstrument())
            + ">"
            + InstrumentKey.of(shortSide.book().getVenue(), shortSide.book().getInstrument());
    long coolDownMicros = rules.coolDownSeconds() * MICROS;
    long edgePpm = found == null ? 0 : found.edgePpm();
    int count =
        fundingFired.admit(
            key, edgePpm, FundingMonitor.minEdgePpm(rules), nowMicros, coolDownMicros);
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

  private boolean applyAccount(VenueAccount account, long nowMicros, Consumer<Signal> out) {
    String key = InstrumentKey.of(account.getVenue(), account.getAccount());
    if (!isNews(accounts.get(key), account, VenueAccount::getVersion)
        || !hasRoom(accounts, key, nowMicros, VenueAccount::getReceivedAtMicros)) {
      return false;
    }
    accounts.put(key, account);
    if (isFresh(account, nowMicros)) {
      long shortPpm = ReduceMonitor.shortPpm(account, settings.reduce());
      reduce(account, shortPpm, "its margin is " + shortPpm + " ppm short", nowMicros, out);
    }
    return true;
  }

  /** A trigger names its account; one that nobody has heard of lately has no known position. */
  private boolean applyTrigger(RiskTrigger trigger, long nowMicros, Consumer<Signal> out) {
    VenueAccount account = accounts.get(trigger.getSubject());
    if (!ReduceMonitor.asksForReduction(trigger)
        || trigger.getRaisedAtMicros() < nowMicros - settings.reduce().maxAgeSeconds() * MICROS
        || account == null
        || !isFresh(account, nowMicros)) {
      return false;
    }
    long shortPpm = Math.max(1, ReduceMonitor.shortPpm(account, settings.reduce()));
    reduce(account, shortPpm, trigger.getText(), nowMicros, out);
    return true;
  }

  private boolean isFresh(VenueAccount account, long nowMicros) {
    return account.getReceivedAtMicros() >= nowMicros - settings.reduce().maxAgeSeconds() * MICROS;
  }

  private void reduce(
      VenueAccount account, long shortPpm, String why, long nowMicros, Consumer<Signal> out) {
    Map<String, VenueAccount> fresh = new TreeMap<>(accounts);
    fresh.values().removeIf(each -> !isFresh(each, nowMicros));
    SignalSettings.Reduce rules = settings.reduce();
    long coolDownMicros = rules.coolDownSeconds() * MICROS;
    for (Opportunity found : ReduceMonitor.reduce(asset, account, fresh, settings, why)) {
      String key = account.getAccount() + "@" + found.first();
      int count = reduceFired.admit(key, Math.max(0, shortPpm), 1, nowMicros, coolDownMicros);
      if (count >= 0) {
        out.accept(
            Signals.reduce(
                asset,
                key,
                found,
                new Signals.Limits(rules.maxSlippagePpm(), rules.timeoutMillis(), coolDownMicros),
                settings.version(),
                nowMicros,
                count));
      }
    }
  }

  private boolean applyChain(ChainView view) {
    if (!routes.chains().contains(view.getChain())
        || !isNews(chains.get(view.getChain()), view, ChainView::getVersion)) {
      return false;
    }
    chains.put(view.getChain(), view);
    return true;
  }

  /** Of two prices the later one counts, of equal times the dearer one. */
  private boolean applyPrice(ReferencePrice price) {
    boolean needed =
        routes.chains().stream()
            .anyMatch(chain -> settings.chain(chain).feeAsset().equals(price.getAsset()));
    ReferencePrice before = prices.get(price.getAsset());
    boolean later =
        before == null
            || price.getReceivedAtMicros() > before.getReceivedAtMicros()
            || (price.getReceivedAtMicros() == before.getReceivedAtMicros()
                && price.getPriceE8() > before.getPriceE8());
    if (!needed || !later) {
      return false;
    }
    prices.put(price.getAsset(), price);
    return true;
  }

  private static <T> boolean isNews(T before, T view, ToLongFunction<T> version) {
    return before == null || version.applyAsLong(view) > version.applyAsLong(before);
  }

  /** Whether one more fits; if not, what is long past goes first. */
  private <T> boolean hasRoom(
      Map<String, T> held, String key, long nowMicros, ToLongFunction<T> receivedAt) {
    if (held.containsKey(key) || held.size() < settings.maxInstruments()) {
      return true;
    }
    long pastMicros = nowMicros - FORGET_AFTER_MICROS;
    held.values().removeIf(each -> receivedAt.applyAsLong(each) < pastMicros);
    alphaFired.forgetBefore(nowMicros - settings.alpha().coolDownSeconds() * MICROS);
    fundingFired.forgetBefore(nowMicros - settings.funding().coolDownSeconds() * MICROS);
    reduceFired.forgetBefore(nowMicros - settings.reduce().coolDownSeconds() * MICROS);
    return held.size() < settings.maxInstruments();
  }

  /** All of it as a page. */
  public byte[] write() {
    PageWriter out = new PageWriter(FORMAT);
    out.text(asset).number(fundingDueMicros);
    write(books, out);
    write(funding, out);
    write(accounts, out);
    write(chains, out);
    write(prices, out);
    alphaFired.write(out);
    fundingFired.write(out);
    reduceFired.write(out);
    return out.toPage();
  }

  /**
   * Reads a page; what the settings do not know any more is left out by the signals themselves.
   *
   * @throws IllegalStateException if the page cannot be read
   */
  public static AssetSignals read(byte[] page, SignalSettings settings) {
    PageReader in = new PageReader("signals of an asset", page, FORMAT);
    AssetSignals read = new AssetSignals(in.text(), settings);
    read.fundingDueMicros = in.number();
    read(in, DepthView.class, read.books);
    read(in, FundingView.class, read.funding);
    read(in, VenueAccount.class, read.accounts);
    read(in, ChainView.class, read.chains);
    read(in, ReferencePrice.class, read.prices);
    read.alphaFired.read(in);
    read.fundingFired.read(in);
    read.reduceFired.read(in);
    in.end();
    return read;
  }

  private static void write(Map<String, ? extends SpecificRecord> held, PageWriter out) {
    out.number(held.size());
    held.forEach((key, record) -> out.text(key).bytes(RecordCodec.encode(record)));
  }

  private static <T extends SpecificRecord> void read(
      PageReader in, Class<T> type, Map<String, T> held) {
    int count = in.count(MAX_HELD);
    for (int i = 0; i < count; i++) {
      String key = in.text();
      try {
        held.put(key, type.cast(RecordCodec.decode(in.bytes())));
      } catch (UnreadableRecordException e) {
        throw new IllegalStateException("expected a " + type.getSimpleName() + " of " + key, e);
      }
    }
  }

  /** Whether a view says that it may be used: one that does not counts however late it comes. */
  public static boolean saysUnusable(SpecificRecord input) {
    if (input instanceof DepthView view) {
      return view.getValidity() != BookValidity.LIVE;
    } else if (input instanceof FundingView view) {
      return view.getFreshness() != Freshness.LIVE;
    }
    return input instanceof ChainView view && view.getFreshness() != Freshness.LIVE;
  }
}
