package io.hedgerow.state.pair;

/** What an order is for. */
public enum OrderRole {
  /** A leg of a pair, as planned. */
  LEG,
  /** Takes back what one leg of a pair has too much, or completes the lagging leg of a REDUCE. */
  OFFSET,
  /** Takes back rests of several pairs that have become tradeable together. */
  RESIDUAL
}
