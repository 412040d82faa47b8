package io.hedgerow.state.risk.command;

/** Why a command is not obeyed; each has a sentence for a person. */
public enum CommandRefusal {
  NO_POLICY(false, "there is no policy, so no operator's key is known, and everything is closed"),
  UNKNOWN_KEY(true, "the policy has no usable key of this ID"),
  WRONG_OPERATOR(true, "the key belongs to another operator"),
  BAD_SIGNATURE(true, "the signature does not match the fields"),
  ROLE_MISSING(false, "the key may not sign commands of this kind"),
  MALFORMED_ID(false, "the command's ID is blank or longer than 100 characters"),
  MALFORMED_REASON(false, "the reason is blank or longer than 500 characters"),
  MALFORMED_SCOPE(false, "the scope's name does not have the shape that its type asks for"),
  MALFORMED_CAUSE(false, "RETIRE needs the ID of a cause of at most 100 characters, no other does"),
  MALFORMED_NONCE(false, "the nonce is not 32 hexadecimal digits"),
  NOT_YET_VALID(false, "it is not valid yet"),
  EXPIRED(false, "it has expired"),
  LIVES_TOO_LONG(false, "it expires more than 60 s after it becomes valid"),
  REPLAYED(true, "a command with this nonce was accepted before"),
  TOO_MANY(false, "too many commands were accepted within a minute to remember one more"),
  NOT_IN_DMM(false, "the scope is not in DMM"),
  APPROVALS_MISSING(false, "leaving DMM needs the approval of two different operators"),
  VALIDATIONS_MISSING(false, "not every validation holds"),
  CLOCK_STANDS(false, "event time stands still, so no validation can be trusted"),
  NO_SUCH_CAUSE(false, "the scope has no open cause of this ID that operators may retire");

  private final boolean attack;
  private final String sentence;

  CommandRefusal(boolean attack, String sentence) {
    this.attack = attack;
    this.sentence = sentence;
  }

  /** Whether it looks forged or replayed, not merely wrong. */
  public boolean isAttack() {
    return attack;
  }

  /** Why, without its first capital and its full stop. */
  public String sentence() {
    return sentence;
  }
}
