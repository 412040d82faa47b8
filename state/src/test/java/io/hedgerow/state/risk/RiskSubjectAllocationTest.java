package io.hedgerow.state.risk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hedgerow.schemas.risk.PolicyMode;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** While nothing happens, an observation costs no memory. */
class RiskSubjectAllocationTest {

  private static final int WARM_UP_STEPS = 20_000;
  private static final int STEPS = 20_000;

  /** The baselines of chains sort a copy for each block; API_ERRORS and UNRECONCILED speak. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BLOCK_GAP", "CONFIRMATION_DELAY", "API_ERRORS", "UNRECONCILED"})
  void shouldNotAllocateWhileQuiet(MeasureSeries series) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    FixedPolicy policy = series.policy();
    List<Observation> all = series.series(".".repeat(WARM_UP_STEPS + STEPS));
    RiskSubject subject =
        RiskSubject.empty(series.measure(), MeasureSeries.SUBJECT, PolicyMode.LIVE);
    int half = all.size() / 2;
    for (int i = 0; i < half; i++) {
      subject.observe(all.get(i), policy, edge -> {});
    }

    long before = threads.getThreadAllocatedBytes(thread);
    for (int i = half; i < all.size(); i++) {
      subject.observe(all.get(i), policy, edge -> {});
    }
    long bytes = threads.getThreadAllocatedBytes(thread) - before;

    assertThat(bytes).as("bytes of %d observations", all.size() - half).isLessThan(half);
  }
}
