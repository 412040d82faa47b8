package io.hedgerow.operators.network;

import io.hedgerow.schemas.alerts.Alert;
import io.hedgerow.state.network.NetworkPart;

/** A part and what the operator remembers beside it. Times are those of the operator's clock. */
final class HeldPart<P extends NetworkPart> {

  final String key;
  final P part;

  /** Whether it differs from what keyed state holds. */
  boolean dirty;

  /** When its newest input came. */
  long inputAtMillis;

  /** What a person should know about it and has not been told; null: nothing. */
  Alert alert;

  // What follows is the view queue's.

  boolean queued;
  boolean changed;
  long dueAtMillis;
  long publishedAtMillis = Long.MIN_VALUE / 2;

  /** Until something is published here, an earlier run may have said that it is usable. */
  boolean publishedUsable = true;

  String lastAlertText;

  HeldPart(String key, P part, long nowMillis) {
    this.key = key;
    this.part = part;
    this.inputAtMillis = nowMillis;
  }
}
