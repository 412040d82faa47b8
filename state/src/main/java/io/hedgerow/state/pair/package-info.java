/**
 * The life of hedged pairs, from "both legs are sent" until nothing is open and nothing is unhedged
 * (ORD-4, HEDGE-4, FAIL-1, IDEM-2).
 *
 * <pre>
 *  plans ──────────┐                                     ┌─▶ orders, cancels, questions
 *  venue reports ──┼─▶ PairBook ─▶ OrderDesk ─▶ PairLife ┼─▶ life events of orders, ends of pairs
 *  sessions, time ─┘                               │     └─▶ escalations
 *                                  ResidualBook ◀──┘
 * </pre>
 *
 * An order has one of four states; that its cancel was asked is a flag and no state:
 *
 * <pre>
 *          accepted, fill               full, cancelled, expired, rejected
 *   SENT ─────────────────▶ OPEN ───────────────────────────────────────────▶ FINAL
 *     │                     ▲  │ cancel unanswered or refused, session down      ▲ │
 *     │      the venue says │  ▼                                                │ │ sign of life of an
 *     └────────────────────▶ UNKNOWN ──────────────────────────────────────────┘ │ order held for lost
 *                               ▲  the venue says; or twice that it knows none    │
 *                               └─────────────────────────────────────────────────┘
 * </pre>
 *
 * One thread, no allocation once constructed, no clock: the same inputs give the same outputs.
 */
package io.hedgerow.state.pair;
