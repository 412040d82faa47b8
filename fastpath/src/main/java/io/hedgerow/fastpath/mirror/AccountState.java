package io.hedgerow.fastpath.mirror;

import java.util.Arrays;

/** The account at one venue: margin, positions and balances as stated. */
final class AccountState {

  long marginVersion = Mirror.NEVER;
  boolean marginLive;
  long equityE8;
  long initialE8;
  long maintenanceE8;
  long marginAtMicros = Mirror.NEVER;

  /** What was filled since may not be in it. */
  long marginFromMicros;

  /** It holds a position in an instrument that the registry does not know. */
  boolean foreignPositions;

  long balancesVersion = Mirror.NEVER;
  long balancesAtMicros = Mirror.NEVER;

  /** What was filled since may not be in them. */
  long balancesFromMicros;

  final long[] availableE8;
  final long[] totalE8;

  long reconciliationVersion = Mirror.NEVER;
  boolean clean;
  long reconciledAtMicros = Mirror.NEVER;

  AccountState(int assets) {
    availableE8 = new long[assets];
    totalE8 = new long[assets];
  }

  void clearBalances() {
    Arrays.fill(availableE8, 0);
    Arrays.fill(totalE8, 0);
  }

  /** A requirement below 0 is none that can be believed. */
  boolean marginKnown() {
    return marginLive && marginAtMicros != Mirror.NEVER && initialE8 >= 0 && maintenanceE8 >= 0;
  }

  boolean balancesKnown() {
    return balancesAtMicros != Mirror.NEVER;
  }
}
