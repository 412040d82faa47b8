package io.hedgerow.fastpath.run;

/** Nothing more can be written, so nothing more is done: the engine stops. */
public final class JournalEndedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JournalEndedException(String message, Throwable cause) {
    super(message, cause);
  }
}
