package io.hedgerow.state.signal;

import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.ChainView;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.Policy;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * What one asset's signals are made of, and when one is made: the newest view of each book, and the
 * three sources that look at them (SIG-1, NET-7).
 *
 * <p>The newest version of a view counts; an older one, or the same again, changes nothing. What is
 * unknown, STALE or too old takes part in no signal. Records must come in the order of event time;
 * the same records under the same policies give the same signals with the same IDs.
 *
 * <p>Bounded: books, rates and accounts by the settings, see {@link Newest}; chains and prices are
 * those of the settings. Not safe for concurrent use.
 */
public final class AssetSignals {

  /** Nothing is due. */
  public static final long NEVER = Long.MAX_VALUE;

  private static final int FORMAT = 1;

  private final String asset;
  private final SignalSettings settings;
  private final boolean watched;
  private final Newest<KnownBook> books;
  private final Routes routes;
  private final AlphaSignals alpha;
  private final FundingSignals funding;
  private final ReduceSignals reduce;

  private AssetSignals(String asset, SignalSettings settings) {
    this.asset = asset;
    this.settings = settings;
    SignalSettings.Asset known = settings.asset(asset);
    this.watched = known != null;
    this.books =
        Newest.byVersion(
            settings.maxInstruments(), KnownBook::version, KnownBook::receivedAtMicros);
    this.routes =
        new Routes(settings, watched ? known : new SignalSettings.Asset(asset, List.of()));
    this.alpha = new AlphaSignals(asset, books, routes);
    this.funding = new FundingSignals(asset, settings.maxInstruments(), books);
    this.reduce = new ReduceSignals(asset, settings);
  }

  /** Of an asset of which nothing is known yet. */
  public static AssetSignals empty(String asset, SignalSettings settings) {
    return new AssetSignals(asset, settings);
  }

  /**
   * Applies a record and sends what follows from it by the policy that is in force; without one
   * nothing follows, and what the record says is known all the same.
   *
   * @param nowMicros event time; never before that of the call before
   * @return whether it changed anything
   * @throws IllegalArgumentException for a type of record that no signal is made of
   */
  public boolean apply(
      SpecificRecord input, long nowMicros, LivePolicies policies, SignalOutput out) {
    if (!watched) {
      return false;
    }
    Policy policy = policies.at(nowMicros);
    if (input instanceof DepthView view) {
      return applyBook(view, nowMicros, policy, out);
    } else if (input instanceof FundingView view) {
      return funding.apply(view, nowMicros);
    } else if (input instanceof VenueAccount account) {
      return reduce.apply(account, nowMicros, policy, out);
    } else if (input instanceof RiskTrigger trigger) {
      return reduce.apply(trigger, nowMicros, policy, out);
    } else if (input instanceof ChainView view) {
      return routes.apply(view, nowMicros);
    } else if (input instanceof ReferencePrice price) {
      return routes.apply(price, nowMicros);
    }
    throw new IllegalArgumentException(
        "expected a view, a price, an account or a trigger, saw " + input.getClass().getName());
  }

  private boolean applyBook(DepthView view, long nowMicros, Policy policy, SignalOutput out) {
    KnownBook book = KnownBook.of(view, settings);
    if (book == null
        || !book.name().asset().equals(asset)
        || !book.isTraded()
        || !books.take(book.key(), book, nowMicros)) {
      return false;
    }
    if (policy != null) {
      alpha.look(book, nowMicros, policy, out);
    }
    return true;
  }

  /**
   * When {@link #advanceTo} is to be called next, µs of event time, or {@link #NEVER}; asked again
   * after each call and each new policy.
   */
  public long nextDueMicros(LivePolicies policies) {
    return watched ? funding.nextDueMicros(policies) : NEVER;
  }

  /** Looks at the funding as often as it was due up to this time. */
  public void advanceTo(long nowMicros, LivePolicies policies, SignalOutput out) {
    if (watched) {
      funding.advanceTo(nowMicros, policies, out);
    }
  }

  /** Views, rates, accounts, chains and prices that are held. */
  public int size() {
    return books.size() + funding.size() + reduce.size() + routes.size();
  }

  /** All of it as a page. */
  public byte[] write() {
    PageWriter out = new PageWriter(FORMAT);
    out.text(asset);
    books.write(out, KnownBook::view);
    routes.write(out);
    alpha.write(out);
    funding.write(out);
    reduce.write(out);
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
    read.books.read(in, view -> KnownBook.of((DepthView) view, settings));
    read.routes.read(in);
    read.alpha.read(in);
    read.funding.read(in);
    read.reduce.read(in);
    in.end();
    return read;
  }

  /** Whether a view says that it may not be used: one that does counts however late it comes. */
  public static boolean saysUnusable(SpecificRecord input) {
    if (input instanceof DepthView view) {
      return view.getValidity() != BookValidity.LIVE;
    } else if (input instanceof FundingView view) {
      return view.getFreshness() != Freshness.LIVE;
    }
    return input instanceof ChainView view && view.getFreshness() != Freshness.LIVE;
  }
}
