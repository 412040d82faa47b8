/** Funding of perpetuals, comparable across venues (NET-4). */
package io.hedgerow.state.funding;
