package io.hedgerow.state.pair;

import java.util.Arrays;

/**
 * One deadline for each of a fixed number of nodes: a binary heap that knows where each node is.
 * Deadlines of the same moment come in the order of their nodes. Allocates nothing once
 * constructed; not safe for concurrent use.
 */
final class Deadlines {

  static final long NEVER = Long.MAX_VALUE;
  static final int NONE = -1;

  private final long[] atMicros;
  private final int[] heap;
  private final int[] places;
  private int size;

  Deadlines(int nodes) {
    atMicros = new long[nodes];
    heap = new int[nodes];
    places = new int[nodes];
    Arrays.fill(places, NONE);
  }

  /** Sets or moves the deadline of a node; {@link #NEVER} takes it away. */
  void set(int node, long at) {
    if (at == NEVER) {
      clear(node);
      return;
    }
    atMicros[node] = at;
    int place = places[node];
    if (place == NONE) {
      place = size++;
      put(node, place);
    }
    sink(rise(place));
  }

  void clear(int node) {
    int place = places[node];
    if (place == NONE) {
      return;
    }
    places[node] = NONE;
    size--;
    if (place < size) {
      put(heap[size], place);
      sink(rise(place));
    }
  }

  /** The earliest; {@link #NEVER} if there is none. */
  long earliestMicros() {
    return size == 0 ? NEVER : atMicros[heap[0]];
  }

  /** Takes the node with the earliest deadline off, if that has come; else {@link #NONE}. */
  int takeDue(long nowMicros) {
    if (size == 0 || atMicros[heap[0]] > nowMicros) {
      return NONE;
    }
    int node = heap[0];
    clear(node);
    return node;
  }

  private int rise(int from) {
    int place = from;
    int node = heap[place];
    while (place > 0 && isBefore(node, heap[(place - 1) >>> 1])) {
      int parent = (place - 1) >>> 1;
      put(heap[parent], place);
      place = parent;
    }
    put(node, place);
    return place;
  }

  private void sink(int from) {
    int place = from;
    int node = heap[place];
    while (2 * place + 1 < size) {
      int child = 2 * place + 1;
      if (child + 1 < size && isBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!isBefore(heap[child], node)) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(node, place);
  }

  private void put(int node, int place) {
    heap[place] = node;
    places[node] = place;
  }

  private boolean isBefore(int a, int b) {
    return atMicros[a] < atMicros[b] || (atMicros[a] == atMicros[b] && a < b);
  }
}
