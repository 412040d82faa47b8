/**
 * How the two orders of a pair are made from two books (ORD-1 to ORD-3, ORD-6): one walk, the least
 * of all bounds, rounded down to what both venues take. Pure and without allocation; nothing here
 * throws, whatever the figures are.
 */
package io.hedgerow.state.order;
