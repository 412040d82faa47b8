/** Plays recorded market data into Kafka, at the pace at which it was received or at another. */
package io.hedgerow.simulator.replay;
