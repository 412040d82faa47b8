package io.hedgerow.simulator.fix;

import io.hedgerow.connectors.fix.FixLimits;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a venue listens and who may log on.
 *
 * @param address port 0: any free one
 * @param venueCompId the venue's name, TargetCompID(56) of its clients
 * @param passwords by account; the account is the client's SenderCompID(49) and Username(553)
 * @param connections at once, those without a logon included
 * @param limits of each connection
 */
public record AcceptorSettings(
    InetSocketAddress address,
    String venueCompId,
    Map<String, String> passwords,
    int connections,
    FixLimits limits) {

  /** Copies the accounts, in order. */
  public AcceptorSettings {
    passwords = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(passwords));
  }

  /** On any free port of the loopback interface, for 64 connections. */
  public static AcceptorSettings onLoopback(String venueCompId, Map<String, String> passwords) {
    return new AcceptorSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        venueCompId,
        passwords,
        64,
        FixLimits.ORDER_ENTRY);
  }

  /** On another address. */
  public AcceptorSettings at(InetSocketAddress other) {
    return new AcceptorSettings(other, venueCompId, passwords, connections, limits);
  }

  /** Without the passwords. */
  @Override
  public String toString() {
    return "AcceptorSettings[" + venueCompId + " at " + address + "]";
  }
}
