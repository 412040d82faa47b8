/**
 * The running engine: one thread that puts every input into the journal, applies it, and sends what
 * follows.
 */
package io.hedgerow.fastpath.run;
