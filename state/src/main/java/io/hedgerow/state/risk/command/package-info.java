/** Signed operator commands: their canonical bytes, signatures and what makes one refused. */
package io.hedgerow.state.risk.command;
