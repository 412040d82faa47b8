package io.hedgerow.fastpath.bridge;

import io.hedgerow.fastpath.engine.LimitNumbers;
import io.hedgerow.fastpath.mirror.Mirror;
import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.BalancesChangedEncoder;
import io.hedgerow.fastpath.wire.BookChangedEncoder;
import io.hedgerow.fastpath.wire.MarginChangedEncoder;
import io.hedgerow.fastpath.wire.MessageHeaderEncoder;
import io.hedgerow.fastpath.wire.PolicyChangedEncoder;
import io.hedgerow.fastpath.wire.ReconciliationChangedEncoder;
import io.hedgerow.fastpath.wire.ReferenceChangedEncoder;
import io.hedgerow.fastpath.wire.RiskChangedEncoder;
import io.hedgerow.fastpath.wire.VenueChangedEncoder;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.fastpath.wire.YesNo;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.common.Freshness;
import io.hedgerow.schemas.market.ReferencePrice;
import io.hedgerow.schemas.recon.ReconciliationState;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskPolicy;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthLevel;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.MarginView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueStatus;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.order.TopLevels;
import io.hedgerow.state.risk.policy.Policy;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes records as inputs of the engine. A record about something that the registry does not know
 * gives none. One object for one thread; the message stands in {@link #buffer} until the next call.
 *
 * <p>A book comes from a depth view: between two of its entries everything is taken to stand at the
 * worse price, so that it never looks better than the venue's own.
 */
public final class RecordInputs {

  /** No input: the registry does not know what the record is about. */
  public static final int NONE = 0;

  /** The scope of the engine among the modules: it is obeyed like the system's. */
  static final String OWN_MODULE = "fast-path";

  private static final int MAX_BYTES = 1 << 16;
  private static final int MAX_ENTRIES = 2_000;
  private static final long UNKNOWN_VALUE = Long.MIN_VALUE;

  private final Registry registry;
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_BYTES]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final BookChangedEncoder book = new BookChangedEncoder();
  private final ReferenceChangedEncoder reference = new ReferenceChangedEncoder();
  private final VenueChangedEncoder venueChanged = new VenueChangedEncoder();
  private final MarginChangedEncoder margin = new MarginChangedEncoder();
  private final BalancesChangedEncoder balances = new BalancesChangedEncoder();
  private final RiskChangedEncoder risk = new RiskChangedEncoder();
  private final PolicyChangedEncoder policy = new PolicyChangedEncoder();
  private final ReconciliationChangedEncoder reconciliation = new ReconciliationChangedEncoder();

  /** In the numbers of this registry. */
  public RecordInputs(Registry registry) {
    this.registry = registry;
  }

  /** Where the message stands, from 0. */
  public UnsafeBuffer buffer() {
    return buffer;
  }

  /** Returns the length of the message, or {@link #NONE}. */
  public int encode(DepthView view) {
    int instrument = registry.instrument(view.getVenue(), view.getInstrument());
    if (instrument == Registry.UNKNOWN) {
      return NONE;
    }
    boolean live = view.getValidity() == BookValidity.LIVE;
    book.wrapAndApplyHeader(buffer, 0, header)
        .instrument((short) instrument)
        .validity((short) GateCode.of(view.getValidity()))
        .venueSequence(view.getVersion())
        .venueTimeMicros(view.getVenueTimeMicros())
        .receivedAtMicros(view.getReceivedAtMicros());
    List<DepthLevel> bids = live ? view.getBids() : List.of();
    List<DepthLevel> asks = live ? view.getAsks() : List.of();
    int bidCount = Math.min(bids.size(), TopLevels.MAX_LEVELS);
    BookChangedEncoder.BidsEncoder bid = book.bidsCount(bidCount);
    for (int i = 0; i < bidCount; i++) {
      bid.next().priceE8(bids.get(i).getPriceE8()).quantityE8(quantityE8(bids, i));
    }
    int askCount = Math.min(asks.size(), TopLevels.MAX_LEVELS);
    BookChangedEncoder.AsksEncoder ask = book.asksCount(askCount);
    for (int i = 0; i < askCount; i++) {
      ask.next().priceE8(asks.get(i).getPriceE8()).quantityE8(quantityE8(asks, i));
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + book.encodedLength();
  }

  private static long quantityE8(List<DepthLevel> levels, int i) {
    long before = i == 0 ? 0 : levels.get(i - 1).getCumulativeBaseE8();
    return levels.get(i).getCumulativeBaseE8() - before;
  }

  /** For one market of the asset; see {@link Registry#referencesOf}. */
  public int encode(ReferencePrice price, int market) {
    reference
        .wrapAndApplyHeader(buffer, 0, header)
        .market((short) market)
        .priceE8(price.getPriceE8())
        .receivedAtMicros(price.getReceivedAtMicros());
    return MessageHeaderEncoder.ENCODED_LENGTH + reference.encodedLength();
  }

  /** Returns the length of the message, or {@link #NONE}. */
  public int encode(VenueView view) {
    int venue = registry.venue(view.getVenue());
    if (venue == Registry.UNKNOWN) {
      return NONE;
    }
    boolean stated = view.getStatus() != VenueStatus.UNSTATED;
    venueChanged
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(view.getVersion())
        .live(yesNo(view.getFreshness() == Freshness.LIVE))
        .reachable(yesNo(view.getReachable()))
        .status((short) (stated ? GateCode.of(view.getStatus()) : 0))
        .latencyP99Micros(known(view.getLatencyP99Micros()))
        .errorPpm(known(view.getErrorRatePpm()))
        .reliabilityPpm(known(view.getReliabilityPpm()))
        .clockOffsetMicros(known(view.getClockOffsetMicros()))
        .receivedAtMicros(view.getReceivedAtMicros());
    return MessageHeaderEncoder.ENCODED_LENGTH + venueChanged.encodedLength();
  }

  /** Returns the length of the message, or {@link #NONE}. */
  public int encode(MarginView view) {
    int venue = registry.venue(view.getVenue());
    if (venue == Registry.UNKNOWN || !isOurs(venue, view.getAccount())) {
      return NONE;
    }
    boolean live =
        view.getFreshness() == Freshness.LIVE
            && view.getEquityE8() != null
            && view.getInitialMarginE8() != null
            && view.getMaintenanceMarginE8() != null;
    margin
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(view.getVersion())
        .live(yesNo(live))
        .equityE8(live ? view.getEquityE8() : 0)
        .initialE8(live ? view.getInitialMarginE8() : 0)
        .maintenanceE8(live ? view.getMaintenanceMarginE8() : 0)
        .asOfMicros(asOfMicros(view.getVenueTimeMicros(), view.getReceivedAtMicros()));
    requireFew(view.getPositions().size());
    MarginChangedEncoder.PositionsEncoder group = margin.positionsCount(view.getPositions().size());
    for (Position position : view.getPositions()) {
      group
          .next()
          .instrument((short) registry.instrument(view.getVenue(), position.getInstrument()))
          .quantityE8(position.getQuantityE8())
          .markPriceE8(position.getMarkPriceE8());
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + margin.encodedLength();
  }

  /** The balances of a statement; returns the length of the message, or {@link #NONE}. */
  public int encode(VenueAccount account) {
    int venue = registry.venue(account.getVenue());
    if (venue == Registry.UNKNOWN || !isOurs(venue, account.getAccount())) {
      return NONE;
    }
    balances
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(account.getVersion())
        .asOfMicros(asOfMicros(account.getVenueTimeMicros(), account.getReceivedAtMicros()));
    requireFew(account.getBalances().size());
    BalancesChangedEncoder.BalancesEncoder group =
        balances.balancesCount(account.getBalances().size());
    for (Balance balance : account.getBalances()) {
      group
          .next()
          .asset((short) registry.asset(balance.getAsset()))
          .totalE8(balance.getTotalE8())
          .availableE8(balance.getAvailableE8());
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + balances.encodedLength();
  }

  /**
   * What is obeyed in a scope, see {@link io.hedgerow.state.risk.RestrictionRule}. A scope that is
   * none of ours still says that the feed lives, and so does a repeat.
   */
  public int encode(RiskState state) {
    risk.wrapAndApplyHeader(buffer, 0, header)
        .scopeType(wire(state.getScopeType()))
        .scope((short) scopeOf(state.getScopeType(), state.getScope()))
        .version(state.getVersion())
        .state((short) GateCode.of(state.getState()))
        .exposure((short) GateCode.of(state.getExistingExposure()))
        .asOfMicros(state.getAsOfMicros());
    return MessageHeaderEncoder.ENCODED_LENGTH + risk.encodedLength();
  }

  private static WireScope wire(ScopeType type) {
    return switch (type) {
      case SYSTEM -> WireScope.SYSTEM;
      case MODULE -> WireScope.MODULE;
      case VENUE -> WireScope.VENUE;
      case ASSET -> WireScope.ASSET;
      case ROUTE -> WireScope.ROUTE;
    };
  }

  private int scopeOf(ScopeType type, String scope) {
    return switch (type) {
      case VENUE -> registry.venue(scope);
      case ASSET -> registry.asset(scope);
      case ROUTE ->
          registry.instrument(InstrumentKey.venueOf(scope), InstrumentKey.instrumentOf(scope));
      case MODULE -> scope.equals(OWN_MODULE) ? 0 : Registry.UNKNOWN;
      case SYSTEM -> Registry.UNKNOWN;
    };
  }

  /**
   * For a record of {@code risk.state} that cannot be read: its scope is closed, and where not even
   * the key tells which, the system. No sign of life.
   *
   * @param key of the record, null if it has none
   */
  public int encodeUnreadableState(String key) {
    WireScope type = WireScope.SYSTEM;
    int scope = Registry.UNKNOWN;
    int bar = key == null ? -1 : key.indexOf('|');
    for (ScopeType each : ScopeType.values()) {
      if (bar > 0 && key.substring(0, bar).equals(each.name())) {
        type = wire(each);
        scope = scopeOf(each, key.substring(bar + 1));
      }
    }
    risk.wrapAndApplyHeader(buffer, 0, header)
        .scopeType(type)
        .scope((short) scope)
        .version(Mirror.UNREADABLE)
        .state((short) GateCode.STATE_DMM)
        .exposure((short) GateCode.EXPOSURE_FROZEN)
        .asOfMicros(Mirror.NEVER);
    return MessageHeaderEncoder.ENCODED_LENGTH + risk.encodedLength();
  }

  /**
   * For a record of {@code recon.status} that cannot be read: its account is locked, and where not
   * even the key tells which, every one.
   *
   * @param key of the record, null if it has none
   * @param venue whose account it may be
   * @return length of the message, or {@link #NONE}: it is another account's
   */
  public int encodeUnreadableStatus(String key, int venue) {
    int bar = key == null ? -1 : key.indexOf('|');
    Registry.Venue of = registry.venues().get(venue);
    if (bar > 0 && !key.equals(of.name() + "|" + of.account())) {
      return NONE;
    }
    reconciliation
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(Mirror.UNREADABLE)
        .clean(YesNo.NO)
        .completedAtMicros(Mirror.NEVER);
    return MessageHeaderEncoder.ENCODED_LENGTH + reconciliation.encodedLength();
  }

  /** For a record of {@code risk.policy} that cannot be read: nothing is allowed, at once. */
  public int encodeUnreadablePolicy() {
    policy
        .wrapAndApplyHeader(buffer, 0, header)
        .version(Mirror.UNREADABLE)
        .valid(YesNo.NO)
        .effectiveFromMicros(0)
        .limitsCount(0);
    return MessageHeaderEncoder.ENCODED_LENGTH + policy.encodedLength();
  }

  /** Returns the length of the message, or {@link #NONE}. */
  public int encode(ReconciliationStatus status) {
    int venue = registry.venue(status.getVenue());
    if (venue == Registry.UNKNOWN || !isOurs(venue, status.getAccount())) {
      return NONE;
    }
    reconciliation
        .wrapAndApplyHeader(buffer, 0, header)
        .venue((short) venue)
        .version(status.getVersion())
        .clean(yesNo(status.getState() == ReconciliationState.CLEAN))
        .completedAtMicros(status.getCompletedAtMicros());
    return MessageHeaderEncoder.ENCODED_LENGTH + reconciliation.encodedLength();
  }

  /**
   * The limits of a policy; one that cannot be obeyed closes. A shadow policy gives {@link #NONE}.
   */
  public int encode(RiskPolicy record) {
    if (record.getMode() != PolicyMode.LIVE) {
      return NONE;
    }
    GateLimits limits = limitsOf(record);
    policy
        .wrapAndApplyHeader(buffer, 0, header)
        .version(record.getVersion())
        .valid(yesNo(limits != null))
        .effectiveFromMicros(record.getEffectiveFromMicros());
    if (limits == null) {
      policy.limitsCount(0);
    } else {
      LimitNumbers.write(limits, policy);
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + policy.encodedLength();
  }

  private static GateLimits limitsOf(RiskPolicy record) {
    try {
      return Policy.of(record).gate();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The venue's own time where it states one, and never later than it came. */
  private static long asOfMicros(long venueTimeMicros, long receivedAtMicros) {
    return venueTimeMicros < 0 ? receivedAtMicros : Math.min(venueTimeMicros, receivedAtMicros);
  }

  /**
   * What would not fit is no input: the statement before it grows old, and what is old is closed.
   */
  private static void requireFew(int entries) {
    if (entries > MAX_ENTRIES) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_ENTRIES + " entries of a statement, saw " + entries);
    }
  }

  private boolean isOurs(int venue, String account) {
    return registry.venues().get(venue).account().equals(account);
  }

  private static long known(Number value) {
    return value == null ? UNKNOWN_VALUE : value.longValue();
  }

  private static YesNo yesNo(boolean yes) {
    return yes ? YesNo.YES : YesNo.NO;
  }
}
