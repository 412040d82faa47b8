package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import io.hedgerow.state.risk.Scope;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who says that the producer of which cause is gone, until a second operator says so too (RISK-3).
 *
 * <p>A proposal counts as long as an approval does. Bound: {@value #MAX_PROPOSALS}; beyond, the
 * oldest is forgotten.
 */
final class Retirements {

  private static final int MAX_PROPOSALS = 1_000;

  private record Subject(Scope scope, String causeId) {}

  private record Proposal(String operator, long atMicros) {}

  private final Map<Subject, Proposal> proposals = new LinkedHashMap<>();

  /**
   * Takes an operator's word.
   *
   * @return the other operator who said so before and still may; null if this is the first word,
   *     which is remembered
   */
  String take(Scope scope, String causeId, String operator, long nowMicros, MachineRules rules) {
    long lifeMicros = rules.machine().approvalMicros();
    proposals
        .values()
        .removeIf(
            proposal ->
                proposal.atMicros() + lifeMicros <= nowMicros
                    || !rules.mayApprove(proposal.operator()));
    Subject subject = new Subject(scope, causeId);
    Proposal first = proposals.remove(subject);
    if (first != null && !first.operator().equals(operator)) {
      return first.operator();
    }
    if (proposals.size() == MAX_PROPOSALS) {
      proposals.remove(proposals.keySet().iterator().next());
    }
    proposals.put(subject, new Proposal(operator, nowMicros));
    return null;
  }

  void write(PageWriter page) {
    page.number(proposals.size());
    proposals.forEach(
        (subject, proposal) ->
            page.text(subject.scope().type().name())
                .text(subject.scope().name())
                .text(subject.causeId())
                .text(proposal.operator())
                .number(proposal.atMicros()));
  }

  static Retirements read(PageReader page) {
    Retirements read = new Retirements();
    for (int left = page.count(MAX_PROPOSALS); left > 0; left--) {
      Scope scope = new Scope(ScopeType.valueOf(page.text()), page.text());
      Subject subject = new Subject(scope, page.text());
      read.proposals.put(subject, new Proposal(page.text(), page.number()));
    }
    return read;
  }
}
