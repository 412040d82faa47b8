/**
 * The eligibility gate: whether an order may leave (GATE-1 to GATE-9). Default deny.
 *
 * <pre>
 *  mirror ────────────┐                                    ┌─▶ nine verdicts
 *                     ├─▶ GateInputs ─┐                    │
 *  recorded decision ─┘               ├─▶ Gate.judge ─▶ GateDecision
 *  policy ─────────────▶ GateLimits ──┘                    │
 *                                                          └─▶ accepted, only if all nine passed
 * </pre>
 */
package io.hedgerow.state.gate;
