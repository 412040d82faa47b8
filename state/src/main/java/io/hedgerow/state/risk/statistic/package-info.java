/**
 * From single facts to the figure that is compared with a threshold, a small class for each kind of
 * statistic (TRIG-1 … TRIG-16). Figures are rounded down.
 */
package io.hedgerow.state.risk.statistic;
