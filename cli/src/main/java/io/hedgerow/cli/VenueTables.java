package io.hedgerow.cli;

import io.hedgerow.schemas.E8;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.venue.Position;
import io.hedgerow.schemas.venue.Transfer;
import io.hedgerow.schemas.venue.TransferStatus;
import io.hedgerow.schemas.venue.VenueAccount;
import io.hedgerow.schemas.venue.VenueExecution;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What venues state of accounts and orders, as tables. */
final class VenueTables {

  private static final int E8_DECIMALS = 8;

  private VenueTables() {}

  static TextTable accounts(Collection<VenueAccount> accounts, long nowMicros) {
    TextTable table =
        new TextTable(
            "venue",
            "class",
            "account",
            "equity",
            "initial margin",
            "maintenance",
            "positions",
            "transfers in flight",
            "age s");
    for (VenueAccount account : accounts) {
      table.row(
          account.getVenue(),
          account.getVenueClass().toString(),
          account.getAccount(),
          money(account.getEquityE8()) + " " + account.getMarginAsset(),
          money(account.getInitialMarginE8()),
          money(account.getMaintenanceMarginE8()),
          String.valueOf(account.getPositions().size()),
          String.valueOf(account.getTransfers().stream().filter(VenueTables::isMoving).count()),
          String.format(
              Locale.ROOT, "%.1f", Math.max(0, nowMicros - account.getReceivedAtMicros()) / 1e6));
    }
    return table;
  }

  private static boolean isMoving(Transfer transfer) {
    return transfer.getStatus() == TransferStatus.PENDING
        || transfer.getStatus() == TransferStatus.CONFIRMING;
  }

  static TextTable positions(Collection<VenueAccount> accounts) {
    TextTable table =
        new TextTable(
            "venue",
            "account",
            "instrument",
            "quantity",
            "entry",
            "mark",
            "unrealized",
            "maintenance");
    for (VenueAccount account : accounts) {
      for (Position position : account.getPositions()) {
        table.row(
            account.getVenue(),
            account.getAccount(),
            position.getInstrument(),
            E8.toDecimal(position.getQuantityE8()),
            E8.toDecimal(position.getEntryPriceE8()),
            E8.toDecimal(position.getMarkPriceE8()),
            money(position.getUnrealizedE8()),
            money(position.getMaintenanceMarginE8()));
      }
    }
    return table;
  }

  static TextTable executions(List<VenueExecution> executions) {
    TextTable table =
        new TextTable(
            "time",
            "venue",
            "account",
            "#",
            "what",
            "order",
            "instrument",
            "side",
            "quantity",
            "price",
            "fee",
            "reason");
    for (VenueExecution execution : executions) {
      boolean fill = execution.getFillQuantityE8() > 0;
      table.row(
          Instant.ofEpochMilli(execution.getReceivedAtMicros() / 1_000).toString(),
          execution.getVenue(),
          execution.getAccount(),
          String.valueOf(execution.getSequence()),
          execution.getKind().toString(),
          execution.getClientOrderId(),
          execution.getInstrument(),
          execution.getSide().toString(),
          E8.toDecimal(fill ? execution.getFillQuantityE8() : execution.getQuantityE8()),
          E8.toDecimal(fill ? execution.getFillPriceE8() : execution.getPriceE8()),
          fill ? E8.toDecimal(execution.getFeeE8()) + " " + execution.getFeeAsset() : "-",
          execution.getReason());
    }
    return table;
  }

  /** Of the base asset, without those that are flat; by venue and instrument. */
  static Map<String, Long> positionsE8(Collection<VenueAccount> accounts) {
    Map<String, Long> positions = new TreeMap<>();
    for (VenueAccount account : accounts) {
      for (Position position : account.getPositions()) {
        if (position.getQuantityE8() != 0) {
          positions.put(
              InstrumentKey.of(account.getVenue(), position.getInstrument()),
              position.getQuantityE8());
        }
      }
    }
    return positions;
  }

  private static String money(long valueE8) {
    return String.format(Locale.ROOT, "%,.2f", BigDecimal.valueOf(valueE8, E8_DECIMALS));
  }
}
