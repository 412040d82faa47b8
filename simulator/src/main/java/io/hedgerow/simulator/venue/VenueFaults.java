package io.hedgerow.simulator.venue;

import java.util.List;

/**
 * What goes wrong at venues: the same faults and the same seed give the same run. Immutable.
 *
 * @param seed of every choice that is left to chance
 */
public record VenueFaults(long seed, List<VenueFault> faults) {

  /** Keeps an unmodifiable copy. */
  public VenueFaults {
    faults = List.copyOf(faults);
  }

  /** Nothing goes wrong. */
  public static VenueFaults none() {
    return new VenueFaults(0, List.of());
  }

  /** Those of one venue and kind, in their order. */
  public List<VenueFault> of(String venue, FaultKind kind) {
    return faults.stream()
        .filter(fault -> fault.venue().equals(venue) && fault.kind() == kind)
        .toList();
  }
}
