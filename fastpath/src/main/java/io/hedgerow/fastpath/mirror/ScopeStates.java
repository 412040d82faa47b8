package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.fastpath.wire.RiskChangedDecoder;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInputs;
import java.util.Arrays;

/**
 * What each scope allows (RISK-1, RISK-4, RISK-6). A scope that was never told is NORMAL if the
 * system as a whole was told; before that everything is unknown. The engine's own module is obeyed
 * as the system is. A scope whose record could not be read is closed until one that is not older
 * than what it had can be read.
 */
final class ScopeStates {

  private static final int OWN_MODULE = 0;

  private final Registry registry;
  private final long[] venueStates;
  private final long[] venueExposures;
  private final long[] assetStates;
  private final long[] assetExposures;
  private final long[] routeStates;
  private final long[] routeExposures;
  private final long[] venueVersions;
  private final long[] assetVersions;
  private final long[] routeVersions;
  private long moduleVersion;
  private long moduleState = GateCode.STATE_NORMAL;
  private long moduleExposure = GateCode.EXPOSURE_MANAGED;
  private long systemVersion;
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
    venueVersions = new long[venueStates.length];
    assetVersions = new long[assetStates.length];
    routeVersions = new long[routeStates.length];
  }

  private static long[] filled(int size, long value) {
    long[] values = new long[size];
    Arrays.fill(values, value);
    return values;
  }

  /** Returns whether a newer version was taken, which is to be acknowledged. */
  boolean apply(RiskChangedDecoder change) {
    boolean unreadable = change.version() == Mirror.UNREADABLE;
    long state = unreadable ? GateCode.STATE_DMM : change.state();
    long exposure = unreadable ? GateCode.EXPOSURE_FROZEN : change.exposure();
    int scope = change.scope();
    long of = unreadable ? Long.MAX_VALUE : change.version();
    boolean taken =
        switch (change.scopeType()) {
          case SYSTEM -> system(of, state, exposure);
          case VENUE ->
              take(venueVersions, venueStates, venueExposures, scope, of, state, exposure);
          case ASSET ->
              take(assetVersions, assetStates, assetExposures, scope, of, state, exposure);
          case ROUTE ->
              take(routeVersions, routeStates, routeExposures, scope, of, state, exposure);
          case MODULE -> scope == OWN_MODULE && module(of, state, exposure);
          case NULL_VAL -> false; // no order touches it
        };
    if (unreadable || !taken) {
      return false; // what is not believed is no sign of life either
    }
    asOfMicros = Math.max(asOfMicros, change.asOfMicros());
    boolean newer = change.version() > version;
    version = Math.max(version, change.version());
    return newer;
  }

  private boolean system(long of, long state, long exposure) {
    if (of < systemVersion) {
      return false;
    }
    systemVersion = of == Long.MAX_VALUE ? systemVersion : of;
    systemState = state;
    systemExposure = exposure;
    return true;
  }

  private boolean module(long of, long state, long exposure) {
    if (of < moduleVersion) {
      return false;
    }
    moduleVersion = of == Long.MAX_VALUE ? moduleVersion : of;
    moduleState = state;
    moduleExposure = exposure;
    return true;
  }

  /** What is older than what a scope has changes nothing: a topic may be read again. */
  private static boolean take(
      long[] versions,
      long[] states,
      long[] exposures,
      int scope,
      long version,
      long state,
      long exposure) {
    if (scope < 0 || scope >= versions.length || version < versions[scope]) {
      return false;
    }
    versions[scope] = version == Long.MAX_VALUE ? versions[scope] : version;
    states[scope] = state;
    exposures[scope] = exposure;
    return true;
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
    long state = Math.max(Math.max(systemState, moduleState), stateOf(first));
    return second == Registry.UNKNOWN ? state : Math.max(state, stateOf(second));
  }

  /** The most restrictive treatment of exposure of all these scopes. */
  long exposure(int first, int second) {
    if (systemExposure == GateInputs.MISSING) {
      return GateInputs.MISSING;
    }
    long exposure = Math.max(Math.max(systemExposure, moduleExposure), exposureOf(first));
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
