/** Margin of accounts, as their venues state it (NET-3). */
package io.hedgerow.state.margin;
