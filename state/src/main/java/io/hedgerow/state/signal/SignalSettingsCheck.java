package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.state.network.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** What settings must satisfy before a job starts with them. Stateless, safe from any thread. */
public final class SignalSettingsCheck {

  private static final int PPM = 1_000_000;
  private static final int MAX_FEE_PPM = 100_000;
  private static final int MAX_INSTRUMENTS = 256;
  private static final int MAX_VIEW_DELAY_MILLIS = 5_000;
  private static final long MAX_UNITS = 1_000_000_000L;
  private static final long MAX_TRANSFER_UNITS = 100_000_000L;

  private final List<String> problems = new ArrayList<>();

  private SignalSettingsCheck() {}

  /** What is wrong, each with its key, what was expected and what was seen; empty: nothing. */
  public static List<String> problemsOf(SignalSettings settings) {
    SignalSettingsCheck check = new SignalSettingsCheck();
    check.tables(settings);
    return check.problems;
  }

  private void tables(SignalSettings s) {
    within("viewDelayMillis", 0, MAX_VIEW_DELAY_MILLIS, s.viewDelayMillis());
    within("maxInstruments", 2, MAX_INSTRUMENTS, s.maxInstruments());
    names("venues", s.venues(), SignalSettings.Venue::venue);
    names("assets", s.assets(), SignalSettings.Asset::asset);
    names("quotes", s.quotes(), SignalSettings.Quote::quote);
    names("chains", s.chains(), SignalSettings.Chain::chain);
    for (SignalSettings.Venue venue : s.venues()) {
      within("venues." + venue.venue() + ".takerFeePpm", 0, MAX_FEE_PPM, venue.takerFeePpm());
    }
    for (SignalSettings.Inverse inverse : s.inverse()) {
      name("inverse.venue", inverse.venue());
      name("inverse.quote", inverse.quote());
    }
    for (SignalSettings.Asset asset : s.assets()) {
      for (String chain : asset.chains()) {
        if (s.chain(chain) == null) {
          problems.add(
              "assets." + asset.asset() + ".chains: expected a chain of chains, saw " + chain);
        }
      }
    }
    for (SignalSettings.Quote quote : s.quotes()) {
      String key = "quotes." + quote.quote() + ".";
      within(key + "stepUnits", 1, MAX_UNITS, quote.stepUnits());
      within(key + "leastUnits", 1, MAX_UNITS, quote.leastUnits());
      within(key + "capUnits", quote.leastUnits(), MAX_UNITS, quote.capUnits());
      within(key + "mostPerUsdPpm", 1, MAX_UNITS * PPM, quote.mostPerUsdPpm());
    }
    for (SignalSettings.Chain chain : s.chains()) {
      String key = "chains." + chain.chain() + ".";
      if (chain.route() == null || chain.route() == RouteClass.NONE) {
        problems.add(key + "route: expected SVM, EVM_L1 or EVM_L2, saw " + chain.route());
      }
      name(key + "feeAsset", chain.feeAsset());
      within(key + "transferUnits", 1, MAX_TRANSFER_UNITS, chain.transferUnits());
      within(key + "fixedFeeE8", 0, Integer.MAX_VALUE, chain.fixedFeeE8());
      within(key + "frictionPpm", 0, MAX_FEE_PPM, chain.frictionPpm());
    }
  }

  private <T> void names(String table, List<T> rows, Function<T, String> nameOf) {
    TreeSet<String> seen = new TreeSet<>();
    for (T row : rows) {
      String name = nameOf.apply(row);
      name(table, name);
      if (name != null && !seen.add(name)) {
        problems.add(table + ": expected each name once, saw " + name + " again");
      }
    }
  }

  private void name(String key, String name) {
    if (name == null || !FieldRules.isName(name)) {
      problems.add(key + ": expected a name of [A-Z0-9._/@:-], saw " + name);
    }
  }

  private void within(String key, long least, long most, long seen) {
    if (seen < least || seen > most) {
      problems.add(key + ": expected " + least + " to " + most + ", saw " + seen);
    }
  }
}
