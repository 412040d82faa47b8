/**
 * Recorded years of real markets through the risk job: which triggers fired when, and how often
 * (TRIG-1, TRIG-3, TRIG-4, TRIG-7, TRIG-12). {@code docs/risk-study.md} judges what came out.
 */
package io.hedgerow.benchmarks.study;
