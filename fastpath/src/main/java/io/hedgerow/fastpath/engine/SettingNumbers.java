package io.hedgerow.fastpath.engine;

import io.hedgerow.fastpath.wire.ConfiguredDecoder;
import io.hedgerow.fastpath.wire.ConfiguredEncoder;
import io.hedgerow.state.pair.PairSettings;
import java.util.Arrays;

/** The settings of an engine as numbers and values, as they stand in the journal. */
public final class SettingNumbers {

  /** How many there are. Numbers are positions; a new one is added at the end. */
  public static final int COUNT = 18;

  private SettingNumbers() {}

  /** Writes the values into a message. */
  public static void write(EngineSettings settings, ConfiguredEncoder out) {
    long[] values = valuesOf(settings);
    ConfiguredEncoder.SettingsEncoder group = out.settingsCount(values.length);
    for (int number = 0; number < values.length; number++) {
      group.next().number(number).value(values[number]);
    }
  }

  /**
   * The settings of a message.
   *
   * @throws IllegalArgumentException if one is missing, repeated, unknown or out of its range
   */
  public static EngineSettings read(ConfiguredDecoder configured) {
    long[] values = new long[COUNT];
    Arrays.fill(values, Long.MIN_VALUE);
    for (ConfiguredDecoder.SettingsDecoder each = configured.settings(); each.hasNext(); ) {
      each.next();
      int number = each.number();
      if (number >= COUNT || values[number] != Long.MIN_VALUE) {
        throw new IllegalArgumentException("setting " + number + " is repeated or unknown");
      }
      values[number] = each.value();
    }
    for (int number = 0; number < COUNT; number++) {
      if (values[number] == Long.MIN_VALUE) {
        throw new IllegalArgumentException("setting " + number + " is missing");
      }
    }
    return of(values);
  }

  private static long[] valuesOf(EngineSettings settings) {
    PairSettings pairs = settings.pairs();
    return new long[] {
      pairs.maxPairs(),
      pairs.venues(),
      pairs.instruments(),
      pairs.maxResiduals(),
      pairs.keptOffsets(),
      pairs.maxOffsets(),
      pairs.cancelTimeoutMicros(),
      pairs.verifyEveryMicros(),
      pairs.unknownDeadlineMicros(),
      pairs.offsetTimeoutMicros(),
      pairs.retryEveryMicros(),
      pairs.maxPauseMicros(),
      pairs.nakedLimitMicros(),
      pairs.retentionMicros(),
      settings.repeatWindowMicros(),
      settings.contentWindowMicros(),
      settings.signalPlaces(),
      settings.blindAfterMicros()
    };
  }

  private static EngineSettings of(long[] v) {
    PairSettings pairs =
        new PairSettings(
            number(v[0]),
            number(v[1]),
            number(v[2]),
            number(v[3]),
            number(v[4]),
            number(v[5]),
            v[6],
            v[7],
            v[8],
            v[9],
            v[10],
            v[11],
            v[12],
            v[13]);
    return new EngineSettings(pairs, v[14], v[15], number(v[16]), v[17]);
  }

  private static int number(long value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("expected a setting of 32 bits, saw " + value);
    }
    return (int) value;
  }
}
