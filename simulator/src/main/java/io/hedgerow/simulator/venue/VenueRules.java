package io.hedgerow.simulator.venue;

import io.hedgerow.schemas.venue.VenueClass;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How one venue works. Immutable.
 *
 * @param venue ID on the topics: {@code SIM-ALPHA}
 * @param venueClass PROGRAMME or SELF_CUSTODY (TRUTH-4)
 * @param marginAsset in which leveraged positions are collateralised and settled; each perpetual is
 *     quoted in it
 * @param clientOrderIds when one may be used again
 * @param rateLimits each of them must be kept
 * @param cancelsOnDisconnect whether a lost connection cancels the resting orders of an account
 *     whose session asked for that
 * @param clockOffsetMicros the venue's clock minus ours
 * @param instruments by name
 */
public record VenueRules(
    String venue,
    VenueClass venueClass,
    String marginAsset,
    ClientOrderIds clientOrderIds,
    List<RateLimitStyle> rateLimits,
    boolean cancelsOnDisconnect,
    long clockOffsetMicros,
    Map<String, InstrumentRules> instruments) {

  private static final Pattern CLIENT_ORDER_ID = Pattern.compile("[0-9A-Z]{16}");

  /** When a client order ID may be used again. */
  public enum ClientOrderIds {
    /** As soon as the order that has it has ended: no protection against sending twice. */
    UNIQUE_AMONG_OPEN,
    /** Never. */
    ALWAYS_UNIQUE
  }

  /** Checks that every perpetual is quoted in the margin asset. */
  public VenueRules {
    rateLimits = List.copyOf(rateLimits);
    instruments = Collections.unmodifiableMap(new LinkedHashMap<>(instruments));
    for (InstrumentRules rules : instruments.values()) {
      if (rules.perpetual() && !rules.quoteAsset().equals(marginAsset)) {
        throw new IllegalArgumentException(
            rules.instrument()
                + ": expected a quote in "
                + marginAsset
                + ", saw "
                + rules.quoteAsset());
      }
    }
  }

  /** Of each instrument under its name. */
  public static Map<String, InstrumentRules> byName(List<InstrumentRules> rules) {
    Map<String, InstrumentRules> byName = new LinkedHashMap<>();
    rules.forEach(each -> byName.put(each.instrument(), each));
    return byName;
  }

  /** The same with other limits. */
  public VenueRules with(RateLimitStyle... chosen) {
    return new VenueRules(
        venue,
        venueClass,
        marginAsset,
        clientOrderIds,
        List.of(chosen),
        cancelsOnDisconnect,
        clockOffsetMicros,
        instruments);
  }

  static boolean isClientOrderId(String id) {
    return CLIENT_ORDER_ID.matcher(id).matches();
  }
}
