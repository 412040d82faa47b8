package io.hedgerow.fastpath.registry;

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
          || venue.reservedMessages() < 0
          || venue.reservedMessages() >= venue.messagesPerSecond()) {
        problems.add(
            "venue "
                + venue.name()
                + ": expected 1 to "
                + MAX_MESSAGES
                + " messages a second, of them fewer reserved, saw "
                + venue.messagesPerSecond()
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

  private static void requireName(List<String> problems, String what, String name) {
    if (name == null || !FieldRules.isName(name)) {
      problems.add(what + ": expected a name of [A-Z0-9._/@:-], saw '" + name + "'");
    }
  }
}
