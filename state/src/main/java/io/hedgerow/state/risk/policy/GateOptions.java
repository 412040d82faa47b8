package io.hedgerow.state.risk.policy;

import static io.hedgerow.state.risk.policy.PolicySection.GATE;
import static io.hedgerow.state.risk.policy.SectionOption.option;

import io.hedgerow.state.gate.GateLimits;
import io.hedgerow.state.risk.Unit;
import java.util.List;

/** The options of the eligibility gate, in the order of {@link GateLimits}. Immutable. */
final class GateOptions {

  private static final int PPM = 1_000_000;
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long HOUR_SECONDS = 3_600;
  private static final long MAX_COUNT = 1_000_000_000;
  private static final long MAX_UNITS = 10_000_000_000L;

  private static final List<PolicyOption> ALL =
      List.of(
          option(GATE, "book-age", Unit.MILLIS, 1, HOUR_MILLIS, 2_000)
              .of("GATE-2", "An older book is unknown."),
          option(GATE, "reference-age", Unit.MILLIS, 1, HOUR_MILLIS, 5_000)
              .of("GATE-2", "An older reference price is unknown."),
          option(GATE, "venue-age", Unit.MILLIS, 1, HOUR_MILLIS, 10_000)
              .of("GATE-3", "An older view of a venue's health is unknown."),
          option(GATE, "account-age", Unit.MILLIS, 1, HOUR_MILLIS, 30_000)
              .of("GATE-6", "An older statement of balances and margin is unknown."),
          option(GATE, "risk-feed-age", Unit.MILLIS, 1, HOUR_MILLIS, 5_000)
              .of("GATE-1", "Without word of the risk job for so long everything is closed."),
          option(GATE, "signal-age", Unit.MILLIS, 1, HOUR_MILLIS, 2_000)
              .of("SIG-3", "An older signal is rejected."),
          option(GATE, "reconciliation-age", Unit.SECONDS, 1, HOUR_SECONDS, 300)
              .of("GATE-9", "An older pass of reconciliation is none."),
          option(GATE, "ahead", Unit.MILLIS, 0, HOUR_MILLIS, 500)
              .of("GATE-2", "So far ahead of our clock an input's time may lie."),
          option(GATE, "journal-room", Unit.PPM, 1, PPM, 50_000)
              .of("GATE-1", "Share of the journal that must be free."),
          option(GATE, "max-repeats", Unit.COUNT, 0, MAX_COUNT, 10)
              .of("GATE-1", "So often the same pair may have been executed within a minute."),
          option(GATE, "books-apart", Unit.MILLIS, 0, HOUR_MILLIS, 1_000)
              .of("GATE-2", "So far apart in time the books of both legs may be."),
          option(GATE, "max-clock-offset", Unit.MILLIS, 0, HOUR_MILLIS, 1_000)
              .of("GATE-2", "So far from ours a venue's clock may be."),
          option(GATE, "time-left", Unit.MILLIS, 1, HOUR_MILLIS, 100)
              .of("SIG-3", "So much of the signal's timeout must be left."),
          option(GATE, "collar", Unit.PPM, 1, PPM - 1, 20_000)
              .of("GATE-2", "So far from the reference price book and limit price may be."),
          option(GATE, "references-apart", Unit.PPM, 0, PPM - 1, 20_000)
              .of("GATE-2", "So far apart the reference prices of both legs may be."),
          option(GATE, "max-same", Unit.COUNT, 0, MAX_COUNT, 0)
              .of("GATE-2", "So many orders of the same content may have left within a second."),
          option(GATE, "max-latency", Unit.MILLIS, 1, HOUR_MILLIS, 500)
              .of("GATE-3", "Most that 99 of 100 answers of a venue may take."),
          option(GATE, "max-errors", Unit.PPM, 0, PPM - 1, 50_000)
              .of("GATE-3", "Largest share of requests to a venue that may fail."),
          option(GATE, "least-reliability", Unit.PPM, 1, PPM, 900_000)
              .of("GATE-3", "Least route reliability score of a venue."),
          option(GATE, "least-messages", Unit.COUNT, 1, MAX_COUNT, 4)
              .of("GATE-3", "So many messages the venue's rate must still allow."),
          option(GATE, "venue-cap", Unit.QUOTE, 0, MAX_UNITS, 5_000_000)
              .of("GATE-4", "Most exposure at one venue, the order included."),
          option(GATE, "asset-cap", Unit.QUOTE, 0, MAX_UNITS, 10_000_000)
              .of("GATE-5", "Most net exposure to one asset, long or short, at its worst."),
          option(GATE, "order-value", Unit.QUOTE, 0, MAX_UNITS, 250_000)
              .of("GATE-5", "Largest value of one leg."),
          option(GATE, "order-quantity", Unit.BASE, 0, MAX_UNITS, 100_000)
              .of("GATE-5", "Largest quantity of one leg."),
          option(GATE, "margin-buffer", Unit.PPM, 1, MAX_COUNT, 500_000)
              .of("GATE-6", "Least equity above maintenance after the order, of maintenance."),
          option(GATE, "max-impact", Unit.PPM, 1, GateLimits.CEILING_PPM, 3_000)
              .of("GATE-7", "Largest slippage of a leg; 0.30 % is the ceiling."),
          option(GATE, "least-edge", Unit.PPM, 1, PPM, 20)
              .of("GATE-8", "Least edge that must be left after every cost."));

  private GateOptions() {}

  static List<PolicyOption> all() {
    return ALL;
  }

  /** What valid values say. */
  static GateLimits limits(long version, PolicyIndex index) {
    SectionValues values = new SectionValues(index, ALL);
    return new GateLimits(
        version,
        new GateLimits.Ages(
            values.micros("book-age"),
            values.micros("reference-age"),
            values.micros("venue-age"),
            values.micros("account-age"),
            values.micros("risk-feed-age"),
            values.micros("signal-age"),
            values.micros("reconciliation-age"),
            values.micros("ahead")),
        new GateLimits.Engine(values.whole("journal-room"), values.whole("max-repeats")),
        new GateLimits.Market(
            values.micros("books-apart"),
            values.micros("max-clock-offset"),
            values.micros("time-left"),
            values.whole("collar"),
            values.whole("references-apart"),
            values.whole("max-same")),
        new GateLimits.Venue(
            values.micros("max-latency"),
            values.whole("max-errors"),
            values.whole("least-reliability"),
            values.whole("least-messages")),
        new GateLimits.Caps(
            values.e8("venue-cap"),
            values.e8("asset-cap"),
            values.e8("order-value"),
            values.e8("order-quantity")),
        new GateLimits.Costs(
            values.whole("margin-buffer"), values.whole("max-impact"), values.whole("least-edge")));
  }
}
