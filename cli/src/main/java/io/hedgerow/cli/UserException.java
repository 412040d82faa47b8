package io.hedgerow.cli;

/** Something the user can put right; the message says what was seen and what to do. */
final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UserException(String message) {
    super(message);
  }
}
