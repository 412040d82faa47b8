package io.hedgerow.cli;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.execution.Fill;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.OrderSide;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.simulator.venue.InstrumentRules;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What our own fills say that each account should hold, beside what the venues state. The two come
 * by different ways, so that they can disagree (TRUTH-1). Positions of perpetuals, and of each base
 * asset what was bought and sold spot, less the fees paid in it; quote assets stay out, because
 * funding and transfers move them, too. One thread only.
 */
final class VenueLedger {

  /** A fill that is written again comes soon after the first. */
  private static final int KNOWN = 100_000;

  private final Map<String, Map<String, InstrumentRules>> rules;
  private final Map<String, Map<String, Long>> told = new TreeMap<>();
  private final Map<String, Map<String, Long>> opening = new TreeMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private long fills;

  /**
   * @param rules of each venue's instruments
   */
  VenueLedger(Map<String, Map<String, InstrumentRules>> rules) {
    this.rules = rules;
  }

  /** Each counts once, however often it comes. */
  void take(Fill fill) {
    if (!known.add(fill.getEventId())) {
      return;
    }
    forgetOldest();
    fills++;
    InstrumentRules rule = rules.get(fill.getVenue()).get(fill.getInstrument());
    boolean buys = fill.getSide() == OrderSide.BUY;
    long signedE8 = buys ? fill.getQuantityE8() : -fill.getQuantityE8();
    add(fill.getVenue(), rule.perpetual() ? rule.instrument() : rule.baseAsset(), signedE8);
    if (!fill.getFeeAsset().isEmpty() && !fill.getFeeAsset().equals(rule.quoteAsset())) {
      add(fill.getVenue(), fill.getFeeAsset(), -fill.getFeeE8());
    }
  }

  private void add(String venue, String of, long moreE8) {
    told.computeIfAbsent(venue, name -> new TreeMap<>())
        .merge(of, moreE8, (old, more) -> old + more == 0 ? null : Long.valueOf(old + more));
  }

  private void forgetOldest() {
    if (known.size() > KNOWN) {
      Iterator<String> oldest = known.iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** What the account had before we traded; only the first statement of it counts. */
  void open(VenueAccount first) {
    opening.computeIfAbsent(first.getVenue(), venue -> balances(first));
  }

  /** What the fills say, of what is not 0. */
  Map<String, Long> told(String venue) {
    return told.getOrDefault(venue, Map.of());
  }

  /** What the venue states beyond what it began with, of what is not 0. */
  Map<String, Long> stated(VenueAccount account) {
    Map<String, Long> stated = new TreeMap<>();
    Map<String, Long> before = opening.getOrDefault(account.getVenue(), Map.of());
    balances(account)
        .forEach(
            (asset, totalE8) -> {
              long moreE8 = totalE8 - before.getOrDefault(asset, 0L);
              if (moreE8 != 0 && isBase(account.getVenue(), asset)) {
                stated.put(asset, moreE8);
              }
            });
    for (Position position : account.getPositions()) {
      if (position.getQuantityE8() != 0) {
        stated.put(position.getInstrument(), position.getQuantityE8());
      }
    }
    return stated;
  }

  /** Whether the account holds what the fills say. */
  boolean agrees(VenueAccount account) {
    return told(account.getVenue()).equals(stated(account));
  }

  /** Different fills. */
  long fills() {
    return fills;
  }

  private boolean isBase(String venue, String asset) {
    return rules.get(venue).values().stream().anyMatch(rule -> rule.baseAsset().equals(asset));
  }

  private static Map<String, Long> balances(VenueAccount account) {
    Map<String, Long> balances = new TreeMap<>();
    for (Balance balance : account.getBalances()) {
      balances.put(balance.getAsset(), balance.getTotalE8());
    }
    return balances;
  }

  /** {@code venue|account} of a statement. */
  static String keyOf(VenueAccount account) {
    return InstrumentKey.of(account.getVenue(), account.getAccount());
  }
}
