/** What a stretch of input would have led to under a policy: the whole chain without Flink. */
package io.hedgerow.state.risk.trial;
