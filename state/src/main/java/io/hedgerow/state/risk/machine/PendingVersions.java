package io.hedgerow.state.risk.machine;

import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Versions that consumers still have time to acknowledge, oldest first. Bound: {@value
 * #MAX_PENDING}; beyond, the last one stands for the new one too, which is due a little earlier.
 */
final class PendingVersions {

  private static final int MAX_PENDING = 1_000;

  private record Pending(long version, long atMicros) {}

  private final Deque<Pending> pending = new ArrayDeque<>();

  /** Expects this version from now on; nothing happens if it is expected already. */
  void expect(long version, long atMicros) {
    Pending last = pending.peekLast();
    if (last != null && last.version() >= version) {
      return;
    }
    if (pending.size() == MAX_PENDING) {
      pending.addLast(new Pending(version, pending.pollLast().atMicros()));
    } else {
      pending.addLast(new Pending(version, atMicros));
    }
  }

  /** Everything that is expected may take its whole time from now on. */
  void beginAgain(long atMicros) {
    List<Pending> expected = List.copyOf(pending);
    pending.clear();
    expected.forEach(one -> pending.addLast(new Pending(one.version(), atMicros)));
  }

  /** When the oldest is due; {@code Long.MAX_VALUE} if there is none. */
  long dueMicros(long withinMicros) {
    return pending.isEmpty() ? Long.MAX_VALUE : pending.peekFirst().atMicros() + withinMicros;
  }

  /** Removes the oldest and returns its version. */
  long poll() {
    return pending.pollFirst().version();
  }

  /** Drops what everybody has acknowledged. */
  void dropUpTo(long version) {
    while (!pending.isEmpty() && pending.peekFirst().version() <= version) {
      pending.pollFirst();
    }
  }

  void write(PageWriter page) {
    page.number(pending.size());
    pending.forEach(one -> page.number(one.version()).number(one.atMicros()));
  }

  static PendingVersions read(PageReader page) {
    PendingVersions read = new PendingVersions();
    for (int left = page.count(MAX_PENDING); left > 0; left--) {
      read.pending.addLast(new Pending(page.number(), page.number()));
    }
    return read;
  }
}
