package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.EdgeEvidence;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.List;

/** What is wrong: one measure on one part of one subject. */
record CauseKey(String measure, String subject, String component) {

  /**
   * Of the newest edge: a component that broke before another one did may be fine by now, and then
   * says nothing more that could end the cause.
   */
  static CauseKey of(RiskTrigger trigger) {
    List<EdgeEvidence> edges = trigger.getEdges();
    String component = edges.isEmpty() ? "" : edges.get(edges.size() - 1).getComponent();
    return new CauseKey(trigger.getMeasure(), trigger.getSubject(), component);
  }

  void write(PageWriter page) {
    page.text(measure).text(subject).text(component);
  }

  static CauseKey read(PageReader page) {
    return new CauseKey(page.text(), page.text(), page.text());
  }
}
