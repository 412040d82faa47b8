package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.List;

/** What is wrong: one measure on one part of one subject. */
record CauseKey(String measure, String subject, String component) {

  /** One key for each component of the trigger's edges; one without component if it has none. */
  static List<CauseKey> of(RiskTrigger trigger) {
    if (trigger.getEdges().isEmpty()) {
      return List.of(new CauseKey(trigger.getMeasure(), trigger.getSubject(), ""));
    }
    return trigger.getEdges().stream()
        .map(e -> new CauseKey(trigger.getMeasure(), trigger.getSubject(), e.getComponent()))
        .distinct()
        .toList();
  }

  void write(PageWriter page) {
    page.text(measure).text(subject).text(component);
  }

  static CauseKey read(PageReader page) {
    return new CauseKey(page.text(), page.text(), page.text());
  }
}
