/**
 * The state machine: NORMAL, BSCB and DMM of every scope, and the way back (RISK-1 … RISK-6).
 *
 * <pre>
 *  triggers ───────┐
 *  steady reports ─┤                                          ┌─▶ risk.state
 *  commands ───────┼─▶ RiskMachine ─▶ TransitionTable ─▶ Scopes ─▶ risk.transitions
 *  acknowledgements┤                                          ├─▶ risk.triggers
 *  policy, clock ──┘                                          └─▶ alerts
 * </pre>
 */
package io.hedgerow.state.risk.machine;
