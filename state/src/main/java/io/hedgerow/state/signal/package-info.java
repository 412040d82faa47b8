/** What makes a signal: funding, cross-venue edge, margin; pure (SIG-1, SIG-2, SETTLE-1). */
package io.hedgerow.state.signal;
