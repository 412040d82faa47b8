package io.hedgerow.operators.network;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.state.network.NetworkPart;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * When the views of changed parts are published, and their alerts with them (NET-1, NET-7).
 *
 * <p>A key is published once per interval. A first change of validity does not wait, and a view
 * that said usable and is no longer so never does: it is withdrawn at once. So a part that flaps
 * with each message costs at most two views per interval, and an alert for each; what a key's last
 * alert said is not said again. Not safe for concurrent use.
 */
final class ViewQueue<P extends NetworkPart> {

  private final long conflationMillis;
  private final Consumer<HeldPart<P>> views;
  private final Consumer<Alert> alerts;
  private final ArrayDeque<HeldPart<P>> waiting = new ArrayDeque<>();

  /** A queue that gives what is published to these two. */
  ViewQueue(long conflationMillis, Consumer<HeldPart<P>> views, Consumer<Alert> alerts) {
    this.conflationMillis = conflationMillis;
    this.views = views;
    this.alerts = alerts;
  }

  /** Publishes a changed part now or within the interval. */
  void announce(HeldPart<P> found, boolean urgent, long nowMillis) {
    boolean withdrawn = found.publishedUsable && !found.part.isUsable();
    found.changed = true;
    if (withdrawn || (urgent && nowMillis - found.publishedAtMillis >= conflationMillis)) {
      publish(found, nowMillis);
    } else if (!found.queued) {
      found.queued = true;
      found.dueAtMillis = nowMillis + conflationMillis;
      waiting.add(found);
    }
  }

  /** Publishes what has waited its interval. */
  void publishDue(long nowMillis) {
    while (!waiting.isEmpty() && waiting.peek().dueAtMillis <= nowMillis) {
      publishNext(nowMillis);
    }
  }

  /** Publishes all that waits. */
  void publishAll(long nowMillis) {
    while (!waiting.isEmpty()) {
      publishNext(nowMillis);
    }
  }

  /** Leaves a part out that is gone. */
  void remove(HeldPart<P> gone) {
    waiting.remove(gone);
  }

  private void publishNext(long nowMillis) {
    HeldPart<P> next = waiting.poll();
    next.queued = false;
    if (next.changed) {
      publish(next, nowMillis);
    }
  }

  private void publish(HeldPart<P> found, long nowMillis) {
    found.changed = false;
    found.publishedUsable = found.part.isUsable();
    found.publishedAtMillis = nowMillis;
    views.accept(found);
    if (found.alert != null) {
      if (!found.alert.getText().equals(found.lastAlertText)) {
        alerts.accept(found.alert);
        found.lastAlertText = found.alert.getText();
      }
      found.alert = null;
    }
  }
}
