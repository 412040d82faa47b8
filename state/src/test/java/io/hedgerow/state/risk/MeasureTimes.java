package io.hedgerow.state.risk;

/** Observations at another time or place. */
final class MeasureTimes {

  private MeasureTimes() {}

  static Observation at(Observation of, long atMicros) {
    return new Observation(
        of.measure(),
        of.subject(),
        of.component(),
        of.valueE8(),
        of.referenceE8(),
        atMicros,
        of.topic(),
        of.partition(),
        of.offset());
  }
}
