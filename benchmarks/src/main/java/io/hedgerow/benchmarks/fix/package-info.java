/** Order to acknowledgement over loopback, by several FIX engines and by bare TCP. */
package io.hedgerow.benchmarks.fix;
