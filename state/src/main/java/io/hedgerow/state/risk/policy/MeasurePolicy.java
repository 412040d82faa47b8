package io.hedgerow.state.risk.policy;

/**
 * The values of one measure for one subject, in the measure's unit where nothing else is said.
 *
 * @param warn from here on it is reported and reduction is asked for (MON-7)
 * @param breach from here on it counts as broken
 * @param clear only back beyond this it counts as over: the deadband
 * @param confirm so many of the newest {@code of} values must be beyond a threshold
 * @param of see confirm; at most 64
 * @param holdMicros how long a breach must last before {@code HELD}
 * @param dwellMicros how long it must stay clear before {@code CLEAR}
 * @param windowMicros how far back the statistic looks
 * @param withinMicros in which time repeated or spreading breaches count together
 */
public record MeasurePolicy(
    long warn,
    long breach,
    long clear,
    int confirm,
    int of,
    long holdMicros,
    long dwellMicros,
    long windowMicros,
    long withinMicros) {}
