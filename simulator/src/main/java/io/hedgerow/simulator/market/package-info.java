/**
 * A market that never was: three venues, four assets, seeded and repeatable, with faults on request
 * and a catalogue of hostile input.
 */
package io.hedgerow.simulator.market;
