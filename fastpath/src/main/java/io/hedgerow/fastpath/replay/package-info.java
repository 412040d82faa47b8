/** A journal read again: recovery, audit and test are the same thing. */
package io.hedgerow.fastpath.replay;
