package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.venue.FundingPayment;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Pays funding at the end of each interval, at the rate and mark of that moment (NET-4). */
final class Funding implements Scheduled {

  private final VenueRules rules;
  private final Accounts accounts;
  private final Marks marks;
  private final BiConsumer<Account, FundingPayment> paid;
  private final Map<String, Long> nextByInstrument = new TreeMap<>();

  Funding(
      VenueRules rules,
      Accounts accounts,
      Marks marks,
      long startMicros,
      BiConsumer<Account, FundingPayment> paid) {
    this.rules = rules;
    this.accounts = accounts;
    this.marks = marks;
    this.paid = paid;
    for (InstrumentRules each : rules.instruments().values()) {
      if (each.perpetual()) {
        long interval = each.margin().fundingIntervalMicros();
        nextByInstrument.put(
            each.instrument(), (Math.floorDiv(startMicros, interval) + 1) * interval);
      }
    }
  }

  @Override
  public long nextAtMicros() {
    return nextByInstrument.values().stream()
        .mapToLong(Long::longValue)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  public void run() {
    long due = nextAtMicros();
    for (Map.Entry<String, Long> next : nextByInstrument.entrySet()) {
      if (next.getValue() == due) {
        InstrumentRules each = rules.instruments().get(next.getKey());
        pay(each, due);
        next.setValue(due + each.margin().fundingIntervalMicros());
      }
    }
  }

  private void pay(InstrumentRules each, long atMicros) {
    OptionalLong rate = marks.rateE8(each.instrument());
    long mark = marks.markE8(each.instrument());
    if (rate.isEmpty() || mark == 0) {
      return;
    }
    accounts.fund(
        each,
        position -> E8.multiplyDown(position.valueE8(mark), -rate.getAsLong()),
        (account, amount) ->
            paid.accept(
                account,
                FundingPayment.newBuilder()
                    .setPaymentId(each.instrument() + "-" + atMicros)
                    .setInstrument(each.instrument())
                    .setAsset(each.quoteAsset())
                    .setAmountE8(amount)
                    .setAtMicros(atMicros)
                    .build()));
  }
}
