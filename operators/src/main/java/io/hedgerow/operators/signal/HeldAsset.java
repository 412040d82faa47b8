package io.hedgerow.operators.signal;

import io.hedgerow.state.signal.AssetSignals;
import io.hedgerow.state.signal.SignalSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * What one key of the signals operator holds: the records whose time has not come, and what its
 * signals are made of. Read back from a checkpoint it is a page, until the operator, which has the
 * settings, asks for it.
 */
final class HeldAsset {

  /** No timer is set. */
  static final long NO_TIMER = Long.MAX_VALUE;

  final List<SignalInput> waiting = new ArrayList<>(4);

  /** Event time of the earliest timer that was set, ms. */
  long timerMillis = NO_TIMER;

  private AssetSignals signals;
  private byte[] page;

  HeldAsset() {}

  HeldAsset(byte[] page) {
    this.page = page;
  }

  AssetSignals signals(String asset, SignalSettings settings) {
    if (signals == null) {
      signals =
          page == null || page.length == 0
              ? AssetSignals.empty(asset, settings)
              : AssetSignals.read(page, settings);
      page = null;
    }
    return signals;
  }

  byte[] page() {
    if (signals != null) {
      return signals.write();
    }
    return page == null ? new byte[0] : page;
  }
}
