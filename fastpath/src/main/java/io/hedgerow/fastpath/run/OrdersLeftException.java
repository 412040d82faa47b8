package io.hedgerow.fastpath.run;

/** The engine has ended, and orders that may rest were not confirmed as cancelled. */
public final class OrdersLeftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OrdersLeftException(String message, Throwable cause) {
    super(message, cause);
  }
}
