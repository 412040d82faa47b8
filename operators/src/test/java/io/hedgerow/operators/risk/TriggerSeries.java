package io.hedgerow.operators.risk;

import static io.hedgerow.operators.risk.RiskRecords.chain;
import static io.hedgerow.operators.risk.RiskRecords.depth;
import static io.hedgerow.operators.risk.RiskRecords.fact;
import static io.hedgerow.operators.risk.RiskRecords.funding;
import static io.hedgerow.operators.risk.RiskRecords.reference;
import static io.hedgerow.operators.risk.RiskRecords.settledFunding;
import static io.hedgerow.operators.risk.RiskRecords.venue;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.market.ReferenceKind;
import io.hedgerow.schemas.risk.ObservationKind;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.venue.Channel;
import io.hedgerow.schemas.venue.Outcome;
import io.hedgerow.state.risk.Measure;
import io.hedgerow.state.risk.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records of the contract that fire each measure: a step that is fine or bad, what the bad one is
 * read as, exactly, and which scopes it is about. Two of three steps confirm; a breach is held
 * after 10 s, clear after 20 s. A step is 2 s, the first one at {@link #T0}.
 */
enum TriggerSeries {
  REALIZED_VOLATILITY(9_950, 2, asset("BTC")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      // A return is read when the next step begins.
      to.volatilePrice = nextIsBad ? 201 - to.volatilePrice : to.volatilePrice;
      to.add(reference(ReferenceKind.INDEX, "BTC", to.volatilePrice + "", to.atMicros));
    }
  },
  COST_OVER_EDGE(400, 10, asset("BTC")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      for (String route : List.of("SIM-ALPHA>SIM-BRAVO", "SIM-ALPHA>SIM-CHARLIE")) {
        String cost = bad ? "0.001" : "0.0006";
        to.add(fact(ObservationKind.EXECUTION_COST, "BTC", route, cost, "0.0006", to.atMicros));
      }
    }
  },
  FUNDING_DISTANCE(9_001, 10, route("SIM-ALPHA|BTC-USDT-PERP")) {
    @Override
    void warmUp(Steps to) {
      for (int i = 30; i > 0; i--) {
        to.add(settledFunding("SIM-ALPHA", 0, T0 - i * EIGHT_HOURS, to.atMicros));
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(funding("SIM-ALPHA", bad ? -45_005 : 100, to.atMicros));
    }
  },
  FUNDING_INVERSION(200, 10, route("SIM-ALPHA|BTC-USDT-PERP")) {
    @Override
    void warmUp(Steps to) {
      to.add(settledFunding("SIM-ALPHA", -10_000, T0 - EIGHT_HOURS, to.atMicros));
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(funding("SIM-ALPHA", bad ? 10_000 : -10_000, to.atMicros));
    }
  },
  FUNDING_DISPERSION(300, 10, asset("BTC")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(funding("SIM-ALPHA", 10_000, to.atMicros));
      to.add(funding("SIM-BRAVO", bad ? 40_000 : 10_000, to.atMicros));
    }
  },
  VENUE_BASIS(5_000, 10, asset("BTC")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(depth("SIM-ALPHA", "BTC-USDT", "100", "900000", to.atMicros));
      to.add(depth("SIM-BRAVO", "BTC-USDT", bad ? "100.5" : "100", "900000", to.atMicros));
    }
  },
  TRANSFERS_CLOSED(2, 10, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(RiskRecords.transfers("SIM-ALPHA", "ETH", !bad, to.atMicros));
    }
  },
  API_LATENCY(750, 10, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      long latency = bad ? 750_999 : 40_000;
      to.add(venue("SIM-ALPHA", Channel.MARKET_DATA, Outcome.OK, latency, to.atMicros));
    }
  },
  API_ERRORS(400_000, 1, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      fiveRequests(to, Channel.ACCOUNT, bad ? Outcome.TIMEOUT : Outcome.OK);
    }
  },
  API_REFUSALS(400_000, 1, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      fiveRequests(to, Channel.ORDER, bad ? Outcome.REJECTED : Outcome.OK);
    }
  },
  PRICE_DIVERGENCE(10_000, 10, route("SIM-CHARLIE|BTC-USDT")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(depth("SIM-ALPHA", "BTC-USDT", "100", "900000", to.atMicros));
      to.add(depth("SIM-BRAVO", "BTC-USDT", "100", "900000", to.atMicros));
      to.add(depth("SIM-CHARLIE", "BTC-USDT", bad ? "99" : "100", "900000", to.atMicros));
    }
  },
  SETTLEMENT_DELAY(2_500, 10, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String delay = bad ? "1500" : "60";
      to.add(fact(ObservationKind.SETTLEMENT, "SIM-ALPHA|BTC", "", delay, "600", to.atMicros));
    }
  },
  GOLD_BASIS(4_000, 10, asset("PAXG")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(reference(ReferenceKind.GOLD, "XAU", "2000", to.atMicros));
      to.add(depth("SIM-ALPHA", "PAXG-USDT", bad ? "2008" : "2000", "900000", to.atMicros));
    }
  },
  CONFIRMATION_DELAY(5_000, 86_400, asset("ETH"), asset("PAXG")) {
    @Override
    void warmUp(Steps to) {
      for (int i = 0; i < 16; i++) {
        to.add(chain("ETHEREUM", ++to.block, 10, 10L, to.atMicros));
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(chain("ETHEREUM", ++to.block, 10, bad ? 50L : 10L, to.atMicros));
    }
  },
  BLOCK_GAP(5_000, 10, asset("SOL")) {
    @Override
    void warmUp(Steps to) {
      for (int i = 0; i <= 16; i++) {
        to.add(chain("SOLANA", ++to.block, 10, null, to.atMicros));
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(chain("SOLANA", bad ? to.block : ++to.block, bad ? 50 : 10, null, to.atMicros));
    }
  },
  DISPLAY_UNIT(5_000, 10, new Scope(ScopeType.MODULE, "reporting")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String price = bad ? "0.995" : "1.0001";
      to.add(reference(ReferenceKind.STABLECOIN, "USDT", price, to.atMicros));
    }
  },
  EXECUTABLE_DEPTH(25_000, 10, route("SIM-ALPHA|BTC-USDT")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(depth("SIM-ALPHA", "BTC-USDT", "100", bad ? "25000" : "900000", to.atMicros));
    }
  },
  MARGIN_BUFFER(150_000, 10, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String buffer = bad ? "0.15" : "1";
      to.add(fact(ObservationKind.MARGIN, "SIM-ALPHA|main", "", buffer, null, to.atMicros));
    }
  },
  UNRECONCILED(1_000, 10, venueScope("SIM-ALPHA")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String off = bad ? "1" : "0";
      to.add(fact(ObservationKind.RECONCILIATION, "SIM-ALPHA|main", "", off, null, to.atMicros));
    }
  },
  BOOK_UNUSABLE(1, 10, route("SIM-ALPHA|BTC-USDT")) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add(
          bad
              ? RiskRecords.book("SIM-ALPHA", "BTC-USDT", BookValidity.GAP, to.atMicros)
              : depth("SIM-ALPHA", "BTC-USDT", "100", "900000", to.atMicros));
    }
  },
  INTEGRITY_FAULT(1, 10, Scope.SYSTEM) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String broken = bad ? "1" : "0";
      to.add(
          fact(
              ObservationKind.INTEGRITY,
              "network-state",
              "sequence-grows",
              broken,
              null,
              to.atMicros));
    }
  },
  CONTROL_OVERDUE(1, 10, Scope.SYSTEM) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      String open = bad ? "1" : "0";
      to.add(fact(ObservationKind.CONTROL, "risk", "halt-17", open, null, to.atMicros));
    }
  };

  static final long SECOND = 1_000_000L;
  static final long T0 = 1_750_000_000L * SECOND;
  static final long STEP_SECONDS = 2;
  static final long HOLD_SECONDS = 10;
  private static final long EIGHT_HOURS = 8 * 3_600 * SECOND;

  private final long badValue;
  private final long windowSeconds;
  private final List<Scope> scopes;

  TriggerSeries(long badValue, long windowSeconds, Scope... scopes) {
    this.badValue = badValue;
    this.windowSeconds = windowSeconds;
    this.scopes = List.of(scopes);
  }

  /** What the statistic needs before its first reading. */
  void warmUp(Steps to) {}

  /** One step, all at the same time. */
  abstract void step(Steps to, boolean bad, boolean nextIsBad);

  private static void fiveRequests(Steps to, Channel channel, Outcome twoOfThem) {
    for (int request = 0; request < 5; request++) {
      Outcome outcome = request < 2 ? twoOfThem : Outcome.OK;
      to.add(venue("SIM-ALPHA", channel, outcome, 1_000 + request, to.atMicros));
    }
  }

  Measure measure() {
    return Measure.valueOf(name());
  }

  /** What it is about. */
  List<Scope> scopes() {
    return scopes;
  }

  /** The values under which a bad step is exactly at both thresholds. */
  Map<String, Long> policyValues() {
    return policyValues(badValue);
  }

  /** The values under which a bad step is one unit short, or null if the range ends before. */
  Map<String, Long> valuesOutOfReach() {
    return switch (measure().unit()) {
      case COUNT -> this == TRANSFERS_CLOSED ? policyValues(badValue + 1) : null;
      default -> policyValues(measure().highIsBad() ? badValue + 1 : badValue - 1);
    };
  }

  private Map<String, Long> policyValues(long threshold) {
    Map<String, Long> values = new HashMap<>();
    put(values, "warn", threshold);
    put(values, "breach", threshold);
    put(values, "clear", measure().highIsBad() ? threshold / 2 : threshold * 2);
    put(values, "confirm", 2);
    put(values, "of", 3);
    put(values, "hold", HOLD_SECONDS);
    put(values, "dwell", 20);
    put(values, "window", windowSeconds);
    put(values, "within", 120);
    return values;
  }

  private void put(Map<String, Long> values, String part, long value) {
    values.put(measure().text() + "." + part, value);
  }

  /** A series: {@code B} is bad, anything else fine. */
  List<Timed> series(String steps) {
    Steps to = new Steps();
    to.atMicros = at(-1);
    warmUp(to);
    for (int i = 0; i < steps.length(); i++) {
      to.atMicros = at(i);
      boolean nextIsBad = i + 1 < steps.length() && steps.charAt(i + 1) == 'B';
      step(to, steps.charAt(i) == 'B', nextIsBad);
    }
    return to.records;
  }

  /** The time of a step. */
  static long at(int step) {
    return T0 + step * STEP_SECONDS * SECOND;
  }

  private static Scope asset(String name) {
    return new Scope(ScopeType.ASSET, name);
  }

  private static Scope route(String name) {
    return new Scope(ScopeType.ROUTE, name);
  }

  private static Scope venueScope(String name) {
    return new Scope(ScopeType.VENUE, name);
  }

  /** A record with the time at which it is observed. */
  record Timed(SpecificRecord record, long atMicros) {}

  /** Collects the records of a series. */
  static final class Steps {
    private final List<Timed> records = new ArrayList<>();
    private long atMicros;
    private int volatilePrice = 100;
    private long block = 800_000;

    private void add(SpecificRecord record) {
      records.add(new Timed(record, atMicros));
    }
  }
}
