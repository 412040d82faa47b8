package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.VenueStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a venue still takes during a {@link FaultKind#MAINTENANCE}. */
public enum MaintenanceMode {
  /** Nothing; nor does it fill anything. */
  OFFLINE(VenueStatus.MAINTENANCE),
  /** Only cancels. */
  CANCEL_ONLY(VenueStatus.CANCEL_ONLY),
  /** Only orders that rest, and cancels. */
  POST_ONLY(VenueStatus.POST_ONLY);

  private final VenueStatus status;

  MaintenanceMode(VenueStatus status) {
    this.status = status;
  }

  /** What the venue says of itself meanwhile. */
  VenueStatus status() {
    return status;
  }

  /** As in a scenario file: {@code cancel-only}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All of them, as in a scenario file. */
  static List<String> texts() {
    return Arrays.stream(values()).map(MaintenanceMode::text).toList();
  }

  /**
   * The mode of this text.
   *
   * @throws IllegalArgumentException if there is none
   */
  static MaintenanceMode of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
