package io.hedgerow.state.signal;

import static io.hedgerow.state.signal.AlphaScanner.PPM;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.execution.CostKind;
import io.hedgerow.schemas.execution.Direction;
import io.hedgerow.schemas.execution.RouteClass;
import io.hedgerow.schemas.execution.SignalCost;
import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerName;
import io.hedgerow.schemas.venue.Balance;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks for a smaller position where the margin runs short (SIG-1, MON-7): the account's own
 * statement says so, or a trigger of the risk job.
 *
 * <p>The position of an account is reduced together with its largest opposite, so that the pair
 * stays hedged: a position in the same asset and quote, or, of a short one, a balance of the asset.
 * A balance of what its account counts margin in is margin, and no opposite; nor is what is worth
 * less than a signal. Without a known opposite it is one leg alone. Only what the venue states is
 * touched, and only down (TRUTH-1). Stateless, safe from any thread.
 */
final class ReduceMonitor {

  /** A notional of which the mark or the quote asset is unknown, or which fits into no number. */
  private static final long UNKNOWN = -1;

  private ReduceMonitor() {}

  /**
   * What is asked for.
   *
   * @param opportunity null: its mark or its quote asset is unknown
   * @param key of the position
   * @param oppositeKey of what is reduced with it; empty: nothing
   */
  record Request(Opportunity opportunity, Position position, String key, String oppositeKey) {

    boolean isJudged() {
      return opportunity != null;
    }

    boolean isAlone() {
      return oppositeKey.isEmpty();
    }
  }

  /** Whether this trigger is about an account's margin; unless it is cleared, it asks for less. */
  static boolean isOfMargin(RiskTrigger trigger) {
    return trigger.getTrigger() == TriggerName.MARGIN_BUFFER_BREACH
        && trigger.getMode() == PolicyMode.LIVE;
  }

  /** By how much the buffer above maintenance is too small; 0 or less: it is large enough. */
  static long shortPpm(VenueAccount account, SignalPolicy.Reduction rules) {
    long maintenanceE8 = account.getMaintenanceMarginE8();
    if (maintenanceE8 <= 0) {
      boolean open = account.getPositions().stream().anyMatch(each -> each.getQuantityE8() != 0);
      return open && account.getEquityE8() <= 0 ? PPM : 0;
    }
    try {
      long bufferE8 = Math.subtractExact(account.getEquityE8(), maintenanceE8);
      return Math.subtractExact(rules.minBufferPpm(), E8.mulDivFloor(bufferE8, PPM, maintenanceE8));
    } catch (ArithmeticException e) {
      boolean deep = account.getEquityE8() < maintenanceE8;
      return deep ? PPM : 0;
    }
  }

  /**
   * What to reduce in an account.
   *
   * @param accounts those that are known and fresh, this one among them
   * @param sharePpm share of each position
   * @param why half a sentence for a person
   */
  static List<Request> reduce(
      String asset,
      VenueAccount account,
      Map<String, VenueAccount> accounts,
      SignalSettings settings,
      int sharePpm,
      String why) {
    List<Request> all = new ArrayList<>();
    for (Position position : account.getPositions()) {
      InstrumentName name = InstrumentName.of(position.getInstrument());
      SignalSettings.Quote quote = name == null ? null : settings.quote(name.quote());
      if (name == null || !name.asset().equals(asset) || position.getQuantityE8() == 0) {
        continue;
      }
      Held opposite = largestOpposite(position, name, accounts, quote, true);
      long notionalE8 = quote == null ? UNKNOWN : targetE8(position, opposite, sharePpm, quote);
      if (notionalE8 != 0) {
        all.add(
            new Request(
                notionalE8 == UNKNOWN
                    ? null
                    : opportunity(account, position, opposite, quote, notionalE8, settings, why),
                position,
                key(account, position.getInstrument()),
                opposite == null ? "" : key(opposite.account, opposite.instrument)));
      }
    }
    return all;
  }

  private static String key(VenueAccount account, String instrument) {
    return account.getAccount() + "@" + new Opportunity.Leg(account.getVenue(), instrument);
  }

  /** Whether this account holds anything of the asset, or owes it. */
  static boolean holds(VenueAccount account, String asset) {
    return account.getPositions().stream().anyMatch(each -> isOpen(each, asset))
        || account.getBalances().stream()
            .anyMatch(each -> each.getAsset().equals(asset) && each.getTotalE8() != 0);
  }

  private static boolean isOpen(Position position, String asset) {
    InstrumentName name = InstrumentName.of(position.getInstrument());
    return name != null && name.asset().equals(asset) && position.getQuantityE8() != 0;
  }

