package io.hedgerow.connectors.fix;

/**
 * What a venue says, as it arrives. Arguments that are views (reports, character sequences) are
 * only valid during the call. Calls come from the thread that polls; a report may come more than
 * once (after a restart, or marked as a possible duplicate), so receivers recognise {@code
 * executionId}.
 */
public interface OrderEvents {

  /**
   * Logged on, and everything that the venue said while we were away has been handed on. Called
   * again when a gap in the middle of a session has been filled.
   */
  void loggedOn();

  /**
   * The session is down. Every order that was open or unanswered is now unknown until the venue
   * tells; the client asks for each after the next logon.
   *
   * @param sequencesDisagree connecting again does not help; see {@link FixClient#resetSequences}
   */
  void loggedOff(String reason, boolean sequencesDisagree);

  /** An execution report: an order was accepted, filled, cancelled, … or its status was asked. */
  void execution(ExecutionReport report);

  /**
   * A cancel or replacement was refused; the order stands as before.
   *
   * @param replacement whether it was a replacement
   * @param reason CxlRejReason(102); -1 where there is none
   */
  void cancelRejected(
      CharSequence clientOrderId,
      CharSequence originalClientOrderId,
      boolean replacement,
      int reason,
      CharSequence text);

  /**
   * The venue refused a message as a whole, by session Reject or BusinessMessageReject.
   *
   * @param sequence of our message
   * @param clientOrderId of the open order that it carried, or of the order that it asked for;
   *     empty where there is none. A refused question says nothing of the order: it is asked again.
   * @param business whether it was a BusinessMessageReject
   * @param reason SessionRejectReason(373) or BusinessRejectReason(380); -1 where there is none
   */
  void messageRejected(
      long sequence, CharSequence clientOrderId, boolean business, int reason, CharSequence text);

  /**
   * The venue said something that cannot be trusted: a value is missing, impossible or unreadable.
   * The venue has been told so. What it meant is unknown.
   *
   * @param clientOrderId as far as it could be read
   */
  void unreadable(long sequence, CharSequence clientOrderId, String problem);
}
