package io.hedgerow.fastpath.replay;

import io.hedgerow.fastpath.engine.EngineSettings;
import io.hedgerow.fastpath.engine.SettingNumbers;
import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.wire.ConfiguredDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What the numbers of a journal mean: its first record. Stateless, safe from any thread. */
public final class JournalRegistry {

  private JournalRegistry() {}

  /**
   * The text of the registry that a journal was begun with; null for an empty journal.
   *
   * @throws IllegalStateException if the first record is another one
   */
  public static String textOf(Path folder) {
    return first(
        folder,
        configured -> {
          skipSettings(configured);
          return configured.registry();
        });
  }

  /**
   * The settings of the engine that a journal was begun with; null for an empty journal.
   *
   * @throws IllegalStateException if the first record is another one
   * @throws IllegalArgumentException if they are not those of this build
   */
  public static EngineSettings settingsOf(Path folder) {
    return first(folder, SettingNumbers::read);
  }

  private static void skipSettings(ConfiguredDecoder configured) {
    for (ConfiguredDecoder.SettingsDecoder each = configured.settings(); each.hasNext(); ) {
      each.next();
    }
  }

  private static <T> T first(Path folder, Function<ConfiguredDecoder, T> read) {
    AtomicReference<T> seen = new AtomicReference<>();
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      reader.poll(
          (sequence, type, timeMicros, buffer, offset, length) -> {
            if (type != ConfiguredDecoder.TEMPLATE_ID) {
              throw new IllegalStateException(
                  "expected the journal in " + folder + " to begin with its registry, saw " + type);
            }
            seen.set(
                read.apply(
                    new ConfiguredDecoder()
                        .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())));
          },
          1);
    }
    return seen.get();
  }
}
