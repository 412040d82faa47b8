package io.hedgerow.state.network;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Pages in memory: what keyed state is to a running job. */
public final class HeldPages implements PageStore {

  private final Map<Long, byte[]> pages = new TreeMap<>();
  private int puts;

  /** The pages that these parts flushed. */
  public static HeldPages of(NetworkPart part) {
    HeldPages held = new HeldPages();
    part.flush(held);
    return held;
  }

  @Override
  public void put(long pageId, byte[] page) {
    pages.put(pageId, page);
    puts++;
  }

  @Override
  public void remove(long pageId) {
    pages.remove(pageId);
  }

  /** All pages, for the restoring factory of a part. */
  public Iterable<Map.Entry<Long, byte[]>> entries() {
    return pages.entrySet();
  }

  /** How often a page was written. */
  public int puts() {
    return puts;
  }

  /** Bytes of all pages. */
  public int bytes() {
    return pages.values().stream().mapToInt(page -> page.length).sum();
  }

  /** The pages as text: {@code <page ID> <hexadecimal>}, a line each. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    pages.forEach(
        (id, page) ->
            text.append(id).append(' ').append(HexFormat.of().formatHex(page)).append('\n'));
    return text.toString();
  }

  /** Pages from their text. */
  public static HeldPages ofText(String text) {
    HeldPages held = new HeldPages();
    text.lines()
        .map(line -> line.split(" "))
        .forEach(parts -> held.put(Long.parseLong(parts[0]), HexFormat.of().parseHex(parts[1])));
    return held;
  }
}
