package io.hedgerow.cli;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.schemas.alerts.ScopeType;
import io.hedgerow.schemas.risk.RiskState;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.state.DepthView;
import io.hedgerow.schemas.state.FundingView;
import io.hedgerow.schemas.state.VenueView;
import io.hedgerow.schemas.venue.VenueAccount;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The live table of the demo: a line for each book, redrawn in place on a terminal, or printed one
 * below the other where the output is a file.
 */
final class DemoScreen {

  private static final String CLEAR = "\u001b[H\u001b[2J\u001b[3J";

  private final PrintStream out;
  private final boolean terminal;

  DemoScreen(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Draws the state.
   *
   * @param clockMicros what ages are measured from: now, or the newest recorded time in a replay
   */
  void draw(
      String headline,
      Map<String, DepthView> books,
      Map<String, FundingView> funding,
      Collection<VenueView> venues,
      Collection<VenueAccount> accounts,
      Optional<DemoTrading> trading,
      DemoSignals signals,
      DemoRisk risk,
      long clockMicros) {
    StringBuilder frame = new StringBuilder(terminal ? CLEAR : "");
    frame.append(headline).append("\n\n");
    TextTable table =
        new TextTable(
            "venue",
            "instrument",
            "validity",
            "best bid",
            "best ask",
            "bids in 0.30%",
            "asks in 0.30%",
            "funding %/y",
            "age s");
    books.forEach(
        (key, book) -> {
          boolean live = book.getValidity() == BookValidity.LIVE;
          FundingView rate = funding.get(key);
          table.row(
              book.getVenue(),
              book.getInstrument(),
              live ? "LIVE" : book.getValidity() + " " + book.getReason(),
              live ? StateTables.price(book.getBestBidPriceE8()) : "-",
              live ? StateTables.price(book.getBestAskPriceE8()) : "-",
              StateTables.notional(book.getBids(), book.getBidsComplete()),
              StateTables.notional(book.getAsks(), book.getAsksComplete()),
              rate == null ? "-" : StateTables.annualized(rate),
              ageSeconds(clockMicros, book.getReceivedAtMicros()));
        });
    frame.append(table.isEmpty() ? "waiting for the first book ...\n" : table.render());
    if (!venues.isEmpty()) {
      frame.append('\n').append(StateTables.venues(venues).render());
    }
    if (!accounts.isEmpty()) {
      frame.append('\n').append(VenueTables.accounts(accounts, clockMicros).render());
    }
    frame.append('\n').append(signals.render());
    trading.ifPresent(engine -> frame.append('\n').append(engine.render()));
    drawRisk(frame, risk);
    out.print(frame);
    out.println();
    out.flush();
  }

  private static void drawRisk(StringBuilder frame, DemoRisk risk) {
    TextTable table = new TextTable("scope", "state", "new entries", "exposure", "why");
    for (RiskState state : risk.states().values()) {
      if (state.getState() != SystemState.NORMAL || state.getScopeType() == ScopeType.SYSTEM) {
        table.row(
            state.getScopeType() == ScopeType.SYSTEM
                ? state.getScope()
                : state.getScopeType() + " " + state.getScope(),
            state.getState().name(),
            state.getNewEntries().name(),
            state.getExistingExposure().name(),
            state.getReason());
      }
    }
    frame
        .append('\n')
        .append(table.isEmpty() ? "waiting for the first risk state ...\n" : table.render());
    frame.append(String.format(Locale.ROOT, "%n%,d alerts, the newest last:%n", risk.alertCount()));
    for (Alert alert : risk.alerts()) {
      frame.append(
          String.format(
              Locale.ROOT,
              "%tT  %-8s  %s%n",
              alert.getRaisedAtMicros() / 1_000,
              alert.getSeverity(),
              alert.getText()));
    }
  }

  private static String ageSeconds(long clockMicros, long receivedAtMicros) {
    return String.format(Locale.ROOT, "%.1f", Math.max(0, clockMicros - receivedAtMicros) / 1e6);
  }
}
