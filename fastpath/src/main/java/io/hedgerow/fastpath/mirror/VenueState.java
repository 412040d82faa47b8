package io.hedgerow.fastpath.mirror;

/** One venue: its health as stated, and the session to it. Before the first it is unknown. */
final class VenueState {

  long version = Mirror.NEVER;
  boolean live;
  boolean reachable;
  int status;
  long latencyP99Micros;
  long errorPpm;
  long reliabilityPpm;
  long clockOffsetMicros;
  long receivedAtMicros = Mirror.NEVER;

  boolean sessionUp;
  boolean swept;
  boolean locked;

  boolean known() {
    return live && receivedAtMicros != Mirror.NEVER;
  }
}
