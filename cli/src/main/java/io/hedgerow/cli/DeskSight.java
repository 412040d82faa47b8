package io.hedgerow.cli;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.NewEntries;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.state.risk.Scope;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the demo desk knows at one moment: the best prices of the books that are live, and where new
 * entries are blocked. What is unknown is closed (RISK-6). Immutable.
 *
 * @param touches by venue and instrument
 * @param blocked scopes without new entries
 * @param known whether there is a risk state at all
 */
record DeskSight(Map<String, Touch> touches, Set<Scope> blocked, boolean known) {

  /** Before anything was seen. */
  static final DeskSight NOTHING = new DeskSight(Map.of(), Set.of(), false);

  /** The best prices of a book. */
  record Touch(long bidE8, long askE8) {}

  static DeskSight of(Map<String, DepthView> books, Map<String, RiskState> states) {
    Map<String, Touch> touches = new TreeMap<>();
    books.forEach(
        (key, book) -> {
          boolean live = book.getValidity() == BookValidity.LIVE;
          if (live && book.getBestBidPriceE8() > 0 && book.getBestAskPriceE8() > 0) {
            touches.put(key, new Touch(book.getBestBidPriceE8(), book.getBestAskPriceE8()));
          }
        });
    Set<Scope> blocked = new TreeSet<>();
    boolean known = false;
    for (RiskState state : states.values()) {
      known |= state.getScopeType() == ScopeType.SYSTEM;
      if (state.getNewEntries() == NewEntries.BLOCKED) {
        blocked.add(new Scope(state.getScopeType(), state.getScope()));
      }
    }
    return new DeskSight(touches, blocked, known);
  }

  /** Whether a pair in this instrument may be sent to these venues. */
  boolean allows(String venue, String other, String instrument) {
    String asset = instrument.substring(0, instrument.indexOf('-'));
    return known
        && !blocked.contains(Scope.SYSTEM)
        && !blocked.contains(new Scope(ScopeType.ASSET, asset))
        && isOpen(venue, instrument)
        && isOpen(other, instrument);
  }

  private boolean isOpen(String venue, String instrument) {
    String route = InstrumentKey.of(venue, instrument);
    return touches.containsKey(route)
        && !blocked.contains(new Scope(ScopeType.VENUE, venue))
        && !blocked.contains(new Scope(ScopeType.ROUTE, route));
  }

  Touch touch(String route) {
    return touches.get(route);
  }
}
