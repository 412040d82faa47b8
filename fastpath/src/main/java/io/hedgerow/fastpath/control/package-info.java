/** The kill switch from outside, by files alone: it needs neither Flink nor Kafka (RISK-6). */
package io.hedgerow.fastpath.control;
