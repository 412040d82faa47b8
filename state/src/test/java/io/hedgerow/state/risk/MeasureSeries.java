package io.hedgerow.state.risk;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.topics.Topic;
import io.hedgerow.state.risk.policy.MeasurePolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * A series of observations for each measure: a row tells how to warm the statistic up, what a step
 * looks like that is fine or bad, and what the bad one must be read as, exactly.
 *
 * <p>Another measure is another row; every test of {@link MeasureSeriesTest} and {@link
 * RiskSubjectPropertyTest} then holds for it.
 */
enum MeasureSeries {
  REALIZED_VOLATILITY(9_950, 1_000_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      // A step's return is read when the next step begins.
      to.volatilePriceE8 = nextIsBad ? 20_100 * E8.ONE - to.volatilePriceE8 : to.volatilePriceE8;
      to.add("SIM-ALPHA|BTC-USDT", to.volatilePriceE8 / 100, 0);
    }
  },
  COST_OVER_EDGE(400) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("SIM-ALPHA>SIM-BETA", bad ? 100_000 : 60_000, 60_000);
    }
  },
  FUNDING_DISTANCE(9_001) {
    @Override
    void warmUp(Steps to) {
      for (int day = 0; day < 21; day++) {
        to.add("", 0, 1 + day);
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? -45_005 : 100, 0);
    }
  },
  FUNDING_INVERSION(200) {
    @Override
    void warmUp(Steps to) {
      to.add("", -10_000, 1);
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 10_000 : -10_000, 0);
    }
  },
  FUNDING_DISPERSION(300) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("SIM-ALPHA|BTC-USDT-PERP", 10_000, 0);
      to.add("SIM-BETA|BTC-USDT-PERP", bad ? 40_000 : 10_000, 0);
    }
  },
  VENUE_BASIS(5_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("SIM-ALPHA", 100 * E8.ONE, 0);
      to.add("SIM-BETA", bad ? 10_050 * E8.ONE / 100 : 100 * E8.ONE, 0);
    }
  },
  TRANSFERS_CLOSED(2) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("ETHEREUM", bad ? 2 * E8.ONE : 0, 0);
    }
  },
  API_LATENCY(750) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 75_099_999_999L : 40 * E8.ONE, 0);
    }
  },
  API_ERRORS(400_000, 500_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      fiveRequests(to, bad);
    }
  },
  API_REFUSALS(400_000, 500_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      fiveRequests(to, bad);
    }
  },
  PRICE_DIVERGENCE(10_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("SIM-ALPHA", 100 * E8.ONE, 0);
      to.add("SIM-BETA", 100 * E8.ONE, 0);
      to.add("SIM-GAMMA", bad ? 99 * E8.ONE : 100 * E8.ONE, 0);
    }
  },
  SETTLEMENT_DELAY(2_500) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 1_500 * E8.ONE : 60 * E8.ONE, 600 * E8.ONE);
    }
  },
  GOLD_BASIS(4_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("gold:LBMA", 2_000 * E8.ONE, 0);
      to.add("SIM-ALPHA|PAXG-USDT", bad ? 2_008 * E8.ONE : 2_000 * E8.ONE, 0);
    }
  },
  CONFIRMATION_DELAY(5_000, 86_400_000_000L) {
    @Override
    void warmUp(Steps to) {
      for (int i = 0; i < 16; i++) {
        to.add("", 10 * E8.ONE, 0);
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 50 * E8.ONE : 10 * E8.ONE, 0);
    }
  },
  BLOCK_GAP(5_000) {
    @Override
    void warmUp(Steps to) {
      for (int i = 0; i <= 16; i++) {
        to.add("", 10 * E8.ONE, ++to.block);
      }
    }

    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 50 * E8.ONE : 10 * E8.ONE, bad ? to.block : ++to.block);
    }
  },
  DISPLAY_UNIT(5_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("SIM-INDEX", bad ? 99_500_000 : 100_010_000, 0);
    }
  },
  EXECUTABLE_DEPTH(25_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 25_000 * E8.ONE : 900_000 * E8.ONE, 0);
    }
  },
  MARGIN_BUFFER(150_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? 15_000_000 : E8.ONE, 0);
    }
  },
  UNRECONCILED(1_000) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? E8.ONE : 0, 0);
    }
  },
  BOOK_UNUSABLE(1) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("", bad ? E8.ONE : 0, 0);
    }
  },
  INTEGRITY_FAULT(1) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("sequence-grows", bad ? E8.ONE : 0, 0);
    }
  },
  CONTROL_OVERDUE(1) {
    @Override
    void step(Steps to, boolean bad, boolean nextIsBad) {
      to.add("halt-17", bad ? E8.ONE : 0, 0);
    }
  };

  static final long SECOND = 1_000_000L;

  /** 2024-01-01 00:00 UTC. */
  static final long T0 = 1_704_067_200_000_000L;

  static final String SUBJECT = "SIM-ALPHA|BTC-USDT";
  static final long HOLD = 5 * SECOND;
  static final long DWELL = 10 * SECOND;

  private final long badValue;
  private final long windowMicros;

  MeasureSeries(long badValue) {
    this(badValue, 10 * SECOND);
  }

  MeasureSeries(long badValue, long windowMicros) {
    this.badValue = badValue;
    this.windowMicros = windowMicros;
  }

  /** What the statistic needs before its first reading. */
  void warmUp(Steps to) {}

  /** One step, all at the same time, that is read once for the component that it is about. */
  abstract void step(Steps to, boolean bad, boolean nextIsBad);

  private static void fiveRequests(Steps to, boolean bad) {
    for (int request = 0; request < 5; request++) {
      to.add("", bad && request < 2 ? E8.ONE : 0, 0);
    }
  }

  Measure measure() {
    return Measure.valueOf(name());
  }

  /** What a bad step is read as. */
  long badValue() {
    return badValue;
  }

  /** Two of three; a bad step is exactly at both thresholds. */
  FixedPolicy policy() {
    return policy(badValue, 2, 3, HOLD, DWELL);
  }

  /** With both thresholds here, and clear half way to what is fine. */
  FixedPolicy policy(long threshold, int confirm, int of, long holdMicros, long dwellMicros) {
    long clear = measure().highIsBad() ? threshold / 2 : threshold * 2;
    return new FixedPolicy(
        new MeasurePolicy(
            threshold,
            threshold,
            clear,
            confirm,
            of,
            holdMicros,
            dwellMicros,
            windowMicros,
            60 * SECOND),
        7);
  }

  /** One unit too far for what is bad. */
  long outOfReach() {
    return measure().highIsBad() ? badValue + 1 : badValue - 1;
  }

  /** A series: {@code B} is bad, anything else fine; a second for each, from {@link #at} 0 on. */
  List<Observation> series(String steps) {
    Steps to = new Steps(measure());
    to.atMicros = at(-1);
    warmUp(to);
    for (int i = 0; i < steps.length(); i++) {
      to.atMicros = at(i);
      boolean nextIsBad = i + 1 < steps.length() && steps.charAt(i + 1) == 'B';
      step(to, steps.charAt(i) == 'B', nextIsBad);
    }
    return to.observations;
  }

  /** The time of a step. */
  static long at(int step) {
    return T0 + step * SECOND;
  }

  /** Collects the observations of a series, each at an offset of its own. */
  static final class Steps {
    final List<Observation> observations = new ArrayList<>();
    long atMicros;
    private long volatilePriceE8 = 10_000 * E8.ONE;
    private long block = 800_000;
    private final Measure measure;

    Steps(Measure measure) {
      this.measure = measure;
    }

    void add(String component, long valueE8, long referenceE8) {
      observations.add(
          new Observation(
              measure,
              SUBJECT,
              component,
              valueE8,
              referenceE8,
              atMicros,
              Topic.STATE_DEPTH,
              3,
              observations.size()));
    }
  }
}
