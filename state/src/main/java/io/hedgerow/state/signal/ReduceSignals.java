package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.state.margin.AccountMargin;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.Map;
import java.util.TreeMap;

/**
 * The event-driven source: a statement of an account whose margin runs short, or a margin trigger
 * of the risk job, asks for less (SIG-1, MON-7).
 *
 * <p>A trigger that comes before a fresh statement of its account is remembered and acts with it,
 * as of the statement. A position without a known opposite is reduced alone only when the accounts
 * have been heard without a gap for as long as a statement may be old, none that is silent since
 * held an opposite, and none was left out: reducing one leg of a hedge makes the risk larger.
 *
 * <p>Holds the newest statement of each account that holds or held the asset, and the trigger of
 * each account, each bounded by the settings, and cool-downs. Not safe for concurrent use.
 */
final class ReduceSignals {

  private static final long NOT_HEARD = Long.MAX_VALUE;

  private static final long NEVER = Long.MIN_VALUE;

  /** A raised trigger asks once more where a warning has asked. */
  private static final String RAISED = "!raised";

  private final String asset;
  private final SignalSettings settings;
  private final Newest<VenueAccount> accounts;
  private final Newest<RiskTrigger> waiting;
  private final CoolDown fired = new CoolDown();

  /** Since when, under a policy, there was always an account that was fresh. */
  private long heardSinceMicros = NOT_HEARD;

  /** When the newest statement of any account was received. */
  private long heardAtMicros = NEVER;

  /** When an account was last left out. */
  private long crowdedAtMicros = NEVER;

  /**
   * Who asks.
   *
   * @param shortPpm by how much the buffer is too small; 0 or less: nothing is asked for
   * @param why half a sentence for a person
   * @param atMicros of the record that asks, or of the one that it waited for
   * @param raised whether it is a raised trigger
   */
  private record Ask(
      VenueAccount account, long shortPpm, String why, long atMicros, boolean raised) {}

  ReduceSignals(String asset, SignalSettings settings) {
    this.asset = asset;
    this.settings = settings;
    this.accounts =
        new Newest<>(
            settings.maxInstruments(), AccountMargin::rulesOver, VenueAccount::getReceivedAtMicros);
    this.waiting =
        new Newest<>(
            settings.maxInstruments(), ReduceSignals::rulesOver, RiskTrigger::getRaisedAtMicros);
  }

  private static boolean rulesOver(RiskTrigger seen, RiskTrigger before) {
    return seen.getRaisedAtMicros() > before.getRaisedAtMicros()
        || (seen.getRaisedAtMicros() == before.getRaisedAtMicros()
            && seen.getStatus() == TriggerStatus.RAISED
            && before.getStatus() != TriggerStatus.RAISED);
  }

  /** Returns whether it changed what is known of the accounts and triggers. */
  boolean apply(VenueAccount account, long nowMicros, Policy policy, SignalOutput out) {
    hear(account, nowMicros, policy);
    boolean usable = policy != null && isFresh(account, nowMicros, policy);
    String key = InstrumentKey.of(account.getVenue(), account.getAccount());
    if (accounts.get(key) == null && !ReduceMonitor.holds(account, asset)) {
      return usable && waiting.remove(key) != null;
    }
    if (!accounts.hasRoomFor(key, nowMicros)) {
      crowdedAtMicros = nowMicros;
      out.none(NoSignal.CROWDED);
      return false;
    }
    if (!accounts.take(key, account, nowMicros)) {
      return false;
    }
    if (usable) {
      act(key, account, nowMicros, policy, out);
    }
    return true;
  }

  /** After a gap, or under a new first policy, it begins anew: who spoke before is unknown. */
  private void hear(VenueAccount account, long nowMicros, Policy policy) {
    if (policy == null) {
      heardSinceMicros = NOT_HEARD;
    } else if (isFresh(account, nowMicros, policy)) {
      if (heardSinceMicros == NOT_HEARD || heardAtMicros < oldestMicros(nowMicros, policy)) {
        heardSinceMicros = nowMicros;
      }
      heardAtMicros = Math.max(heardAtMicros, account.getReceivedAtMicros());
    }
  }

  private void act(
      String key, VenueAccount account, long nowMicros, Policy policy, SignalOutput out) {
    RiskTrigger trigger = waiting.remove(key);
    if (trigger != null && trigger.getRaisedAtMicros() >= oldestMicros(nowMicros, policy)) {
      long atMicros = Math.max(trigger.getRaisedAtMicros(), account.getReceivedAtMicros());
      obey(trigger, account, atMicros, nowMicros, policy, out);
    } else {
      long shortPpm = ReduceMonitor.shortPpm(account, policy.signals().reduction());
      String why = "its margin is " + shortPpm + " ppm short";
      long atMicros = account.getReceivedAtMicros();
      reduce(new Ask(account, shortPpm, why, atMicros, false), nowMicros, policy, out);
    }
  }

