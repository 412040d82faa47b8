package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Restrictions that the run before published and this one has not come to again: our own clock and
 * who answered when are no input, so not all of them come again by themselves.
 */
final class Unrepeated {

  private static final int MAX_READ = 100_000;

  /**
   * What a consumer obeys.
   *
   * @param version of the record that said so
   */
  record Published(SystemState state, long version) {}

  private final Map<Scope, Published> byScope = new TreeMap<>();

  /** Takes what was published, the more restrictive of two for a scope. */
  void expect(Collection<RiskState> published) {
    for (RiskState state : published) {
      Scope scope = new Scope(state.getScopeType(), state.getScope());
      Published known = byScope.get(scope);
      boolean more = known == null || state.getState().compareTo(known.state()) > 0;
      if (more && state.getState() != SystemState.NORMAL) {
        byScope.put(scope, new Published(state.getState(), state.getVersion()));
      }
    }
  }

  /** This run has come to this state. */
  void reached(Scope scope, SystemState state) {
    Published published = byScope.get(scope);
    if (published != null && state.compareTo(published.state()) >= 0) {
      byScope.remove(scope);
    }
  }

  /** What is left, in the order of the scopes; it is forgotten by this. */
  Map<Scope, Published> take() {
    Map<Scope, Published> left = new TreeMap<>(byScope);
    byScope.clear();
    return left;
  }

  void write(PageWriter page) {
    page.number(byScope.size());
    byScope.forEach(
        (scope, published) -> {
          page.text(scope.type().name()).text(scope.name());
          page.text(published.state().name()).number(published.version());
        });
  }

  static Unrepeated read(PageReader page) {
    Unrepeated read = new Unrepeated();
    for (int left = page.count(MAX_READ); left > 0; left--) {
      Scope scope = new Scope(ScopeType.valueOf(page.text()), page.text());
      read.byScope.put(scope, new Published(SystemState.valueOf(page.text()), page.number()));
    }
    return read;
  }
}
