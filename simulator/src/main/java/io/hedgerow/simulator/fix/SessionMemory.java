package io.hedgerow.simulator.fix;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a venue's FIX sessions remember. Hand it to the next {@link FixAcceptor} and a restarted
 * venue goes on where it stopped; leave it out and the venue has forgotten, which is a fault of its
 * own. For one thread at a time.
 */
public final class SessionMemory {

  /** Messages kept per account. */
  private static final int KEPT = 16_384;

  private final Map<String, SentMessages> accounts = new TreeMap<>();

  SentMessages of(String account) {
    return accounts.computeIfAbsent(account, name -> new SentMessages(KEPT));
  }
}
