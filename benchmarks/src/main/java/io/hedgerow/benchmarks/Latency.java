package io.hedgerow.benchmarks;

/**
 * What a paced run showed, in ms.
 *
 * @param latePaceMillis the worst lag of the load generator behind its own schedule; a large one
 *     means that the machine, not the job, was measured
 */
public record Latency(
    int instruments,
    int messagesPerSecond,
    long messages,
    double p50Millis,
    double p90Millis,
    double p99Millis,
    double p999Millis,
    double maxMillis,
    double latePaceMillis) {}
