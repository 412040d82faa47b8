package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.fastpath.wire.WireScope;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInputs;
import java.util.Arrays;

/**
 * What each scope allows (RISK-1, RISK-4, RISK-6). A scope that was never told is NORMAL if the
 * system as a whole was told; before that everything is unknown.
 */
final class ScopeStates {

  private final Registry registry;
  private final long[] venueStates;
  private final long[] venueExposures;
  private final long[] assetStates;
  private final long[] assetExposures;
  private final long[] routeStates;
  private final long[] routeExposures;
  private long systemState = GateInputs.MISSING;
  private long systemExposure = GateInputs.MISSING;
  private long version;
  private long asOfMicros = Mirror.NEVER;

  ScopeStates(Registry registry) {
    this.registry = registry;
    venueStates = filled(registry.venues().size(), GateCode.STATE_NORMAL);
    venueExposures = filled(registry.venues().size(), GateCode.EXPOSURE_MANAGED);
    assetStates = filled(registry.assets().size(), GateCode.STATE_NORMAL);
    assetExposures = filled(registry.assets().size(), GateCode.EXPOSURE_MANAGED);
    routeStates = filled(registry.instruments().size(), GateCode.STATE_NORMAL);
    routeExposures = filled(registry.instruments().size(), GateCode.EXPOSURE_MANAGED);
  }

  private static long[] filled(int size, long value) {
    long[] values = new long[size];
    Arrays.fill(values, value);
    return values;
  }

  /** Returns whether a newer version was taken, which is to be acknowledged. */
  boolean apply(RiskChangedDecoder change) {
    long state = change.state();
    long exposure = change.exposure();
    int scope = change.scope();
    WireScope type = change.scopeType();
    if (type == WireScope.SYSTEM) {
      systemState = state;
      systemExposure = exposure;
    } else if (type == WireScope.VENUE && scope >= 0 && scope < venueStates.length) {
      venueStates[scope] = state;
      venueExposures[scope] = exposure;
    } else if (type == WireScope.ASSET && scope >= 0 && scope < assetStates.length) {
      assetStates[scope] = state;
      assetExposures[scope] = exposure;
    } else if (type == WireScope.ROUTE && scope >= 0 && scope < routeStates.length) {
      routeStates[scope] = state;
      routeExposures[scope] = exposure;
    }
    asOfMicros = Math.max(asOfMicros, change.asOfMicros());
    boolean newer = change.version() > version;
    version = Math.max(version, change.version());
    return newer;
  }

  long version() {
    return version;
  }

  long asOfMicros() {
    return asOfMicros;
  }

  /** The most restrictive state of all scopes that an order in these instruments touches. */
  long state(int first, int second) {
    if (systemState == GateInputs.MISSING) {
      return GateInputs.MISSING;
    }
    long state = Math.max(systemState, stateOf(first));
    return second == Registry.UNKNOWN ? state : Math.max(state, stateOf(second));
  }

  /** The most restrictive treatment of exposure of all these scopes. */
  long exposure(int first, int second) {
    if (systemExposure == GateInputs.MISSING) {
      return GateInputs.MISSING;
    }
    long exposure = Math.max(systemExposure, exposureOf(first));
    return second == Registry.UNKNOWN ? exposure : Math.max(exposure, exposureOf(second));
  }

  private long stateOf(int instrument) {
    Registry.Instrument of = registry.instruments().get(instrument);
    long most = Math.max(routeStates[instrument], venueStates[of.venue()]);
    return Math.max(most, Math.max(assetStates[of.asset()], assetStates[of.quoteAsset()]));
  }

  private long exposureOf(int instrument) {
    Registry.Instrument of = registry.instruments().get(instrument);
    long most = Math.max(routeExposures[instrument], venueExposures[of.venue()]);
    return Math.max(most, Math.max(assetExposures[of.asset()], assetExposures[of.quoteAsset()]));
  }
}
