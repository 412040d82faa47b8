package io.hedgerow.state.risk.policy;

import io.hedgerow.state.risk.Unit;

/** An option of a section before it is said what for. */
interface SectionOption {

  PolicyOption of(String requirement, String description);

  static SectionOption option(
      PolicySection section, String part, Unit unit, long min, long max, long standard) {
    return (requirement, description) ->
        new PolicyOption(
            section.text(), part, unit, false, min, max, standard, requirement, description);
  }
}
