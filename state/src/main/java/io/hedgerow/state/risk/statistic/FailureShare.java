package io.hedgerow.state.risk.statistic;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Observation;
import io.hedgerow.state.risk.policy.MeasurePolicy;

/**
 * The share of failures among the newest requests of the window, in ppm (TRIG-6).
 *
 * <p>Fewer than {@value #NEEDED} requests make no share. A single failure among them counts as
 * none: it would stay in the share of every later request, and N of M would confirm it.
 *
 * <p>Bound: the newest {@value #CAPACITY} requests.
 */
final class FailureShare implements Statistic {

  static final int CAPACITY = 64;
  static final int NEEDED = 5;

  private final long[] timesMicros = new long[CAPACITY];
  private final boolean[] failed = new boolean[CAPACITY];
  private int size;
  private int next;

  @Override
  public void observe(Observation observation, MeasurePolicy policy, Readings out) {
    add(observation.atMicros(), observation.valueE8() != 0);
    long sinceMicros = observation.atMicros() - policy.windowMicros();
    long requests = 0;
    long failures = 0;
    for (int i = 0; i < size; i++) {
      if (timesMicros[i] >= sinceMicros) {
        requests++;
        failures += failed[i] ? 1 : 0;
      }
    }
    if (requests >= NEEDED) {
      out.reading("", failures == 1 ? 0 : Ratio.of(failures, requests, Ratio.PPM));
    }
  }

  private void add(long atMicros, boolean failure) {
    timesMicros[next] = atMicros;
    failed[next] = failure;
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  @Override
  public void write(PageWriter page) {
    page.number(size);
    for (int i = 0; i < size; i++) {
      int slot = Math.floorMod(next - size + i, CAPACITY);
      page.number(timesMicros[slot]).flag(failed[slot]);
    }
  }

  @Override
  public void read(PageReader page) {
    int count = page.count(CAPACITY);
    for (int i = 0; i < count; i++) {
      add(page.number(), page.flag());
    }
  }
}
