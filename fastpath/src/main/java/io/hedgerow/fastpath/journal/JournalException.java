package io.hedgerow.fastpath.journal;

import java.nio.file.Path;

/**
 * A journal that cannot be opened, read or continued. Never thrown for flow: a journal without room
 * answers {@link Journal#claim} with a code.
 */
public final class JournalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JournalException(String message) {
    super(message);
  }

  JournalException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Damage at a known place, which nothing repairs silently. */
  static JournalException damage(Path file, long offset, String what) {
    return new JournalException("Damaged journal: " + file + " at offset " + offset + ": " + what);
  }
}
