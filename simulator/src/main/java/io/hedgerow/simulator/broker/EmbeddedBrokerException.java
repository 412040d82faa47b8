package io.hedgerow.simulator.broker;

/** The broker could not start or stop; the message says what was expected and what was seen. */
public final class EmbeddedBrokerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedBrokerException(String message) {
    super(message);
  }

  EmbeddedBrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
