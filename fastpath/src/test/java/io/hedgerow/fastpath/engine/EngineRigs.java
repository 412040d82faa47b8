package io.hedgerow.fastpath.engine;

import java.nio.file.Path;

/** Rigs with a past. */
public final class EngineRigs {

  private EngineRigs() {}

  /** An engine that has seen a random day. */
  public static EngineRig played(Path folder, long seed, int steps) {
    EngineRig rig = new EngineRig(folder);
    rig.knowEverything();
    play(rig, seed, steps);
    return rig;
  }

  /** One more random day. */
  public static void play(EngineRig rig, long seed, int steps) {
    new EngineRun(rig, seed).steps(steps);
  }
}
