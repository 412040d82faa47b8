/**
 * The journal of a single-writer engine: every input in order and every output. Replaying it is
 * recovery, audit and test (LAT-7, IDEM-1).
 */
package io.hedgerow.fastpath.journal;
