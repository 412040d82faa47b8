package io.hedgerow.state.risk.policy;

/**
 * What the state machine obeys.
 *
 * @param repeatCount so many entries of one scope into BSCB ...
 * @param repeatWithinMicros ... in this time are DMM (MON-7)
 * @param quietMicros all causes must have been clear for so long (post-incident checks)
 * @param reconciledWithinMicros a clean reconciliation must not be older, and later than the cause
 * @param healthyWithinMicros the same for the venues' health
 * @param acknowledgeWithinMicros every consumer must have applied a version within this time of its
 *     publication, else TRIG-16
 * @param approvalMicros how long an approval counts
 * @param silentAfterMillis our own clock's limit without progress of event time, else TRIG-15
 * @param reduceInBscb whether exposure in a BSCB scope is reduced (RISK-4)
 * @param reduceInDmm whether the emergency protocol reduces exposure in DMM, or freezes it
 */
public record MachinePolicy(
    int repeatCount,
    long repeatWithinMicros,
    long quietMicros,
    long reconciledWithinMicros,
    long healthyWithinMicros,
    long acknowledgeWithinMicros,
    long approvalMicros,
    long silentAfterMillis,
    boolean reduceInBscb,
    boolean reduceInDmm) {}
