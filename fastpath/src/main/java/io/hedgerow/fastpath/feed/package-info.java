/** Market data straight from the venues' feed handlers to the engine, past Kafka (NET-1). */
package io.hedgerow.fastpath.feed;
