/** The risk job's functions, operators and CEP patterns: shells around {@code state.risk}. */
package io.hedgerow.operators.risk;
