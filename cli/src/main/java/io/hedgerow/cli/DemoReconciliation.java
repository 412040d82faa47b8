package io.hedgerow.cli;

import io.hedgerow.connectors.kafka.EventProducer;
import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.recon.ReconciliationState;
import io.hedgerow.schemas.recon.ReconciliationStatus;
import io.hedgerow.schemas.venue.VenueAccount;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says in {@code recon.status} whether the desk's fills and the venues' statements agree, once for
 * each statement, so that the fast path may trade (GATE-9). It stands in for the reconciliation
 * job, which is not there yet, and compares only what {@link VenueLedger} does. One thread only.
 */
final class DemoReconciliation {

  /** A statement may be that much older than our newest fill (REC-7). */
  private static final long LAG_MICROS = 5_000_000;

  private static final class Account {
    private long comparedVersion = Long.MIN_VALUE;
    private long apartSinceMicros;
    private long sinceMicros;
    private boolean locked;
  }

  private final VenueLedger ledger;
  private final EventProducer producer;
  private final Map<String, Account> accounts = new TreeMap<>();

  DemoReconciliation(VenueLedger ledger, EventProducer producer) {
    this.ledger = ledger;
    this.producer = producer;
  }

  /** Compares the newest statements; those that were compared before change nothing. */
  void compare(Collection<VenueAccount> statements) {
    for (VenueAccount statement : statements) {
      ledger.open(statement);
      Account account =
          accounts.computeIfAbsent(VenueLedger.keyOf(statement), key -> new Account());
      if (statement.getVersion() > account.comparedVersion) {
        account.comparedVersion = statement.getVersion();
        compare(statement, account);
      }
    }
  }

  private void compare(VenueAccount statement, Account account) {
    long atMicros = statement.getReceivedAtMicros();
    boolean agrees = ledger.agrees(statement);
    if (agrees) {
      account.apartSinceMicros = 0;
    } else if (account.apartSinceMicros == 0) {
      account.apartSinceMicros = atMicros;
    }
    boolean locked = !agrees && atMicros - account.apartSinceMicros >= LAG_MICROS;
    if (!agrees && !locked) {
      return; // one of both may lag
    }
    if (locked != account.locked || account.sinceMicros == 0) {
      account.locked = locked;
      account.sinceMicros = atMicros;
    }
    producer.send(
        ReconciliationStatus.newBuilder()
            .setVenue(statement.getVenue())
            .setAccount(statement.getAccount())
            .setVersion(statement.getVersion())
            .setState(locked ? ReconciliationState.LOCKED : ReconciliationState.CLEAN)
            .setOpenExceptions(locked ? 1 : 0)
            .setReason(
                locked
                    ? "the fills say "
                        + ledger.told(statement.getVenue())
                        + ", the venue states "
                        + ledger.stated(statement)
                    : "")
            .setSinceMicros(account.sinceMicros)
            .setCompletedAtMicros(atMicros)
            .setEventId(
                EventIds.of(
                    "ReconciliationStatus", VenueLedger.keyOf(statement), statement.getVersion()))
            .build());
  }
}
