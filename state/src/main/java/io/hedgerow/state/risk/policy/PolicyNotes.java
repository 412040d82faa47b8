package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.risk.OperatorKey;
import io.hedgerow.schemas.risk.OperatorRole;
import io.hedgerow.schemas.risk.RiskPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * What a valid policy leaves closed for good once it is restricted, because nobody is named who
 * could say that it is fine (RISK-3). Stateless, safe from any thread.
 */
public final class PolicyNotes {

  private static final int APPROVERS = 2;

  private PolicyNotes() {}

  /** A sentence each, in the order of the policy; none if every way back is open. */
  public static List<String> of(RiskPolicy policy) {
    List<String> notes = new ArrayList<>();
    long approvers =
        policy.getOperators().stream()
            .filter(key -> key.getRoles().contains(OperatorRole.APPROVE))
            .map(OperatorKey::getOperator)
            .distinct()
            .count();
    if (approvers < APPROVERS) {
      notes.add(
          "leaving DMM needs the approval of two operators, and " + approvers + " may approve.");
    }
    boolean resumes =
        policy.getOperators().stream()
            .anyMatch(key -> key.getRoles().contains(OperatorRole.RESUME));
    if (!resumes) {
      notes.add("leaving DMM needs an operator with the role RESUME, and there is none.");
    }
    if (policy.getConsumers().isEmpty()) {
      notes.add("no consumer is named, so nothing that is restricted returns to NORMAL.");
    }
    if (policy.getVenues().isEmpty()) {
      notes.add("no venue is named, so nothing that is restricted returns to NORMAL.");
    }
    if (policy.getAccounts().isEmpty()) {
      notes.add("no account is named, so nothing that is restricted returns to NORMAL.");
      return notes;
    }
    for (String venue : policy.getVenues()) {
      boolean reconciled =
          policy.getAccounts().stream()
              .anyMatch(account -> InstrumentKey.venueOf(account).equals(venue));
      if (!reconciled) {
        notes.add(
            "no account of "
                + venue
                + " is named, so once it or a route of it is restricted, it does not return to"
                + " NORMAL.");
      }
    }
    return notes;
  }
}
