/** Measurements, run by hand. A figure is quoted with its command and its conditions. */
package io.hedgerow.benchmarks;
