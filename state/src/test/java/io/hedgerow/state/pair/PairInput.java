package io.hedgerow.state.pair;

/** One call of the machine, to be made again in a replay. */
interface PairInput {
  void apply(PairBook book, long nowMicros);
}
