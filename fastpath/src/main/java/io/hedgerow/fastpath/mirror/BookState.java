package io.hedgerow.fastpath.mirror;

import io.hedgerow.state.order.TopLevels;

/** One book as it was last told. Before the first it is not usable. */
final class BookState {

  final TopLevels levels = new TopLevels();
  int validity;
  long sequence;
  long receivedAtMicros = Mirror.NEVER;

  boolean known() {
    return receivedAtMicros != Mirror.NEVER;
  }
}
