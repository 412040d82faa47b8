package io.hedgerow.jobs.network;

import java.util.Locale;

/** Every operator of the job: its uid, under which a savepoint finds its state, and its name. */
enum NetworkStateUid {
  READ_BOOKS,
  CHECK_BOOKS,
  KEEP_BOOKS,
  WRITE_DEPTH,
  READ_FUNDING,
  CHECK_FUNDING,
  KEEP_FUNDING,
  WRITE_FUNDING,
  READ_VENUES,
  CHECK_VENUES,
  WRAP_VENUE_SAMPLES,
  WRAP_CLOCK_SAMPLES,
  KEEP_VENUES,
  WRITE_VENUES,
  READ_CHAINS,
  CHECK_CHAINS,
  KEEP_CHAINS,
  WRITE_CHAINS,
  READ_ACCOUNTS,
  CHECK_ACCOUNTS,
  KEEP_ACCOUNTS,
  WRITE_MARGIN,
  WRITE_ALERTS,
  WRITE_DEAD_LETTERS;

  /** {@code network-state/keep-books}; never changed once released. */
  String uid() {
    return "network-state/" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
