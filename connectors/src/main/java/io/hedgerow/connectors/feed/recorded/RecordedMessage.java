package io.hedgerow.connectors.feed.recorded;

import io.hedgerow.connectors.feed.FeedResult;

/**
 * One line of a recorded file.
 *
 * @param lineNumber from 1
 * @param receivedAtMicros when the recorder received it, µs since the epoch; for a line that does
 *     not say, the time of the line before it, or 0 at the start
 * @param payload the venue's message without the recorder's stamp
 * @param result what it became
 */
public record RecordedMessage(
    long lineNumber, long receivedAtMicros, String payload, FeedResult result) {}
