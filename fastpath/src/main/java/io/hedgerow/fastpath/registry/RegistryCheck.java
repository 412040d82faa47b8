package io.hedgerow.fastpath.registry;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.state.network.FieldRules;
import io.hedgerow.state.risk.RiskObservationCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a registry must satisfy before an engine starts with it. */
final class RegistryCheck {

  private static final int MAX_MESSAGES = 1_000_000;
  private static final int PPM = 1_000_000;

  private RegistryCheck() {}

  static List<String> problemsOf(
      List<Registry.VenueEntry> venues, List<Registry.InstrumentEntry> instruments) {
    List<String> problems = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    for (Registry.VenueEntry venue : venues) {
      requireName(problems, "venue", venue.name());
      String account = InstrumentKey.of(venue.name(), venue.account());
      if (!RiskObservationCheck.isAccount(account)) {
        problems.add("venue " + venue.name() + ": expected an account, saw '" + account + "'");
      }
      if (!names.add(venue.name())) {
        problems.add("venue " + venue.name() + ": named twice");
      }
      if (venue.messagesPerSecond() < 1
          || venue.messagesPerSecond() > MAX_MESSAGES
          || venue.burstMessages() < 1
          || venue.burstMessages() > MAX_MESSAGES
          || venue.reservedMessages() < 0
          || venue.reservedMessages() >= venue.burstMessages()) {
        problems.add(
            "venue "
                + venue.name()
                + ": expected 1 to "
                + MAX_MESSAGES
                + " messages a second and at once, fewer than at once reserved, saw "
                + venue.messagesPerSecond()
                + ", "
                + venue.burstMessages()
                + " and "
                + venue.reservedMessages());
      }
    }
    Set<String> keys = new TreeSet<>();
    for (Registry.InstrumentEntry instrument : instruments) {
      String key = InstrumentKey.of(instrument.venue(), instrument.name());
      requireName(problems, "instrument", instrument.name());
      requireName(problems, "asset of " + key, instrument.asset());
      requireName(problems, "quote asset of " + key, instrument.quoteAsset());
      if (!keys.add(key)) {
        problems.add("instrument " + key + ": named twice");
      }
      if (!names.contains(instrument.venue())) {
        problems.add("instrument " + key + ": expected its venue among " + names);
      }
      if (!isWholeLot(instrument.terms().lotE8(), instrument.contractE8())) {
        problems.add(
            "instrument "
                + key
                + ": expected a contract above 0, and a lot that the venue can write in contracts,"
                + " saw contract "
                + E8.toDecimal(instrument.contractE8())
                + " and lot "
                + E8.toDecimal(instrument.terms().lotE8()));
      }
      boolean leveraged = instrument.terms().leveraged();
      if (leveraged != (instrument.initialMarginPpm() > 0)
          || instrument.maintenanceMarginPpm() > instrument.initialMarginPpm()
          || leveraged != (instrument.maintenanceMarginPpm() > 0)
          || instrument.initialMarginPpm() > PPM) {
        problems.add(
            "instrument "
                + key
                + ": expected margins of 0 without leverage, else maintenance at most initial, at"
                + " most 1000000 ppm, saw "
                + instrument.initialMarginPpm()
                + " and "
                + instrument.maintenanceMarginPpm());
      }
    }
    return problems;
  }

  /** Whether a lot of the base asset is a number of contracts with at most eight decimals. */
  private static boolean isWholeLot(long lotE8, long contractE8) {
    if (contractE8 < 1) {
      return false;
    }
    long contractsE8 = E8.mulDivSaturated(lotE8, E8.ONE, contractE8);
    return contractsE8 != Long.MAX_VALUE && E8.multiplyDown(contractsE8, contractE8) == lotE8;
  }

  private static void requireName(List<String> problems, String what, String name) {
    if (name == null || !FieldRules.isName(name)) {
      problems.add(what + ": expected a name of [A-Z0-9._/@:-], saw '" + name + "'");
    }
  }
}
