/** What the engine takes from a signal to both legs, and what the machine takes by itself. */
package io.hedgerow.benchmarks.fastpath;
