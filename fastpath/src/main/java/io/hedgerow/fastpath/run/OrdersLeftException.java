package io.hedgerow.fastpath.run;

/**
 * The engine has ended, and orders that may rest were not confirmed as cancelled, or quantities
 * have no other leg. The message names them.
 */
public final class OrdersLeftException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OrdersLeftException(String message, Throwable cause) {
    super(message, cause);
  }
}