  /** Whether any of these accounts holds an opposite of this position, available or not. */
  static boolean isOpposed(
      Position position, Map<String, VenueAccount> accounts, SignalSettings settings) {
    InstrumentName name = InstrumentName.of(position.getInstrument());
    return name != null
        && largestOpposite(position, name, accounts, settings.quote(name.quote()), false) != null;
  }

  /** What is held against a position; its quantity has no sign. */
  private record Held(VenueAccount account, String instrument, long quantityE8) {}

  private static Held largestOpposite(
      Position position,
      InstrumentName name,
      Map<String, VenueAccount> accounts,
      SignalSettings.Quote quote,
      boolean available) {
    Held largest = null;
    for (VenueAccount account : accounts.values()) {
      List<Held> opposites = oppositePositions(position, name, account);
      if (position.getQuantityE8() < 0) {
        opposites.addAll(balances(name, account, available));
      }
      for (Held each : opposites) {
        if (!isDust(each, position, quote)
            && (largest == null || each.quantityE8 > largest.quantityE8)) {
          largest = each;
        }
      }
    }
    return largest;
  }

  private static List<Held> oppositePositions(
      Position position, InstrumentName name, VenueAccount account) {
    List<Held> opposites = new ArrayList<>();
    for (Position other : account.getPositions()) {
      InstrumentName otherName = InstrumentName.of(other.getInstrument());
      if (otherName != null
          && otherName.isComparableWith(name)
          && Long.signum(other.getQuantityE8()) == -Long.signum(position.getQuantityE8())) {
        opposites.add(new Held(account, other.getInstrument(), Math.abs(other.getQuantityE8())));
      }
    }
    return opposites;
  }

  /** As spot in the quote asset of the position, wherever it was bought. */
  private static List<Held> balances(InstrumentName name, VenueAccount account, boolean available) {
    List<Held> held = new ArrayList<>();
    for (Balance balance : account.getBalances()) {
      long totalE8 = balance.getTotalE8();
      long quantityE8 = available ? Math.min(totalE8, balance.getAvailableE8()) : totalE8;
      if (quantityE8 > 0
          && balance.getAsset().equals(name.asset())
          && !account.getMarginAsset().equals(name.asset())) {
        held.add(new Held(account, name.asset() + "-" + name.quote(), quantityE8));
      }
    }
    return held;
  }

  /** Whether it is worth less than the least signal, at the mark of the position. */
  private static boolean isDust(Held held, Position position, SignalSettings.Quote quote) {
    if (quote == null || position.getMarkPriceE8() <= 0) {
      return false;
    }
    try {
      return E8.multiplyDown(held.quantityE8, position.getMarkPriceE8())
          < Math.multiplyExact(quote.leastUnits(), E8.ONE);
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * The share of the position, no more than the opposite holds, rounded down unless it is less than
   * a step; 0: nothing; or {@link #UNKNOWN}.
   */
  private static long targetE8(
      Position position, Held opposite, int sharePpm, SignalSettings.Quote quote) {
    if (position.getMarkPriceE8() <= 0) {
      return UNKNOWN;
    }
    try {
      long quantityE8 = E8.mulDivFloor(Math.absExact(position.getQuantityE8()), sharePpm, PPM);
      if (opposite != null) {
        quantityE8 = Math.min(quantityE8, opposite.quantityE8);
      }
      long stepE8 = Math.multiplyExact(quote.stepUnits(), E8.ONE);
      long notionalE8 = E8.multiplyDown(quantityE8, position.getMarkPriceE8());
      return notionalE8 < stepE8 ? notionalE8 : notionalE8 / stepE8 * stepE8;
    } catch (ArithmeticException e) {
      return UNKNOWN;
    }
  }

  private static Opportunity opportunity(
      VenueAccount account,
      Position position,
      Held opposite,
      SignalSettings.Quote quote,
      long notionalE8,
      SignalSettings settings,
      String why) {
    SignalSettings.Venue first = settings.venue(account.getVenue());
    SignalSettings.Venue second =
        opposite == null ? null : settings.venue(opposite.account.getVenue());
    long feesPpm =
        (first == null ? 0L : first.takerFeePpm()) + (second == null ? 0 : second.takerFeePpm());
    return new Opportunity(
        position.getQuantityE8() > 0 ? Direction.SHORT_FIRST : Direction.LONG_FIRST,
        new Opportunity.Leg(account.getVenue(), position.getInstrument()),
        opposite == null
            ? null
            : new Opportunity.Leg(opposite.account.getVenue(), opposite.instrument),
        quote.quote(),
        notionalE8,
        0,
        RouteClass.NONE,
        List.of(new SignalCost(CostKind.FEES, feesPpm)),
        "Reduce "
            + position.getInstrument()
            + " at "
            + account.getVenue()
            + ", account "
            + account.getAccount()
            + ": "
            + why);
  }
}
