package io.hedgerow.simulator.replay;

import java.time.Duration;

/**
 * How far a replay has come. Every line that was read is counted once: {@code lines} = translated +
 * ignored + rejected.
 *
 * @param session from 1: a stretch without a gap of more than ten minutes
 * @param recordedMicros recorded time of the newest line, µs since the epoch
 * @param lines read
 * @param records sent, ticks left out; a line may hold several
 * @param ignored lines that have no record in the contract
 * @param rejected lines that went to the dead letters
 * @param behind how late the newest line was sent; zero without a pace
 * @param mostBehind how late a line was sent at most
 */
public record ReplayProgress(
    int session,
    long recordedMicros,
    long lines,
    long records,
    long ignored,
    long rejected,
    Duration behind,
    Duration mostBehind) {}
