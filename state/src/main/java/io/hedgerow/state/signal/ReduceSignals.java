package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.margin.AccountMargin;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The event-driven source: a statement of an account whose margin runs short, or a margin trigger
 * of the risk job, asks for less (SIG-1, MON-7).
 *
 * <p>Holds the newest statement of each account, bounded by the settings, and cool-downs. Not safe
 * for concurrent use.
 */
final class ReduceSignals {

  private final String asset;
  private final SignalSettings settings;
  private final Newest<VenueAccount> accounts;
  private final CoolDown fired = new CoolDown();

  ReduceSignals(String asset, SignalSettings settings) {
    this.asset = asset;
    this.settings = settings;
    this.accounts =
        new Newest<>(
            settings.maxInstruments(), AccountMargin::rulesOver, VenueAccount::getReceivedAtMicros);
  }

  /** Returns whether it changed anything. */
  boolean apply(VenueAccount account, long nowMicros, Policy policy, Consumer<Signal> out) {
    String key = InstrumentKey.of(account.getVenue(), account.getAccount());
    if (!accounts.take(key, account, nowMicros)) {
      return false;
    }
    if (policy != null && isFresh(account, nowMicros, policy)) {
      long shortPpm = ReduceMonitor.shortPpm(account, policy.signals().reduction());
      String why = "its margin is " + shortPpm + " ppm short";
      reduce(account, shortPpm, why, nowMicros, account.getReceivedAtMicros(), policy, out);
    }
    return true;
  }

  /** A trigger names its account; one that nobody has heard of lately has no known position. */
  boolean apply(RiskTrigger trigger, long nowMicros, Policy policy, Consumer<Signal> out) {
    VenueAccount account = accounts.get(trigger.getSubject());
    if (policy == null
        || !ReduceMonitor.asksForReduction(trigger)
        || trigger.getRaisedAtMicros() < oldestMicros(nowMicros, policy)
        || account == null
        || !isFresh(account, nowMicros, policy)) {
      return false;
    }
    long shortPpm = Math.max(1, ReduceMonitor.shortPpm(account, policy.signals().reduction()));
    reduce(
        account, shortPpm, trigger.getText(), nowMicros, trigger.getRaisedAtMicros(), policy, out);
    return true;
  }

  int size() {
    return accounts.size();
  }

  private static boolean isFresh(VenueAccount account, long nowMicros, Policy policy) {
    return account.getReceivedAtMicros() >= oldestMicros(nowMicros, policy);
  }

  private static long oldestMicros(long nowMicros, Policy policy) {
    return nowMicros - policy.signals().reduction().maxAgeMicros();
  }

  /**
   * A request is of the record's own time, not of the moment at which it came: after a restart it
   * is the same request. Its opposite is asked for by the same request, so not once more by itself.
   *
   * @param atMicros of the record that asks
   */
  private void reduce(
      VenueAccount account,
      long shortPpm,
      String why,
      long nowMicros,
      long atMicros,
      Policy policy,
      Consumer<Signal> out) {
    Map<String, VenueAccount> fresh = new TreeMap<>(accounts.byKey());
    fresh.values().removeIf(each -> !isFresh(each, nowMicros, policy));
    SignalPolicy.Reduction rules = policy.signals().reduction();
    long coolDownMicros = rules.coolDownMicros();
    long edgePpm = Math.max(0, shortPpm);
    for (ReduceMonitor.Request found :
        ReduceMonitor.reduce(asset, account, fresh, settings, rules.sharePpm(), why)) {
      int count = fired.admit(found.key(), edgePpm, 1, atMicros, coolDownMicros);
      if (count >= 0) {
        if (!found.oppositeKey().isEmpty()) {
          fired.admit(found.oppositeKey(), edgePpm, 1, atMicros, coolDownMicros);
        }
        out.accept(
            Signals.reduce(
                asset,
                found.key(),
                found.opportunity(),
                new Signals.Limits(rules.maxSlippagePpm(), rules.timeoutMicros(), coolDownMicros),
                policy.record().getVersion(),
                atMicros,
                count));
      }
    }
  }

  void write(PageWriter out) {
    accounts.write(out, each -> each);
    fired.write(out);
  }

  void read(PageReader in) {
    accounts.read(in, VenueAccount.class::cast);
    fired.read(in);
  }
}
