package io.hedgerow.connectors.fix;

import com.paritytrading.philadelphia.FIXMessage;

/** What a session's two ends do differently. Messages are only valid during the call. */
public interface SessionRole {

  /**
   * The other end's Logon has arrived, in sequence or ahead of it.
   *
   * @return null to accept it; else the reason for a Logout
   */
  String logon(FIXMessage logon);

  /** Nothing that the other end sent before is missing any more; also after a logon without gap. */
  void caughtUp();

  /** An application message, in sequence. */
  void application(FIXMessage message, long sequence, boolean possiblyDuplicate);

  /** The other end refused a message of ours with a session Reject. */
  void rejected(FIXMessage reject);

  /**
   * The other end asks for messages of ours again. To be answered with {@link
   * FixSession#resend(FIXMessage)} and {@link FixSession#gapFill(long, long)}.
   *
   * @param first at least 1
   * @param last at least {@code first}, at most the newest sent
   */
  void resend(long first, long last);

  /** A message is about to be sent under this number, or to be kept while nobody is connected. */
  void sending(FIXMessage message, long sequence);

  /**
   * The connection is over.
   *
   * @param sequencesDisagree the two ends' numbers do not fit: connecting again changes nothing
   */
  void closed(String reason, boolean sequencesDisagree);
}
