package io.hedgerow.fastpath.engine;

import org.agrona.MutableDirectBuffer;

/**
 * Where the engine's outputs go: into the journal while it runs, into a comparison while it is
 * replayed. Called on the engine's thread, one output at a time.
 */
public interface EngineOutputs {

  /**
   * Room for one output.
   *
   * @param templateId of the message
   * @param length of the message with its header, bytes
   * @return where it is to be encoded, from 0
   */
  MutableDirectBuffer claim(int templateId, int length);

  /** The claimed output is complete. */
  void commit();
}
