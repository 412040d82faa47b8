package io.hedgerow.state.signal;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalSource;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.policy.Policy;
import io.hedgerow.state.risk.policy.SignalPolicy;
import java.util.function.Consumer;

/**
 * The scheduled source: at each multiple of the policy's interval, while any rate is known, every
 * pair of a short perpetual with a long book of the same asset and quote (SIG-1, NET-4).
 *
 * <p>Holds the rates, bounded by the settings, and cool-downs. Not safe for concurrent use.
 */
final class FundingSignals {

  /** Nothing is known yet. */
  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final String asset;
  private final Newest<KnownBook> books;
  private final Newest<FundingView> rates;
  private final CoolDown fired = new CoolDown();
  private long lookedToMicros = NOT_BEGUN;

  FundingSignals(String asset, int maxRates, Newest<KnownBook> books) {
    this.asset = asset;
    this.books = books;
    this.rates =
        Newest.byVersion(maxRates, FundingView::getVersion, FundingView::getReceivedAtMicros);
  }

  /** Returns whether it changed anything. */
  boolean apply(FundingView view, long nowMicros) {
    InstrumentName name = InstrumentName.of(view.getInstrument());
    String key = InstrumentKey.of(view.getVenue(), view.getInstrument());
    if (name == null
        || !name.asset().equals(asset)
        || !name.perpetual()
        || !rates.take(key, view, nowMicros)) {
      return false;
    }
    if (lookedToMicros == NOT_BEGUN) {
      lookedToMicros = nowMicros - 1;
    }
    return true;
  }

  /**
   * When there is something to do next, or {@link AssetSignals#NEVER}: a look, or another policy,
   * which may look at other times.
   */
  long nextDueMicros(LivePolicies policies) {
    if (rates.size() == 0 || lookedToMicros == Long.MAX_VALUE) {
      return AssetSignals.NEVER;
    }
    long nowMicros = lookedToMicros + 1;
    Policy policy = policies.at(nowMicros);
    long lookMicros = AssetSignals.NEVER;
    if (policy != null) {
      SignalPolicy.FundingCarry rules = policy.signals().fundingCarry();
      long nextMicros = nextLookMicros(rules);
      lookMicros = isAnyKnown(nextMicros, rules) ? nextMicros : AssetSignals.NEVER;
    }
    return Math.min(lookMicros, policies.nextChangeMicros(nowMicros));
  }

  /** Looks as often as it was due up to this time, each time by the policy that was in force. */
  void advanceTo(long toMicros, LivePolicies policies, Consumer<Signal> out) {
    while (lookedToMicros != NOT_BEGUN && lookedToMicros < toMicros) {
      long fromMicros = lookedToMicros + 1;
      long changeMicros = policies.nextChangeMicros(fromMicros);
      long endMicros =
          changeMicros == LivePolicies.NEVER ? toMicros : Math.min(toMicros, changeMicros - 1);
      Policy policy = policies.at(fromMicros);
      if (policy != null) {
        lookUpTo(endMicros, policy, out);
      }
      lookedToMicros = endMicros;
    }
  }

  private void lookUpTo(long endMicros, Policy policy, Consumer<Signal> out) {
    SignalPolicy.FundingCarry rules = policy.signals().fundingCarry();
    long atMicros = nextLookMicros(rules);
    while (atMicros <= endMicros && isAnyKnown(atMicros, rules)) {
      look(atMicros, policy, out);
      atMicros += rules.everyMicros();
    }
  }

  private long nextLookMicros(SignalPolicy.FundingCarry rules) {
    long everyMicros = rules.everyMicros();
    return Math.floorDiv(lookedToMicros, everyMicros) * everyMicros + everyMicros;
  }

  private boolean isAnyKnown(long nowMicros, SignalPolicy.FundingCarry rules) {
    return rates.all().stream()
        .anyMatch(view -> FundingMonitor.isKnown(view, nowMicros - rules.maxAgeMicros()));
  }

  int size() {
    return rates.size();
  }

  private void look(long nowMicros, Policy policy, Consumer<Signal> out) {
    for (KnownBook shortBook : books.all()) {
      FundingMonitor.Side shortSide = sideOf(shortBook, nowMicros, policy);
      if (shortSide == null || shortSide.funding() == null) {
        continue;
      }
      for (KnownBook longBook : books.all()) {
        FundingMonitor.Side longSide = sideOf(longBook, nowMicros, policy);
        if (longSide != null
            && !longBook.key().equals(shortBook.key())
            && shortBook.name().isComparableWith(longBook.name())
            && shortBook.isOfOneKindWith(longBook)) {
          judge(longBook, longSide, shortBook, shortSide, nowMicros, policy, out);
        }
      }
    }
  }

  /** A book with its fee and, if it is a perpetual, its rate; null: something is unknown. */
  private FundingMonitor.Side sideOf(KnownBook book, long nowMicros, Policy policy) {
    if (!book.isUsable(policy.signals().alpha(), nowMicros)) {
      return null;
    }
    if (!book.name().perpetual()) {
      return new FundingMonitor.Side(book.view(), null, book.venue().takerFeePpm());
    }
    FundingView rate = rates.get(book.key());
    long oldestMicros = nowMicros - policy.signals().fundingCarry().maxAgeMicros();
    return rate != null && FundingMonitor.isKnown(rate, oldestMicros)
        ? new FundingMonitor.Side(book.view(), rate, book.venue().takerFeePpm())
        : null;
  }

  private void judge(
      KnownBook longBook,
      FundingMonitor.Side longSide,
      KnownBook shortBook,
      FundingMonitor.Side shortSide,
      long nowMicros,
      Policy policy,
      Consumer<Signal> out) {
    SignalPolicy.FundingCarry rules = policy.signals().fundingCarry();
    Opportunity found = FundingMonitor.judge(longSide, shortSide, longBook.quote(), rules);
    String key = longBook.key() + ">" + shortBook.key();
    long coolDownMicros = rules.coolDownMicros();
    long edgePpm = found == null ? 0 : found.edgePpm();
    int count =
        fired.admit(key, edgePpm, FundingMonitor.minEdgePpm(rules), nowMicros, coolDownMicros);
    if (count >= 0) {
      out.accept(
          Signals.open(
              SignalSource.FUNDING,
              asset,
              found,
              new Signals.Limits(rules.maxSlippagePpm(), rules.timeoutMicros(), coolDownMicros),
              policy.record().getVersion(),
              nowMicros,
              count));
    }
  }

  void write(PageWriter out) {
    out.number(lookedToMicros);
    rates.write(out, each -> each);
    fired.write(out);
  }

  void read(PageReader in) {
    lookedToMicros = in.number();
    rates.read(in, FundingView.class::cast);
    fired.read(in);
  }
}
