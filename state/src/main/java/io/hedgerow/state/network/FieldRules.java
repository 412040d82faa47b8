package io.hedgerow.state.network;

import io.hedgerow.schemas.InputTimes;
import io.hedgerow.schemas.InstrumentKey;
import io.hedgerow.schemas.codec.DeadLetterReason;

/**
 * What a single field of an input record may hold: the rules that the checks of all records share.
 * Stateless, safe from any thread.
 *
 * @see RecordChecks
 */
public final class FieldRules {

  /** No name is longer. */
  public static final int MAX_NAME_CHARS = 64;

  private static final int EVENT_ID_CHARS = 32;

  private FieldRules() {}

  /** Whether it can be the name of a venue, an instrument or an asset. */
  public static boolean isName(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_NAME_CHARS) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (!InstrumentKey.isNameCharacter(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Whether it says something, in at most so many characters. */
  public static boolean isText(String text, int maxChars) {
    return !text.isBlank() && text.length() <= maxChars;
  }

  /** Whether it is something to read without blanks, in at most so many characters of ASCII. */
  public static boolean isLabel(String text, int maxChars) {
    int length = text.length();
    if (length == 0 || length > maxChars) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  /** Whether it can be the name of an account at a venue: a label of our own making. */
  public static boolean isAccount(String text) {
    return isLabel(text, MAX_NAME_CHARS) && text.indexOf(InstrumentKey.SEPARATOR) < 0;
  }

  /** Whether it is 32 hexadecimal digits. */
  public static boolean isEventId(String text) {
    if (text.length() != EVENT_ID_CHARS) {
      return false;
    }
    for (int i = 0; i < EVENT_ID_CHARS; i++) {
      char c = text.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }

  /** Whether something can have been received then, if our clock says {@code nowMicros}. */
  public static boolean isTime(long timeMicros, long nowMicros) {
    return timeMicros >= InputTimes.EARLIEST_MICROS
        && timeMicros - InputTimes.MAX_AHEAD_MICROS <= nowMicros;
  }

  /** Whether it can be a venue's own time: -1 where the venue has none. */
  public static boolean isVenueTime(long timeMicros) {
    return timeMicros >= -1;
  }

  /** Why these names, or the Kafka key beside them, must not be used; null if they may be. */
  public static DeadLetterReason refuseInstrument(String venue, String instrument, String key) {
    if (!isName(venue) || !isName(instrument)) {
      return DeadLetterReason.INVALID_FIELD;
    }
    boolean matches =
        key != null
            && key.length() == venue.length() + 1 + instrument.length()
            && key.startsWith(venue)
            && key.charAt(venue.length()) == InstrumentKey.SEPARATOR
            && key.endsWith(instrument);
    return matches ? null : DeadLetterReason.WRONG_KEY;
  }

  /** Why this price must not be used; null if it may be. */
  public static DeadLetterReason refusePrice(long priceE8) {
    if (priceE8 <= 0) {
      return DeadLetterReason.PRICE_NOT_POSITIVE;
    }
    return priceE8 > RecordChecks.MAX_PRICE_E8 ? DeadLetterReason.OUT_OF_RANGE : null;
  }
}
