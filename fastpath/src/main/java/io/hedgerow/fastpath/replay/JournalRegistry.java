package io.hedgerow.fastpath.replay;

import io.hedgerow.fastpath.journal.JournalReader;
import io.hedgerow.fastpath.wire.ConfiguredDecoder;
import io.hedgerow.fastpath.wire.MessageHeaderDecoder;
import java.nio.file.Path;

/** What the numbers of a journal mean: its first record. Stateless, safe from any thread. */
public final class JournalRegistry {

  private JournalRegistry() {}

  /**
   * The text of the registry that a journal was begun with; null for an empty journal.
   *
   * @throws IllegalStateException if the first record is another one
   */
  public static String textOf(Path folder) {
    String[] text = new String[1];
    try (JournalReader reader = JournalReader.fromStart(folder)) {
      reader.poll(
          (sequence, type, timeMicros, buffer, offset, length) -> {
            if (type != ConfiguredDecoder.TEMPLATE_ID) {
              throw new IllegalStateException(
                  "expected the journal in " + folder + " to begin with its registry, saw " + type);
            }
            text[0] =
                new ConfiguredDecoder()
                    .wrapAndApplyHeader(buffer, offset, new MessageHeaderDecoder())
                    .registry();
          },
          1);
    }
    return text[0];
  }
}
