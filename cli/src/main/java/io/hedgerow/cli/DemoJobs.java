package io.hedgerow.cli;

import io.hedgerow.jobs.local.LocalFlink;

/** The jobs of the demo, each on a Flink of its own. */
record DemoJobs(LocalFlink network, LocalFlink risk, LocalFlink signals) {

  /**
   * Fails if one has ended.
   *
   * @throws IllegalStateException with the reason
   */
  void requireRunning() {
    network.requireRunning();
    risk.requireRunning();
    signals.requireRunning();
  }
}
