/**
 * Venues to trade against: rules, matching, accounts, and what goes wrong. Deterministic: the same
 * requests at the same times give the same reports.
 */
package io.hedgerow.simulator.venue;
