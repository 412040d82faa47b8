package io.hedgerow.state.risk;

import io.hedgerow.schemas.common.RecordRef;
import io.hedgerow.schemas.risk.ObservedAt;
import io.hedgerow.state.network.PageReader;
import io.hedgerow.state.network.PageWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * From what an edge can be derived again: what the subject remembered, and every observation since
 * (RISK-5). Only a subject that is not quiet has one.
 *
 * <p>Bound: {@value #MAX_OBSERVATIONS} observations; then it starts anew from what the subject
 * remembers by then. Not safe for concurrent use.
 */
final class EdgeTrail {

  static final int MAX_OBSERVATIONS = 64;

  private static final byte[] NONE = {};

  private byte[] base = NONE;
  private final List<ObservedAt> observations = new ArrayList<>(0);

  boolean isStarted() {
    return base.length > 0;
  }

  boolean isFull() {
    return observations.size() >= MAX_OBSERVATIONS;
  }

  void start(byte[] core) {
    base = core;
    observations.clear();
  }

  void add(Observation observation) {
    RecordRef place =
        new RecordRef(
            observation.topic().topicName(), observation.partition(), observation.offset());
    observations.add(new ObservedAt(place, observation.atMicros(), observation.valueE8()));
  }

  void drop() {
    base = NONE;
    observations.clear();
  }

  byte[] base() {
    return base;
  }

  List<ObservedAt> observations() {
    return List.copyOf(observations);
  }

  void write(PageWriter page) {
    page.bytes(base).number(observations.size());
    for (ObservedAt observed : observations) {
      RecordRef place = observed.getRecord();
      page.text(place.getTopic()).number(place.getPartition()).number(place.getOffset());
      page.number(observed.getAtMicros()).number(observed.getValueE8());
    }
  }

  static EdgeTrail read(PageReader page) {
    EdgeTrail trail = new EdgeTrail();
    trail.base = page.bytes();
    int count = page.count(MAX_OBSERVATIONS);
    for (int i = 0; i < count; i++) {
      RecordRef place = new RecordRef(page.text(), (int) page.number(), page.number());
      trail.observations.add(new ObservedAt(place, page.number(), page.number()));
    }
    return trail;
  }
}
