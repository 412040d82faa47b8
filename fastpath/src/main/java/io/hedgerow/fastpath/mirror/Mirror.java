package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BalancesChangedDecoder;
import io.hedgerow.fastpath.wire.BookChangedDecoder;
import io.hedgerow.fastpath.wire.MarginChangedDecoder;
import io.hedgerow.fastpath.wire.ReconciliationChangedDecoder;
import io.hedgerow.fastpath.wire.ReferenceChangedDecoder;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.fastpath.wire.VenueChangedDecoder;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.order.TopLevels;
import java.util.Arrays;

/**
 * The mirror: everything that a decision reads, in preallocated arrays (NET, DESIGN §5). Written by
 * the journal's records alone; of two versions of a statement the newer counts, an older one or the
 * same again changes nothing. A record about something that the registry does not know is ignored.
 * For the engine's thread; allocates nothing once made.
 */
public final class Mirror {

  /** Nothing was heard yet. */
  public static final long NEVER = Long.MIN_VALUE;

  /** The version of a record that could not be read: what it was about is closed. */
  public static final long UNREADABLE = -1;

  /** So much older than it says a statement may be: venues book fills late (REC-7). */
  private static final long LAG_MICROS = 10_000_000;

  final Registry registry;
  final BookState[] books;
  final long[] referencesE8;
  final long[] referencesAtMicros;
  final VenueState[] venues;
  final AccountState[] accounts;
  final long[] positionsE8;
  final ScopeStates scopes;
  final RecentFills recent;
  final InstrumentTable instruments;
  private long nowMicros;

  /** An empty mirror: everything is unknown. */
  public Mirror(Registry registry) {
    this.registry = registry;
    instruments = new InstrumentTable(registry);
    int count = registry.instruments().size();
    books = new BookState[count];
    Arrays.setAll(books, i -> new BookState());
    referencesE8 = new long[registry.markets().size()];
    referencesAtMicros = new long[registry.markets().size()];
    Arrays.fill(referencesAtMicros, NEVER);
    venues = new VenueState[registry.venues().size()];
    accounts = new AccountState[registry.venues().size()];
    Arrays.setAll(venues, i -> new VenueState());
    Arrays.setAll(accounts, i -> new AccountState(registry.assets().size()));
    positionsE8 = new long[count];
    scopes = new ScopeStates(registry);
    recent = new RecentFills(count);
  }

  /** A book as it is now. Impossible levels make it unusable. */
  public void apply(BookChangedDecoder change) {
    int instrument = change.instrument();
    if (instrument < 0 || instrument >= books.length) {
      return;
    }
    BookState book = books[instrument];
    TopLevels levels = book.levels;
    levels.clear();
    boolean possible = true;
    for (BookChangedDecoder.BidsDecoder bid = change.bids(); bid.hasNext(); ) {
      bid.next();
      possible = levels.addBid(bid.priceE8(), bid.quantityE8()) && possible;
    }
    for (BookChangedDecoder.AsksDecoder ask = change.asks(); ask.hasNext(); ) {
      ask.next();
      possible = levels.addAsk(ask.priceE8(), ask.quantityE8()) && possible;
    }
    int validity = change.validity();
    if (!possible || validity != GateCode.BOOK_LIVE) {
      levels.clear();
    }
    book.validity = possible ? validity : (int) GateCode.BOOK_GAP;
    book.sequence = change.venueSequence();
    book.receivedAtMicros = change.receivedAtMicros();
  }

  /** A reference price. */
  public void apply(ReferenceChangedDecoder change) {
    int market = change.market();
    if (market >= 0
        && market < referencesE8.length
        && change.receivedAtMicros() >= referencesAtMicros[market]) {
      referencesE8[market] = change.priceE8();
      referencesAtMicros[market] = change.receivedAtMicros();
    }
  }

  /** The health of a venue. */
  public void apply(VenueChangedDecoder change) {
    int number = change.venue();
    if (number < 0 || number >= venues.length || change.version() < venues[number].version) {
      return;
    }
    VenueState venue = venues[number];
    venue.version = change.version();
    venue.live = change.live() == YesNo.YES;
    venue.reachable = change.reachable() == YesNo.YES;
    venue.status = change.status();
    venue.latencyP99Micros = change.latencyP99Micros();
    venue.errorPpm = change.errorPpm();
    venue.reliabilityPpm = change.reliabilityPpm();
    venue.clockOffsetMicros = change.clockOffsetMicros();
    venue.receivedAtMicros = change.receivedAtMicros();
  }

