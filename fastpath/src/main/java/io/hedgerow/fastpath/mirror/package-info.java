/**
 * What the engine knows, in memory, by number: books, references, venues, accounts, risk states. It
 * is written by the records of the journal alone, so that a replay knows the same.
 */
package io.hedgerow.fastpath.mirror;
