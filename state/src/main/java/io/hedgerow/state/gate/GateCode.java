package io.hedgerow.state.gate;

import io.hedgerow.schemas.execution.SignalPurpose;
import io.hedgerow.schemas.risk.ExistingExposure;
import io.hedgerow.schemas.risk.SystemState;
import io.hedgerow.schemas.state.BookValidity;
import io.hedgerow.schemas.venue.VenueStatus;

/**
 * What stands in an input of the gate where a record has a word. The numbers are recorded: none is
 * changed or used again. No code is 0, so that memory that nobody wrote says nothing.
 */
public final class GateCode {

  public static final long NO = 0;
  public static final long YES = 1;

  /** The only state of the engine in which orders leave. */
  public static final long ENGINE_RUNNING = 1;

  public static final long ENGINE_STARTING = 2;
  public static final long ENGINE_HALTED = 3;

  /** It holds as many pairs as it can. */
  public static final long ENGINE_FULL = 4;

  public static final long STATE_NORMAL = 1;
  public static final long STATE_BSCB = 2;
  public static final long STATE_DMM = 3;

  public static final long EXPOSURE_MANAGED = 1;
  public static final long EXPOSURE_REDUCED = 2;
  public static final long EXPOSURE_FROZEN = 3;

  public static final long PURPOSE_OPEN = 1;
  public static final long PURPOSE_REDUCE = 2;

  public static final long BOOK_LIVE = 1;
  public static final long BOOK_GAP = 2;
  public static final long BOOK_RESYNC = 3;
  public static final long BOOK_STALE = 4;
  public static final long BOOK_CROSSED = 5;

  public static final long VENUE_ONLINE = 1;
  public static final long VENUE_MAINTENANCE = 2;
  public static final long VENUE_CANCEL_ONLY = 3;
  public static final long VENUE_POST_ONLY = 4;
  public static final long VENUE_OFFLINE = 5;

  public static final long RECONCILIATION_CLEAN = 1;
  public static final long RECONCILIATION_LOCKED = 2;

  private GateCode() {}

  public static long of(boolean flag) {
    return flag ? YES : NO;
  }

  /** The greater code is the more restrictive. */
  public static long of(SystemState state) {
    return switch (state) {
      case NORMAL -> STATE_NORMAL;
      case BSCB -> STATE_BSCB;
      case DMM -> STATE_DMM;
    };
  }

  /** The greater code is the more restrictive. */
  public static long of(ExistingExposure exposure) {
    return switch (exposure) {
      case MANAGED -> EXPOSURE_MANAGED;
      case REDUCED -> EXPOSURE_REDUCED;
      case FROZEN -> EXPOSURE_FROZEN;
    };
  }

  public static long of(SignalPurpose purpose) {
    return switch (purpose) {
      case OPEN -> PURPOSE_OPEN;
      case REDUCE -> PURPOSE_REDUCE;
    };
  }

  public static long of(BookValidity validity) {
    return switch (validity) {
      case LIVE -> BOOK_LIVE;
      case GAP -> BOOK_GAP;
      case RESYNC -> BOOK_RESYNC;
      case STALE -> BOOK_STALE;
      case CROSSED -> BOOK_CROSSED;
    };
  }

  /** A venue that never stated its status is one whose status is missing. */
  public static long of(VenueStatus status) {
    return switch (status) {
      case ONLINE -> VENUE_ONLINE;
      case MAINTENANCE -> VENUE_MAINTENANCE;
      case CANCEL_ONLY -> VENUE_CANCEL_ONLY;
      case POST_ONLY -> VENUE_POST_ONLY;
      case OFFLINE -> VENUE_OFFLINE;
      case UNSTATED -> GateInputs.MISSING;
    };
  }
}
