package io.hedgerow.state.book;

import io.hedgerow.state.network.PageStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Pages in a map, with counts of what was written. */
final class MapPageStore implements PageStore {

  final Map<Long, byte[]> pages = new TreeMap<>();
  int puts;
  long bytesPut;

  @Override
  public void put(long pageId, byte[] page) {
    pages.put(pageId, page);
    puts++;
    bytesPut += page.length;
  }

  @Override
  public void remove(long pageId) {
    pages.remove(pageId);
  }

  /** The pages in an order that nobody promised. */
  List<Map.Entry<Long, byte[]>> shuffled(Random random) {
    List<Map.Entry<Long, byte[]>> entries = new ArrayList<>(pages.entrySet());
    Collections.shuffle(entries, random);
    return entries;
  }
}
