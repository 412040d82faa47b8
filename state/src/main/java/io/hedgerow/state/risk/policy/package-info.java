/** The policy: every threshold, window and cap with its unit, and who may command. */
package io.hedgerow.state.risk.policy;