  /**
   * Margin and positions of an account; a position that is not listed is none, one that is listed
   * twice is the sum.
   */
  public void apply(MarginChangedDecoder change) {
    int number = change.venue();
    if (number < 0
        || number >= accounts.length
        || change.version() < accounts[number].marginVersion) {
      return;
    }
    AccountState account = accounts[number];
    account.marginVersion = change.version();
    account.marginLive = change.live() == YesNo.YES;
    account.equityE8 = change.equityE8();
    account.initialE8 = change.initialE8();
    account.maintenanceE8 = change.maintenanceE8();
    account.marginAtMicros = change.asOfMicros();
    account.marginFromMicros = mayLackSinceMicros(change.asOfMicros());
    account.foreignPositions = false;
    for (int each : instruments.atVenue[number]) {
      positionsE8[each] = 0;
    }
    for (MarginChangedDecoder.PositionsDecoder position = change.positions();
        position.hasNext(); ) {
      position.next();
      int instrument = position.instrument();
      if (instrument >= 0
          && instrument < positionsE8.length
          && instruments.venues[instrument] == number) {
        positionsE8[instrument] = Saturated.plus(positionsE8[instrument], position.quantityE8());
      } else if (position.quantityE8() != 0) {
        account.foreignPositions = true;
      }
    }
  }

  /** Balances of an account; an asset that is not listed is none. */
  public void apply(BalancesChangedDecoder change) {
    int number = change.venue();
    if (number < 0
        || number >= accounts.length
        || change.version() < accounts[number].balancesVersion) {
      return;
    }
    AccountState account = accounts[number];
    account.balancesVersion = change.version();
    account.balancesAtMicros = change.asOfMicros();
    account.balancesFromMicros = mayLackSinceMicros(change.asOfMicros());
    account.clearBalances();
    for (BalancesChangedDecoder.BalancesDecoder balance = change.balances(); balance.hasNext(); ) {
      balance.next();
      int asset = balance.asset();
      if (asset >= 0 && asset < account.totalE8.length) {
        account.totalE8[asset] = balance.totalE8();
        account.availableE8[asset] = balance.availableE8();
      }
    }
  }

  /** Whether the books of an account agree with its venue. */
  public void apply(ReconciliationChangedDecoder change) {
    int number = change.venue();
    if (number < 0 || number >= accounts.length) {
      return;
    }
    if (change.version() == UNREADABLE) {
      accounts[number].clean = false;
      return;
    }
    if (change.version() < accounts[number].reconciliationVersion) {
      return;
    }
    AccountState account = accounts[number];
    account.reconciliationVersion = change.version();
    account.clean = change.clean() == YesNo.YES;
    account.reconciledAtMicros = change.completedAtMicros();
  }

  /**
   * What a scope allows.
   *
   * @return whether it was a newer version, to be acknowledged
   */
  public boolean apply(RiskChangedDecoder change) {
    return scopes.apply(change);
  }

  /** The session to a venue is up, with nothing missing, or down. */
  public void session(int venue, boolean up) {
    venues[venue].sessionUp = up;
  }

  /** Whether the session to a venue is up. */
  public boolean sessionUp(int venue) {
    return venues[venue].sessionUp;
  }

  /** All that was open at a venue before the start has been asked for and answered (TRUTH-3). */
  public void swept(int venue, boolean swept) {
    venues[venue].swept = swept;
  }

  /** Whether every venue is up and has answered for all that was open. */
  public boolean allSwept() {
    for (VenueState venue : venues) {
      if (!venue.sessionUp || !venue.swept) {
        return false;
      }
    }
    return true;
  }

  /** Nothing new is sent to a venue until a person says so. */
  public void lock(int venue, boolean locked) {
    venues[venue].locked = locked;
  }

  /** A fill, which the next statement of its venue may not contain yet. */
  public void filled(int instrument, OrderSide side, long quantityE8) {
    recent.add(instrument, side, quantityE8);
  }

  /** A statement cannot be of a later moment than it came. */
  private long mayLackSinceMicros(long asOfMicros) {
    return Math.max(LAG_MICROS, Math.min(asOfMicros, nowMicros)) - LAG_MICROS;
  }

  /** Time has come so far. */
  public void advance(long nowMicros) {
    this.nowMicros = nowMicros;
    recent.advance(nowMicros);
  }

  /** Newest version of {@code risk.state}; 0: none. */
  public long riskVersion() {
    return scopes.version();
  }

  /** Event time up to which the risk states are known; {@link #NEVER}: not at all. */
  public long riskAsOfMicros() {
    return scopes.asOfMicros();
  }

  /** The levels of a book that is usable, else empty ones. */
  public TopLevels levels(int instrument) {
    return books[instrument].levels;
  }
}
