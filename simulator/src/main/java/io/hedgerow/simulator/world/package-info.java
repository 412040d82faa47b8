/** The generated market, venues that trade it, and the wires to them, as one world. */
package io.hedgerow.simulator.world;
