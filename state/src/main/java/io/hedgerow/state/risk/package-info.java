/**
 * Risk: what is measured, when it is beyond its threshold, and what is then allowed (RISK, TRIG).
 *
 * <pre>
 *  record ─▶ observation ─▶ statistic ─▶ classifier ─▶ edges ─▶ pattern ─▶ trigger ─▶ machine
 * </pre>
 */
package io.hedgerow.state.risk;
