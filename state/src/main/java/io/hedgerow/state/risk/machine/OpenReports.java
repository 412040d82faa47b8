package io.hedgerow.state.risk.machine;

import io.hedgerow.schemas.risk.PolicyMode;
import io.hedgerow.schemas.risk.RiskTrigger;
import io.hedgerow.schemas.risk.TriggerStatus;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Triggers that were published and touch no scope: shadows, warnings, reporting. Bound: {@value
 * #MAX_REPORTS}; beyond, the oldest is forgotten and its end not published.
 */
final class OpenReports {

  private static final int MAX_REPORTS = 10_000;

  private record Report(PolicyMode mode, boolean warned, CauseKey key) {}

  private final Map<Report, String> idByReport = new LinkedHashMap<>();

  /**
   * Remembers this trigger; whether it is new. Each warning is: it says nothing when it is over.
   */
  boolean open(RiskTrigger trigger) {
    boolean warned = trigger.getStatus() == TriggerStatus.WARNED;
    Report report = new Report(trigger.getMode(), warned, CauseKey.of(trigger));
    String known = idByReport.putIfAbsent(report, trigger.getTriggerId());
    boolean again = warned && !trigger.getTriggerId().equals(known);
    if (again) {
      idByReport.put(report, trigger.getTriggerId());
    }
    boolean news = known == null || again;
    Iterator<Report> oldest = idByReport.keySet().iterator();
    while (idByReport.size() > MAX_REPORTS) {
      oldest.next();
      oldest.remove();
    }
    return news;
  }

  /** Forgets this report; its ID, or null. */
  String close(PolicyMode mode, boolean warned, CauseKey key) {
    return idByReport.remove(new Report(mode, warned, key));
  }

  void write(PageWriter page) {
    page.number(idByReport.size());
    idByReport.forEach(
        (report, id) -> {
          page.text(report.mode().name()).flag(report.warned());
          report.key().write(page);
          page.text(id);
        });
  }

  static OpenReports read(PageReader page) {
    OpenReports reports = new OpenReports();
    for (int left = page.count(MAX_REPORTS); left > 0; left--) {
      Report report = new Report(PolicyMode.valueOf(page.text()), page.flag(), CauseKey.read(page));
      reports.idByReport.put(report, page.text());
    }
    return reports;
  }
}
