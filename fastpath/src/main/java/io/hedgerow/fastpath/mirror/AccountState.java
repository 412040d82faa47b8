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

  long balancesVersion = Mirror.NEVER;
  long balancesAtMicros = Mirror.NEVER;
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

  boolean marginKnown() {
    return marginLive && marginAtMicros != Mirror.NEVER;
  }

  boolean balancesKnown() {
    return balancesAtMicros != Mirror.NEVER;
  }
}
