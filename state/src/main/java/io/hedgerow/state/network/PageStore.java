package io.hedgerow.state.network;

/**
 * Where a {@link NetworkPart} keeps itself across restarts: small pages, so that a checkpoint grows
 * with what has changed and not with what there is.
 */
public interface PageStore {

  /** Writes a page, in place of an earlier one of that ID. The bytes belong to the store now. */
  void put(long pageId, byte[] page);

  /** Removes a page; nothing happens if there is none. */
  void remove(long pageId);
}
