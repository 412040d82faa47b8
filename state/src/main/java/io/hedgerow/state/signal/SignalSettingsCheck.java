package io.hedgerow.state.signal;

import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.state.network.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** What settings must satisfy before a job starts with them. Stateless, safe from any thread. */
public final class SignalSettingsCheck {

  /** The ceiling of slippage, which settings can only tighten (ORD-3). */
  public static final int MAX_SLIPPAGE_PPM = 3_000;

  private static final int PPM = 1_000_000;
  private static final int DAY_SECONDS = 86_400;
  private static final int WEEK_SECONDS = 7 * DAY_SECONDS;
  private static final int MAX_TIMEOUT_MILLIS = 600_000;
  private static final int MAX_FEE_PPM = 100_000;
  private static final int MAX_INSTRUMENTS = 256;
  private static final int MAX_HOLD_HOURS = 24 * 90;
  private static final int MAX_AGE_MILLIS = 60_000;
  private static final int MAX_VIEW_DELAY_MILLIS = 5_000;
  private static final long MAX_UNITS = 1_000_000_000L;
  private static final long MAX_TRANSFER_UNITS = 100_000_000L;

  private final List<String> problems = new ArrayList<>();

  private SignalSettingsCheck() {}

  /** What is wrong, each with its key, what was expected and what was seen; empty: nothing. */
  public static List<String> problemsOf(SignalSettings settings) {
    SignalSettingsCheck check = new SignalSettingsCheck();
    check.tables(settings);
    check.sections(settings);
    return check.problems;
  }

  private void tables(SignalSettings s) {
    within("version", 1, Long.MAX_VALUE, s.version());
    within("viewDelayMillis", 0, MAX_VIEW_DELAY_MILLIS, s.viewDelayMillis());
    within("maxInstruments", 2, MAX_INSTRUMENTS, s.maxInstruments());
    names("venues", s.venues(), SignalSettings.Venue::venue);
    names("assets", s.assets(), SignalSettings.Asset::asset);
    names("quotes", s.quotes(), SignalSettings.Quote::quote);
    names("chains", s.chains(), SignalSettings.Chain::chain);
    for (SignalSettings.Venue venue : s.venues()) {
      within("venues." + venue.venue() + ".takerFeePpm", 0, MAX_FEE_PPM, venue.takerFeePpm());
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

  private void sections(SignalSettings s) {
    SignalSettings.Routing routing = s.routing();
    within("routing.maxDelaySeconds", 1, DAY_SECONDS, routing.maxDelaySeconds());
    within("routing.delayPpmPerMinute", 0, PPM, routing.delayPpmPerMinute());
    within("routing.jitterPpmPerMinute", 0, PPM, routing.jitterPpmPerMinute());
    within("routing.maxAgeSeconds", 10, DAY_SECONDS, routing.maxAgeSeconds());
    SignalSettings.Alpha alpha = s.alpha();
    within("alpha.minEdgePpm", 1, PPM, alpha.minEdgePpm());
    within("alpha.maxSlippagePpm", 1, MAX_SLIPPAGE_PPM, alpha.maxSlippagePpm());
    within("alpha.reservePpm", 0, PPM, alpha.reservePpm());
    within("alpha.maxAgeMillis", s.viewDelayMillis() + 1, MAX_AGE_MILLIS, alpha.maxAgeMillis());
    within("alpha.coolDownSeconds", 1, WEEK_SECONDS, alpha.coolDownSeconds());
    within("alpha.timeoutMillis", 1, MAX_TIMEOUT_MILLIS, alpha.timeoutMillis());
    SignalSettings.Funding funding = s.funding();
    within("funding.everySeconds", 1, DAY_SECONDS, funding.everySeconds());
    within("funding.minNetPpmPerHour", 1, PPM, funding.minNetPpmPerHour());
    within("funding.holdHours", 1, MAX_HOLD_HOURS, funding.holdHours());
    within("funding.maxSlippagePpm", 1, MAX_SLIPPAGE_PPM, funding.maxSlippagePpm());
    within("funding.reservePpm", 0, PPM, funding.reservePpm());
    within("funding.maxAgeSeconds", 10, DAY_SECONDS, funding.maxAgeSeconds());
    within("funding.coolDownSeconds", 1, WEEK_SECONDS, funding.coolDownSeconds());
    within("funding.timeoutMillis", 1, MAX_TIMEOUT_MILLIS, funding.timeoutMillis());
    SignalSettings.Reduce reduce = s.reduce();
    within("reduce.minBufferPpm", 1, 100L * PPM, reduce.minBufferPpm());
    within("reduce.sharePpm", 1, PPM, reduce.sharePpm());
    within("reduce.maxSlippagePpm", 1, MAX_SLIPPAGE_PPM, reduce.maxSlippagePpm());
    within("reduce.maxAgeSeconds", 1, DAY_SECONDS, reduce.maxAgeSeconds());
    within("reduce.coolDownSeconds", 1, WEEK_SECONDS, reduce.coolDownSeconds());
    within("reduce.timeoutMillis", 1, MAX_TIMEOUT_MILLIS, reduce.timeoutMillis());
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
