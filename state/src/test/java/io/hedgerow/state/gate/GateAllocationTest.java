package io.hedgerow.state.gate;

import static io.hedgerow.state.gate.AcceptedOrder.LIMITS;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A judgement costs no memory, whether it accepts or rejects. */
@Tag("LAT-1")
class GateAllocationTest {

  private static final int JUDGEMENTS = 100_000;
  private static final int ROUNDS = 5;

  private final GateDecision out = new GateDecision();
  private int accepted;

  @Test
  void shouldAllocateNothingOnceWarm() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    GateInputs[] orders = new GateInputs[64];
    for (int i = 0; i < orders.length; i++) {
      orders[i] = AcceptedOrder.of(i);
      if (i % 2 == 0) {
        orders[i].set(GateInput.values()[i % GateInput.values().length], 0, -1, -1, -1);
      }
    }

    // One object for each judgement would show in every round; what the measurement and the
    // compiler need does not.
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      judge(orders);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
    assertThat(accepted).isBetween(ROUNDS * JUDGEMENTS / 4, ROUNDS * JUDGEMENTS * 3 / 4);
  }

  private void judge(GateInputs[] orders) {
    for (int i = 0; i < JUDGEMENTS; i++) {
      Gate.judge(orders[i % orders.length], i % 10 == 9 ? null : LIMITS, out);
      if (out.accepted()) {
        accepted++;
      }
    }
  }
}
