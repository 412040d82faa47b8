/** Health of venues and the offset of their clocks (NET-6). */
package io.hedgerow.state.venue;
