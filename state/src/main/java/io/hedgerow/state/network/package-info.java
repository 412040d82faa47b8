/** The pre-calculated network state, key by key. Pure: no Flink, no Kafka, no clock, no I/O. */
package io.hedgerow.state.network;