  /** A trigger names its account; one that nobody has heard of lately has no known position. */
  boolean apply(RiskTrigger trigger, long nowMicros, Policy policy, SignalOutput out) {
    String key = trigger.getSubject();
    if (!ReduceMonitor.isOfMargin(trigger)) {
      return false;
    }
    if (trigger.getStatus() == TriggerStatus.CLEARED) {
      return waiting.remove(key) != null;
    }
    if (policy != null && trigger.getRaisedAtMicros() < oldestMicros(nowMicros, policy)) {
      return false;
    }
    VenueAccount account = accounts.get(key);
    if (policy == null || account == null || !isFresh(account, nowMicros, policy)) {
      return remember(trigger, nowMicros, out);
    }
    obey(trigger, account, trigger.getRaisedAtMicros(), nowMicros, policy, out);
    return true;
  }

  /** If it has to wait, the next statement asks again. */
  private void obey(
      RiskTrigger trigger,
      VenueAccount account,
      long atMicros,
      long nowMicros,
      Policy policy,
      SignalOutput out) {
    long shortPpm = ReduceMonitor.shortPpm(account, policy.signals().reduction());
    Ask ask =
        new Ask(
            account,
            Math.max(1, shortPpm),
            trigger.getText(),
            atMicros,
            trigger.getStatus() == TriggerStatus.RAISED);
    if (!reduce(ask, nowMicros, policy, out)) {
      remember(trigger, nowMicros, out);
    }
  }

  private boolean remember(RiskTrigger trigger, long nowMicros, SignalOutput out) {
    if (!waiting.hasRoomFor(trigger.getSubject(), nowMicros)) {
      out.none(NoSignal.CROWDED);
      return false;
    }
    return waiting.take(trigger.getSubject(), trigger, nowMicros);
  }

  int size() {
    return accounts.size() + waiting.size();
  }

  private static boolean isFresh(VenueAccount account, long nowMicros, Policy policy) {
    return account.getReceivedAtMicros() >= oldestMicros(nowMicros, policy);
  }

  private static long oldestMicros(long nowMicros, Policy policy) {
    return nowMicros - policy.signals().reduction().maxAgeMicros();
  }

  /** Returns false if a position has to wait until it is known whether something hedges it. */
  private boolean reduce(Ask ask, long nowMicros, Policy policy, SignalOutput out) {
    Map<String, VenueAccount> fresh = new TreeMap<>(accounts.byKey());
    fresh.values().removeIf(each -> !isFresh(each, nowMicros, policy));
    int sharePpm = policy.signals().reduction().sharePpm();
    boolean all = true;
    for (ReduceMonitor.Request found :
        ReduceMonitor.reduce(asset, ask.account, fresh, settings, sharePpm, ask.why)) {
      if (ask.shortPpm > 0 && !found.isJudged()) {
        out.none(NoSignal.UNJUDGED);
      } else if (ask.shortPpm > 0 && found.isAlone() && !mayStandAlone(found, nowMicros, policy)) {
        out.none(NoSignal.WAITS);
        all = false;
      } else if (found.isJudged()) {
        request(ask, found, policy, out);
      }
    }
    return all;
  }

  /** Whether every account that may hold an opposite has been heard, and holds none. */
  private boolean mayStandAlone(ReduceMonitor.Request found, long nowMicros, Policy policy) {
    long rememberedMicros = nowMicros - Newest.FORGET_AFTER_MICROS;
    if (nowMicros - heardSinceMicros < policy.signals().reduction().maxAgeMicros()
        || crowdedAtMicros >= rememberedMicros) {
      return false;
    }
    Map<String, VenueAccount> known = new TreeMap<>(accounts.byKey());
    known.values().removeIf(each -> each.getReceivedAtMicros() < rememberedMicros);
    return !ReduceMonitor.isOpposed(found.position(), known, settings);
  }

  /**
   * A request is of the record's own time, or of the statement that it waited for, not of the
   * moment at which it came: after a restart it is the same request. Its opposite is asked for by
   * the same request, so not once more by itself; nor is what a raised trigger asks for once more
   * by the statement behind it.
   */
  private void request(Ask ask, ReduceMonitor.Request found, Policy policy, SignalOutput out) {
    SignalPolicy.Reduction rules = policy.signals().reduction();
    String key = ask.raised ? found.key() + RAISED : found.key();
    int count = admit(key, ask, rules);
    if (count < 0) {
      return;
    }
    if (ask.raised) {
      admit(found.key(), ask, rules);
    }
    if (!found.isAlone()) {
      admit(found.oppositeKey(), ask, rules);
      if (ask.raised) {
        admit(found.oppositeKey() + RAISED, ask, rules);
      }
    }
    out.accept(
        Signals.reduce(
            asset,
            key,
            found.opportunity(),
            new Signals.Limits(
                rules.maxSlippagePpm(), rules.timeoutMicros(), rules.coolDownMicros()),
            policy.record().getVersion(),
            ask.atMicros,
            count));
  }

  private int admit(String key, Ask ask, SignalPolicy.Reduction rules) {
    return fired.admit(key, Math.max(0, ask.shortPpm), 1, ask.atMicros, rules.coolDownMicros());
  }

  void write(PageWriter out) {
    out.number(heardSinceMicros).number(heardAtMicros).number(crowdedAtMicros);
    accounts.write(out, each -> each);
    waiting.write(out, each -> each);
    fired.write(out);
  }

  void read(PageReader in) {
    heardSinceMicros = in.number();
    heardAtMicros = in.number();
    crowdedAtMicros = in.number();
    accounts.read(in, VenueAccount.class::cast);
    waiting.read(in, RiskTrigger.class::cast);
    fired.read(in);
  }
}
