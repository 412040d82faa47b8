package io.hedgerow.connectors.kafka;

/** Kafka refused, or could not be reached; the message says what was tried and where. */
public final class KafkaEdgeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  KafkaEdgeException(String message) {
    super(message);
  }

  KafkaEdgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
