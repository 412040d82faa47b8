/**
 * The single-writer engine (DESIGN §5): each input of the journal is applied, and what follows from
 * it is a function of it and of all before it.
 *
 * <pre>
 *   record ─▶ Engine ─┬─▶ Mirror                          what is known
 *                     ├─▶ DecisionMaker ─▶ Gate ─▶ Decided
 *                     └─▶ PairBook ─▶ OrderRequested, OrderChanged, PairChanged, Escalated
 * </pre>
 */
package io.hedgerow.fastpath.engine;
