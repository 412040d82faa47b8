package io.hedgerow.cli;

import picocli.CommandLine.ExitCode;

/** Something the user can put right; the message says what was seen and what to do. */
final class UserException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  UserException(String message) {
    this(message, ExitCode.SOFTWARE);
  }

  private UserException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Arguments that are wrong, whatever stands on disk and broker. */
  static UserException ofUsage(String message) {
    return new UserException(message, ExitCode.USAGE);
  }

  /** What the command exits with. */
  int exitCode() {
    return exitCode;
  }
}
