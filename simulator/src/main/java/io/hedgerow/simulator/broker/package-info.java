/** A real Kafka broker inside this JVM, for tests and for the demo. */
package io.hedgerow.simulator.broker;
