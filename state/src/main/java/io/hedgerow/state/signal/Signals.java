package io.hedgerow.state.signal;

import io.hedgerow.schemas.EventIds;
import io.hedgerow.schemas.execution.Signal;
import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.execution.SignalSource;
import java.util.List;

/**
 * Makes records of opportunities (SIG-2).
 *
 * <p>The ID is a hash of source, asset, pair, policy version, the period of its cool-down and how
 * many there were before in that period, so the same input under the same policies gives the same
 * ID. The cool-down alone would not do: the count begins anew when it changes, and it may change
 * back within a period. Stateless, safe from any thread.
 */
final class Signals {

  private Signals() {}

  /** What every signal of a source has in common. */
  record Limits(int maxSlippagePpm, long timeoutMicros, long coolDownMicros) {}

  static Signal open(
      SignalSource source,
      String asset,
      Opportunity found,
      Limits limits,
      long policyVersion,
      long nowMicros,
      int count) {
    return make(
        source,
        SignalPurpose.OPEN,
        asset,
        found.key(),
        found,
        limits,
        policyVersion,
        nowMicros,
        count);
  }

  /**
   * A request to reduce.
   *
   * @param key whose it is: another opposite leg makes no other request
   */
  static Signal reduce(
      String asset,
      String key,
      Opportunity found,
      Limits limits,
      long policyVersion,
      long nowMicros,
      int count) {
    return make(
        SignalSource.RISK,
        SignalPurpose.REDUCE,
        asset,
        key,
        found,
        limits,
        policyVersion,
        nowMicros,
        count);
  }

  private static Signal make(
      SignalSource source,
      SignalPurpose purpose,
      String asset,
      String key,
      Opportunity found,
      Limits limits,
      long policyVersion,
      long nowMicros,
      int count) {
    long period = Math.floorDiv(nowMicros, limits.coolDownMicros);
    String signalId =
        EventIds.of("signal." + source, asset + "|" + key, policyVersion, period, count);
    return Signal.newBuilder()
        .setSignalId(signalId)
        .setSource(source)
        .setPurpose(purpose)
        .setAsset(asset)
        .setDirection(found.direction())
        .setFirstVenue(found.first().venue())
        .setFirstInstrument(found.first().instrument())
        .setSecondVenue(found.second() == null ? "" : found.second().venue())
        .setSecondInstrument(found.second() == null ? "" : found.second().instrument())
        .setQuoteAsset(found.quote())
        .setNotionalE8(found.notionalE8())
        .setMaxSlippagePpm(limits.maxSlippagePpm)
        .setTimeoutMicros(limits.timeoutMicros)
        .setRouteClass(found.route())
        .setExpectedEdgePpm(found.edgePpm())
        .setCosts(List.copyOf(found.costs()))
        .setText(found.text())
        .setPolicyVersion(policyVersion)
        .setCreatedAtMicros(nowMicros)
        .setEventId(EventIds.of("Signal", signalId, nowMicros))
        .build();
  }
}
