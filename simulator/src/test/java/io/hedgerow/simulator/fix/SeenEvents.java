package io.hedgerow.simulator.fix;

import io.hedgerow.connectors.fix.ExecutionReport;
import io.hedgerow.connectors.fix.OrderEvents;
import io.hedgerow.schemas.E8;
import java.util.ArrayList;
import java.util.List;

/** What a client was told, as lines. */
public final class SeenEvents implements OrderEvents {

  public final List<String> lines = new ArrayList<>();
  public final List<String> executionIds = new ArrayList<>();

  public List<String> take() {
    List<String> taken = List.copyOf(lines);
    lines.clear();
    return taken;
  }

  public boolean has(String line) {
    return lines.contains(line);
  }

  @Override
  public void loggedOn() {
    lines.add("logged on");
  }

  @Override
  public void loggedOff(String reason, boolean sequencesDisagree) {
    lines.add("logged off: " + reason + (sequencesDisagree ? " (numbers disagree)" : ""));
  }

  @Override
  public void execution(ExecutionReport report) {
    executionIds.add(report.executionId().toString());
    StringBuilder line = new StringBuilder();
    line.append(report.kind()).append(' ').append(report.clientOrderId());
    if (report.originalClientOrderId().length() > 0) {
      line.append(" for ").append(report.originalClientOrderId());
    }
    line.append(' ').append(report.status()).append(' ').append(report.side());
    line.append(' ').append(report.instrument());
    line.append(" filled ").append(E8.toDecimal(report.cumulativeQuantityE8()));
    line.append(" of ").append(E8.toDecimal(report.quantityE8()));
    if (report.fillQuantityE8() > 0) {
      line.append(", now ").append(E8.toDecimal(report.fillQuantityE8()));
      line.append(" at ").append(E8.toDecimal(report.fillPriceE8()));
      line.append(report.maker() ? " maker" : " taker");
      line.append(" fee ")
          .append(E8.toDecimal(report.feeE8()))
          .append(' ')
          .append(report.feeAsset());
      line.append(" trade ").append(report.tradeId());
    }
    if (report.text().length() > 0) {
      line.append(": ").append(report.text());
    }
    lines.add(line + (report.possiblyDuplicate() ? " (again)" : ""));
  }

  @Override
  public void cancelRejected(
      CharSequence clientOrderId,
      CharSequence originalClientOrderId,
      boolean replacement,
      int reason,
      CharSequence text) {
    lines.add(
        (replacement ? "replace" : "cancel")
            + " rejected "
            + clientOrderId
            + " for "
            + originalClientOrderId
            + ": "
            + text);
  }

  @Override
  public void messageRejected(
      long sequence, CharSequence clientOrderId, boolean business, int reason, CharSequence text) {
    lines.add(
        (business ? "business" : "session")
            + " reject "
            + reason
            + " of "
            + clientOrderId
            + ": "
            + text);
  }

  @Override
  public void unreadable(long sequence, CharSequence clientOrderId, String problem) {
    lines.add("unreadable " + clientOrderId + ": " + problem);
  }
}
