/**
 * FIX 4.4 order entry in front of a simulated venue. It keeps what it sent and sends it again when
 * asked, as a venue does; whatever a client sends, it answers by the book and lives on.
 */
package io.hedgerow.simulator.fix;
