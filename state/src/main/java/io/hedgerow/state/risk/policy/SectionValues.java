package io.hedgerow.state.risk.policy;

import io.hedgerow.schemas.E8;
import io.hedgerow.state.risk.Unit;
import java.util.List;

/** The values of a section, by the names of its options. */
record SectionValues(PolicyIndex index, List<PolicyOption> options) {

  int whole(String part) {
    return Math.toIntExact(index.value(option(part)));
  }

  long micros(String part) {
    PolicyOption option = option(part);
    long unitMicros =
        option.unit() == Unit.MILLIS ? PolicyTable.MICROS_PER_MILLI : PolicyTable.MICROS_PER_SECOND;
    return index.value(option) * unitMicros;
  }

  /** Whole units as a scaled long. */
  long e8(String part) {
    return Math.multiplyExact(index.value(option(part)), E8.ONE);
  }

  private PolicyOption option(String part) {
    return options.stream().filter(each -> each.part().equals(part)).findFirst().orElseThrow();
  }
}
