package io.hedgerow.fastpath.mirror;

import io.hedgerow.fastpath.registry.Registry;
import io.hedgerow.state.gate.GateCode;
import io.hedgerow.state.gate.GateInput;
import io.hedgerow.state.gate.GateInputs;

/**
 * Hands what the mirror knows to the gate. What was never told, or was told to be unavailable,
 * stays missing (NET-7). Allocates nothing.
 */
public final class MirrorInputs {

  private final Mirror mirror;

  /** Of this mirror. */
  public MirrorInputs(Mirror mirror) {
    this.mirror = mirror;
  }

  /** Sets what is known of one leg's book, reference, venue and reconciliation. */
  public void fill(GateInputs in, int leg, int instrument) {
    Registry.Instrument of = mirror.registry.instruments().get(instrument);
    book(in, leg, mirror.books[instrument]);
    if (mirror.referencesAtMicros[of.market()] != Mirror.NEVER) {
      in.set(
          GateInput.REFERENCE_PRICE,
          leg,
          mirror.referencesE8[of.market()],
          mirror.referencesAtMicros[of.market()],
          GateInputs.MISSING);
    }
    venue(in, leg, mirror.venues[of.venue()]);
    AccountState account = mirror.accounts[of.venue()];
    if (account.reconciledAtMicros != Mirror.NEVER) {
      in.set(
          GateInput.RECONCILIATION_STATUS,
          leg,
          account.clean ? GateCode.RECONCILIATION_CLEAN : GateCode.RECONCILIATION_LOCKED,
          account.reconciledAtMicros,
          account.reconciliationVersion);
    }
  }

  private static void book(GateInputs in, int leg, BookState book) {
    if (!book.known()) {
      return;
    }
    long at = book.receivedAtMicros;
    in.set(GateInput.BOOK_VALIDITY, leg, book.validity, at, book.sequence);
    in.set(GateInput.BOOK_SEQUENCE, leg, book.sequence);
    if (book.levels.bestBidE8() > 0) {
      in.set(GateInput.BEST_BID, leg, book.levels.bestBidE8(), at, book.sequence);
    }
    if (book.levels.bestAskE8() > 0) {
      in.set(GateInput.BEST_ASK, leg, book.levels.bestAskE8(), at, book.sequence);
    }
  }

  private static void venue(GateInputs in, int leg, VenueState venue) {
    in.set(GateInput.SESSION_READY, leg, GateCode.of(venue.sessionUp && !venue.locked));
    in.set(GateInput.VENUE_SWEPT, leg, GateCode.of(venue.swept));
    if (!venue.known()) {
      return;
    }
    long at = venue.receivedAtMicros;
    long version = venue.version;
    in.set(GateInput.VENUE_REACHABLE, leg, GateCode.of(venue.reachable), at, version);
    in.set(GateInput.VENUE_STATUS, leg, venue.status, at, version);
    in.set(GateInput.VENUE_LATENCY_P99, leg, venue.latencyP99Micros, at, version);
    in.set(GateInput.VENUE_ERRORS, leg, venue.errorPpm, at, version);
    in.set(GateInput.VENUE_RELIABILITY, leg, venue.reliabilityPpm, at, version);
    in.set(GateInput.CLOCK_OFFSET, leg, venue.clockOffsetMicros, at, version);
  }

  /**
   * Sets what the scopes of an order allow (RISK-6).
   *
   * @param second {@link Registry#UNKNOWN} where there is one leg
   */
  public void fillScopes(GateInputs in, int first, int second) {
    long version = mirror.scopes.version();
    long asOf = mirror.scopes.asOfMicros();
    if (asOf != Mirror.NEVER) {
      in.set(GateInput.RISK_FEED, 0, version, asOf, version);
    }
    in.set(GateInput.RISK_STATE, 0, mirror.scopes.state(first, second), asOf, version);
    in.set(GateInput.EXISTING_EXPOSURE, 0, mirror.scopes.exposure(first, second), asOf, version);
  }

  /** Sequence of a book's newest update. */
  public long bookSequence(int instrument) {
    return mirror.books[instrument].sequence;
  }

  /** Event time of it. */
  public long bookAt(int instrument) {
    return mirror.books[instrument].receivedAtMicros;
  }

  /** Event time of an account's newest margin. */
  public long marginAt(int venue) {
    return mirror.accounts[venue].marginAtMicros;
  }

  /** Version of it. */
  public long marginVersion(int venue) {
    return mirror.accounts[venue].marginVersion;
  }

  /** Event time of what says what a leg can give away: margin or balances. */
  public long fundsAt(Registry.Instrument instrument) {
    AccountState account = mirror.accounts[instrument.venue()];
    return instrument.terms().leveraged() ? account.marginAtMicros : account.balancesAtMicros;
  }

  /** Version of it. */
  public long fundsVersion(Registry.Instrument instrument) {
    AccountState account = mirror.accounts[instrument.venue()];
    return instrument.terms().leveraged() ? account.marginVersion : account.balancesVersion;
  }
}
