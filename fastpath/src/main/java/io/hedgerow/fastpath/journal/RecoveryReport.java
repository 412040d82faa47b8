package io.hedgerow.fastpath.journal;

/**
 * What was found when a journal was opened.
 *
 * @param segments how many segments hold records, or may
 * @param lastSequence sequence of the last whole record; 0 if there is none
 * @param cutBytes how many bytes behind it were set to zero, from its end to the last that was not;
 *     0 after a clean end, and after a kill between two records
 * @param cutAt file and offset of what was cut, with the reason; empty if nothing was
 */
public record RecoveryReport(int segments, long lastSequence, long cutBytes, String cutAt) {}
