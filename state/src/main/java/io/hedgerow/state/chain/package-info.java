/** What chains cost and how fast they are (NET-5). */
package io.hedgerow.state.chain;
