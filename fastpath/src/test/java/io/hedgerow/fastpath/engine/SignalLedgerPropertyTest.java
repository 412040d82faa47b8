package io.hedgerow.fastpath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hedgerow.fastpath.engine.SignalLedger.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

@Tag("IDEM-1")
@Tag("LAT-7")
class SignalLedgerPropertyTest {

  private static final long T0 = 1_800_000_000_000_000L;
  private static final int PLACES = 1 << 22;
  private static final long MOST_AGE_MICROS = 2_100_000;

  /** Whatever comes: a signal that came is never said to be new, and none that did not to have. */
  @Property(tries = 100)
  void shouldNeverCallARepeatedSignalNew(@ForAll long seed) {
    Random random = new Random(seed);
    SignalLedger ledger = new SignalLedger(64);
    Map<Long, Long> firstAt = new HashMap<>();
    long now = T0;
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(random.nextInt(50) == 0 ? 10_000_000 : 20_000);
      boolean again = !firstAt.isEmpty() && random.nextBoolean();
      long number = again ? 1 + random.nextInt(i) : i + 1;
      long key = mixed(number);
      long earliest = firstAt.getOrDefault(key, now - random.nextInt(200_000));

      Answer answer = ledger.take(key, now, earliest);

      if (firstAt.putIfAbsent(key, now) == null) {
        assertThat(answer).isNotEqualTo(Answer.SEEN);
      } else {
        assertThat(answer).isNotEqualTo(Answer.NEW);
      }
    }
  }

  @Example
  void shouldHoldHalfAMillionSignalsASecondForAsLongAsASignalMayBeOld() {
    SignalLedger ledger = new SignalLedger(PLACES);
    long now = T0;
    for (int i = 0; i < 16_000_000; i++) {
      now += 2;
      Answer answer = ledger.take(mixed(i), now, now - MOST_AGE_MICROS);
      if (answer != Answer.NEW) {
        throw new AssertionError(answer + " for signal " + i);
      }
    }
    for (int i = 16_000_000 - 1_050_000; i < 16_000_000; i += 1_000) {
      assertThat(ledger.take(mixed(i), now, now)).isEqualTo(Answer.SEEN);
    }
  }

  @Example
  void shouldStillKnowYoungSignalsBeyondItsRoom() {
    SignalLedger ledger = new SignalLedger(1 << 10);
    long now = T0;
    for (int i = 0; i < 100_000; i++) {
      now += 2_000;
      assertThat(ledger.take(mixed(i), now, now - 100_000)).isEqualTo(Answer.NEW);
    }
    assertThat(ledger.take(1, now, now - 60_000_000)).isEqualTo(Answer.FORGOTTEN);
  }

  private static long mixed(long number) {
    long z = number + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
