package io.hedgerow.benchmarks;

import io.hedgerow.schemas.E8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Made-up changes of the recorded ones' shape, for machines without the recordings: some 70 levels
 * a message, sorted, two in three near the touch, a fifth of them removals, a price that wanders.
 */
final class SyntheticDepth {

  private static final long TICK_E8 = E8.ONE / 10;
  private static final long LOT_E8 = E8.ONE / 1_000;
  private static final int MESSAGES = 6_000;
  private static final int LEVELS_PER_SIDE = 1_000;
  private static final int CHANGES_PER_SIDE = 35;
  private static final int NEAR_TICKS = 200;
  private static final int FAR_TICKS = 2_000;

  private final Random random;
  private long middleTicks = 618_000;
  private long lastMiddleTicks = middleTicks;

  private SyntheticDepth(long seed) {
    random = new Random(seed);
  }

  static DepthFeed make(long seed) {
    return new SyntheticDepth(seed).feed(seed);
  }

  private DepthFeed feed(long seed) {
    DepthFeed.Message whole = new DepthFeed.Message(wholeSide(-1), wholeSide(1));
    List<DepthFeed.Message> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      lastMiddleTicks = middleTicks;
      middleTicks += random.nextInt(5) - 2;
      messages.add(new DepthFeed.Message(changes(-1), changes(1)));
    }
    return new DepthFeed("synthetic, seed " + seed, whole, messages);
  }

  private long[] wholeSide(int direction) {
    long[] values = new long[2 * LEVELS_PER_SIDE];
    for (int i = 0; i < LEVELS_PER_SIDE; i++) {
      values[2 * i] = (middleTicks + direction * (1L + 2L * i)) * TICK_E8;
      values[2 * i + 1] = quantity();
    }
    return values;
  }

  /** Removes what the wandering price has passed, and changes levels in ascending order. */
  private long[] changes(int direction) {
    long[] ticks = new long[CHANGES_PER_SIDE];
    for (int i = 0; i < ticks.length; i++) {
      int reach = random.nextInt(3) > 0 ? NEAR_TICKS : FAR_TICKS;
      ticks[i] = middleTicks + direction * (1L + random.nextInt(reach));
    }
    long[] all = Arrays.copyOf(ticks, ticks.length + 2);
    all[ticks.length] = middleTicks;
    all[ticks.length + 1] = lastMiddleTicks;
    for (long passed = Math.min(middleTicks, lastMiddleTicks) - 1;
        passed <= Math.max(middleTicks, lastMiddleTicks) + 1;
        passed++) {
      all = Arrays.copyOf(all, all.length + 1);
      all[all.length - 1] = passed;
    }
    Arrays.sort(all);
    all = Arrays.stream(all).distinct().toArray();
    long[] values = new long[2 * all.length];
    for (int i = 0; i < all.length; i++) {
      boolean outside = (all[i] - middleTicks) * direction <= 0;
      values[2 * i] = all[i] * TICK_E8;
      values[2 * i + 1] = outside || random.nextInt(5) == 0 ? 0 : quantity();
    }
    return values;
  }

  private long quantity() {
    return (1L + random.nextInt(5_000)) * LOT_E8;
  }
}
