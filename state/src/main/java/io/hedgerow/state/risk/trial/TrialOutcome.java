package io.hedgerow.state.risk.trial;

import java.util.List;

/**
 * What a policy led to.
 *
 * @param triggers those raised, in the order of time
 * @param restrictions in the order of their begin
 * @param observations how many were judged
 * @param late how many came too late and were left out
 */
public record TrialOutcome(
    List<RaisedTrigger> triggers, List<Restriction> restrictions, long observations, long late) {}
