package io.hedgerow.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.hedgerow.schemas.E8;
import io.hedgerow.simulator.venue.InstrumentRules;
import io.hedgerow.simulator.venue.RateLimitStyle;
import io.hedgerow.simulator.venue.RateLimitStyle.DecayingCredits;
import io.hedgerow.simulator.venue.RateLimitStyle.UnfilledOrders;
import io.hedgerow.simulator.venue.RateLimitStyle.WeightPerWindow;
import io.hedgerow.simulator.venue.VenueRules;
import io.hedgerow.simulator.world.SimulatedWorld;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The simulated venues, as the fast path's registry has them. Stateless. */
final class DemoRegistry {

  private static final String SOURCE = "SIM-INDEX";
  private static final int MICROS = 1_000_000;
  private static final int MILLI = 1_000;

  /** What a venue takes for long, and at once. */
  private record Rate(int perSecond, int burst) {}

  private DemoRegistry() {}

  /** The registry file. */
  static String of(Collection<VenueRules> venues) {
    List<Map<String, Object>> venueEntries = new ArrayList<>();
    List<Map<String, Object>> instruments = new ArrayList<>();
    TreeSet<String> assets = new TreeSet<>();
    String quote = "";
    for (VenueRules venue : venues) {
      venueEntries.add(entry(venue));
      for (InstrumentRules rules : venue.instruments().values()) {
        instruments.add(entry(venue.venue(), rules));
        assets.add(rules.baseAsset());
        quote = rules.quoteAsset();
      }
    }
    List<Map<String, Object>> references = new ArrayList<>();
    for (String asset : assets) {
      references.add(map("asset", asset, "quote", quote, "source", SOURCE));
    }
    try {
      return new YAMLMapper()
          .writeValueAsString(
              map("venues", venueEntries, "instruments", instruments, "references", references));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the registry of the demo cannot be written", e);
    }
  }

  private static Map<String, Object> entry(VenueRules venue) {
    Rate least = new Rate(MICROS, MICROS);
    for (RateLimitStyle style : venue.rateLimits()) {
      Rate rate = rate(style);
      least =
          new Rate(Math.min(least.perSecond, rate.perSecond), Math.min(least.burst, rate.burst));
    }
    return map(
        "venue", venue.venue(),
        "account", SimulatedWorld.DESK,
        "messagesPerSecond", least.perSecond,
        "burstMessages", least.burst,
        "reservedMessages", least.burst / 2);
  }

  /** Half of a window at once and half of it over time never exceed it, wherever it begins. */
  private static Rate rate(RateLimitStyle style) {
    if (style instanceof WeightPerWindow weights) {
      return ofWindow(weights.limit(), weights.windowMicros());
    }
    if (style instanceof UnfilledOrders unfilled) {
      return ofWindow(unfilled.limit(), unfilled.windowMicros());
    }
    DecayingCredits credits = (DecayingCredits) style;
    return new Rate(
        credits.decayMilliPerSecond() / MILLI, credits.limit() / credits.youngCancelCost());
  }

  private static Rate ofWindow(int limit, long windowMicros) {
    return new Rate((int) Math.max(1, (long) limit * MICROS / windowMicros / 2), limit / 2);
  }

  private static Map<String, Object> entry(String venue, InstrumentRules rules) {
    String lot = E8.toDecimal(E8.multiplyDown(rules.lotE8(), rules.contractSizeE8()));
    return map(
        "venue", venue,
        "instrument", rules.instrument(),
        "symbol", rules.instrument(),
        "asset", rules.baseAsset(),
        "quote", rules.quoteAsset(),
        "tick", E8.toDecimal(rules.tickE8()),
        "lot", lot,
        "contract", E8.toDecimal(rules.contractSizeE8()),
        "leastQuantity", lot,
        "leastNotional", E8.toDecimal(rules.minimumNotionalE8()),
        "takerFeePpm", rules.fees().takerPpm(),
        "leveraged", rules.perpetual(),
        "initialMarginPpm", rules.perpetual() ? rules.margin().initialPpm() : 0,
        "maintenanceMarginPpm", rules.perpetual() ? rules.margin().maintenancePpm() : 0);
  }

  private static Map<String, Object> map(Object... entries) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      map.put((String) entries[i], entries[i + 1]);
    }
    return map;
  }
}
