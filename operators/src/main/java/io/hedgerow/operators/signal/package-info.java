/** Flink shells around {@link io.hedgerow.state.signal}: who is concerned, in which order (SIG). */
package io.hedgerow.operators.signal;
